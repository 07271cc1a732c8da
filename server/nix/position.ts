import { lineIndexOf, type Span } from "../text.ts";
import { int, record, string, unknown } from "./make.ts";
import type { Machine, SetValue } from "./value.ts";

/** A place as Nix tells it: file, and line and column from 1, which are worked out when they are asked for. */
export function positionOf(machine: Machine, at: Span): SetValue {
  const coordinate = (which: "line" | "character") =>
    machine.lazy(() => {
      const text = machine.files.read(at.file);
      if (text === undefined) return unknown(`the text of ${at.file} is not at hand`, at);
      return int(lineIndexOf(text).positionAt(at.start)[which] + 1);
    }, at);
  return record({ file: string(at.file, at), line: coordinate("line"), column: coordinate("character") });
}

/** `file:line:column`, from 1; only the file where its text is not at hand. */
export function placeText(machine: Machine, at: Span): string {
  const text = machine.files.read(at.file);
  if (text === undefined) return at.file;
  const { line, character } = lineIndexOf(text).positionAt(at.start);
  return `${at.file}:${line + 1}:${character + 1}`;
}

/** A piece of code on one line. */
export function sourceText(machine: Machine, { file, start, end }: Span): string {
  const text = machine.files.read(file)?.slice(start, end) ?? "…";
  return text.replace(/\s+/g, " ");
}
