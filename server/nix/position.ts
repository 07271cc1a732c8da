import type { Span } from "../text.ts";
import { int, record, string, unknown } from "./make.ts";
import { positionAt, textAt } from "./source-text.ts";
import type { Machine, SetValue } from "./value.ts";

/** A place as Nix tells it: file, and line and column from 1, which are worked out when they are asked for. */
export function positionOf(machine: Machine, at: Span): SetValue {
  const coordinate = (which: "line" | "character") =>
    machine.lazy(() => {
      const position = positionAt(machine, at);
      if (position === undefined) return unknown(`the text of ${at.file} is not at hand`, at);
      return int(position[which] + 1);
    }, at);
  return record({ file: string(at.file, at), line: coordinate("line"), column: coordinate("character") });
}

/** `file:line:column`, from 1; only the file where its text is not at hand. */
export function placeText(machine: Machine, at: Span): string {
  const position = positionAt(machine, at);
  if (position === undefined) return at.file;
  const { line, character } = position;
  return `${at.file}:${line + 1}:${character + 1}`;
}

/** A piece of code on one line. */
export function sourceText(machine: Machine, at: Span): string {
  const text = textAt(machine, at) ?? "…";
  return text.replace(/\s+/g, " ");
}
