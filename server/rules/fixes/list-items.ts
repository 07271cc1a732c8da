import { enclosing } from "../../syntax/enclosing.ts";
import type { Expression, List, SyntaxTree } from "../../syntax/syntax-tree.ts";
import { covers, type Edit, type OffsetRange, type Span } from "../../text.ts";
import type { RuleContext } from "../rule.ts";

/** An item of a list of the file. */
export interface ListItem {
  readonly list: List;
  readonly item: Expression;
}

/** The innermost list item that covers the place. Undefined when there is none. */
export function listItemAt(tree: SyntaxTree | undefined, place: OffsetRange): ListItem | undefined {
  const around = tree ? enclosing(tree, place) : [];
  for (const list of around.toReversed()) {
    const item = list.kind === "list" && list.items.find((one) => covers(one, place));
    if (item) return { list, item };
  }
  return undefined;
}

/** Takes an item out of its list, and its line with it when nothing else stands there. Undefined when it is not an item of a list. */
export function itemRemoval({ treeOf, textOf }: RuleContext, at: Span): Edit | undefined {
  const text = textOf(at.file);
  const found = listItemAt(treeOf(at.file), at);
  if (text === undefined || found?.item.start !== at.start || found.item.end !== at.end) return undefined;
  return { file: at.file, ...withBlanks(text, at), text: "" };
}

/** The whole line, line break included, where only the stretch stands on it; else the stretch and the blanks on one side. */
export function withBlanks(text: string, { start, end }: OffsetRange): OffsetRange {
  const before = text.slice(0, start).replace(/[ \t]+$/, "").length;
  const behind = end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0);
  const lineBreak = /^\r?\n/.exec(text.slice(behind))?.[0].length ?? 0;
  const startsLine = before === 0 || text[before - 1] === "\n";
  if (startsLine) return { start: lineBreak > 0 ? before : start, end: behind + lineBreak };
  return text[before - 1] === "[" ? { start, end: behind } : { start: before, end };
}

/**
 * Puts another item into a list as the others stand there: on a line of its own or behind the last one, in its place where they are
 * sorted. Remarks stay with the item that they follow.
 */
export function itemAddition(text: string, file: string, list: List, item: string): Edit {
  const items = list.items.map((one) => withParentheses(text, one));
  const before = items[placeAmong(text, items, item) - 1];
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const first = items[0];
  if (!first) return intoEmpty(text, file, list, item, lineBreak);
  const ownLine = indentationOf(text, first.start);
  if (before === undefined) {
    if (ownLine === undefined) return { file, start: first.start, end: first.start, text: `${item} ` };
    const at = endOfLine(text, list.start + 1);
    return { file, start: at, end: at, text: `${lineBreak}${ownLine}${item}` };
  }
  const indentation = indentationOf(text, before.start) ?? ownLine;
  if (indentation === undefined) return { file, start: before.end, end: before.end, text: ` ${item}` };
  const at = endOfLine(text, before.end);
  return { file, start: at, end: at, text: `${lineBreak}${indentation}${item}` };
}

function intoEmpty(text: string, file: string, { start, end }: List, item: string, lineBreak: string): Edit {
  const inside = text.slice(start + 1, end - 1);
  if (inside.trim() === "") return { file, start: start + 1, end: end - 1, text: ` ${item} ` };
  const closing = indentationOf(text, end - 1);
  if (closing === undefined) return { file, start: end - 1, end: end - 1, text: `${item} ` };
  const at = end - 1 - closing.length;
  return { file, start: at, end: at, text: `${closing}  ${item}${lineBreak}` };
}

/** Where among the items it belongs; at the end unless they are sorted. */
function placeAmong(text: string, items: readonly OffsetRange[], item: string): number {
  const written = items.map(({ start, end }) => text.slice(start, end).replace(/^[(\s]+/, ""));
  if (!isSorted(written)) return items.length;
  const greater = written.findIndex((one) => one > item);
  return greater < 0 ? items.length : greater;
}

/** Two may be so by chance. */
export function isSorted(names: readonly string[]): boolean {
  return names.length > 2 && names.every((name, at) => at === 0 || (names[at - 1] ?? "") < name);
}

/** Parentheses leave no node. */
function withParentheses(text: string, { start, end }: OffsetRange): OffsetRange {
  const before = /[ \t\r\n(]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const opening = before.indexOf("(");
  const closing = /^(?:\s*\))*/.exec(text.slice(end))?.[0].length ?? 0;
  return { start: opening < 0 ? start : start - before.length + opening, end: end + closing };
}

/** The blanks at the beginning of the line, where nothing else stands before the offset. */
export function indentationOf(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** The end of the line where only blanks and a remark follow; else the offset. */
export function endOfLine(text: string, offset: number): number {
  const [rest = ""] = /^[^\r\n]*/.exec(text.slice(offset)) ?? [];
  return /^[ \t]*(#.*)?$/.test(rest) && (rest.trim() !== "" || rest === "") ? offset + rest.length : offset;
}
