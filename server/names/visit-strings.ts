import type { StringLiteral } from "../syntax/syntax-tree.ts";
import type { StringContext } from "./name-index.ts";
import { type Place, pushValue, type Walk } from "./name-walk.ts";

/** Records a plain string without antiquotation; visits the antiquotations of any other. */
export function visitString(
  walk: Walk,
  { parts, style, start, end }: StringLiteral,
  context: StringContext | undefined,
  place: Place,
): void {
  const texts = parts.filter((part) => typeof part === "string");
  const isMissing = start === end;
  if (style === "plain" && texts.length === parts.length && !isMissing) {
    walk.strings.push({ text: texts.join(""), range: { start, end }, context });
  }
  for (const part of parts) if (typeof part !== "string") pushValue(walk, part, place);
}
