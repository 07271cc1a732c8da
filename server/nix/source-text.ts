import { lineIndexOf, type Position, type Span } from "../text.ts";
import type { Machine } from "./value.ts";

/**
 * The only ways in which an evaluation sees how code is written rather than what it means. Each is noted, so that it is known what an edit
 * changes which leaves the code's meaning alone.
 */

/** The text of a file, undefined where there is none. */
export function textIn(machine: Machine, file: string): string | undefined {
  const text = machine.files.read(file);
  if (text !== undefined) machine.log.quoted.push({ file, start: 0, end: text.length });
  return text;
}

/** The text of a piece of code; undefined where the file's text is not at hand. */
export function textAt(machine: Machine, at: Span): string | undefined {
  machine.log.quoted.push(at);
  return machine.files.read(at.file)?.slice(at.start, at.end);
}

/** Where code begins; undefined where the file's text is not at hand. */
export function positionAt(machine: Machine, { file, start }: Span): Position | undefined {
  machine.log.placed.add(file);
  const text = machine.files.read(file);
  return text === undefined ? undefined : lineIndexOf(text).positionAt(start);
}

/** The whole of a file. That is not a property of its text: it is mapped like any other span. Undefined where there is no text. */
export function wholeFile(machine: Machine, file: string): Span | undefined {
  const text = machine.files.read(file);
  return text === undefined ? undefined : { file, start: 0, end: text.length };
}
