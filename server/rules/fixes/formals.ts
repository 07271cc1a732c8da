import type { Lambda } from "../../syntax/syntax-tree.ts";
import type { Edit } from "../../text.ts";

/**
 * Adds a name to the arguments of a function, behind the others and before `...`, set apart as the others are. A parameter without braces
 * becomes `{ name, ... }`. Undefined for a function that has neither.
 */
export function formalAddition(
  text: string,
  file: string,
  { formals, parameter }: Lambda,
  name: string,
): Edit | undefined {
  if (!formals) return parameter && { file, start: parameter.start, end: parameter.end, text: `{ ${name}, ... }` };
  const last = formals.formals.at(-1);
  const from = last?.end ?? formals.start + 1;
  const dots = formals.open ? from + text.slice(from, formals.end).indexOf("...") : -1;
  if (dots >= from)
    return { file, start: dots, end: dots, text: name + (last ? withoutRemarks(text.slice(from, dots)) : ", ") };
  const beside = formals.formals.at(-2);
  const between = beside && last ? withoutRemarks(text.slice(beside.end, last.start)) : ", ";
  return { file, start: from, end: from, text: last ? between + name : ` ${name}` };
}

/** What parts two arguments: a comma and blanks. */
function withoutRemarks(between: string): string {
  return between.replaceAll(/[ \t]*(#[^\n]*|\/\*[\s\S]*?\*\/)/g, "");
}
