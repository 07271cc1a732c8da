import { counted } from "../../graph/rows.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { code, foreignMarkdown, inlineCode, lines, paragraphs, some } from "../../markdown.ts";
import { showOption, withoutComputed } from "../../option-path.ts";
import { definersOf } from "../../subjects/definers.ts";
import { referencesTo } from "../../subjects/reference-places.ts";
import type { Subject } from "../../subjects/subject.ts";
import type { View } from "../view.ts";

/** Something that the files set inside of an option's value: what it is, the comment that documents it, where it is set and read. */
export function valueHover(view: View, file: string, subject: Subject & { readonly kind: "value" }): string {
  const { path } = subject.path;
  const names = path.filter((piece) => typeof piece === "string");
  const definers = definersOf(view, subject.path);
  const places = placesIn(view.graph.root.directory, view.linesOf);
  const set = [...new Set(definers.map((at) => places.lineOf(at)))];
  const reads = referencesTo(view, file, subject, view.files).filter(({ kind }) => kind === "read");
  const read = new Set(reads.map(({ file: where, start }) => `${where}:${start}`)).size;
  const value = names.length === path.length && subject.path.class === undefined ? view.valueAt(names) : undefined;
  return paragraphs([
    code(showOption(withoutComputed(path))),
    ...definers.map(({ file: where, start }) => documentation(view.textOf(where) ?? "", start)),
    value?.kind === "known" && !value.undecided && value.text !== "«function»" ? valueText(value.text) : undefined,
    lines([set.length > 0 ? `set at ${some(set, 3)}` : undefined, `read in ${counted(read, "place")}`]),
  ]);
}

function valueText(text: string): string {
  return text.includes("\n") ? `value:\n${code(text)}` : `value: ${inlineCode(text)}`;
}

/** The documentation comment (two asterisks) right before the binding that the name at an offset is part of. */
function documentation(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset);
  const binding = before.slice(
    Math.max(before.lastIndexOf(";"), before.lastIndexOf("*/") + 1, before.lastIndexOf("{")) + 1,
  );
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before.slice(0, before.length - binding.length))?.[1];
  if (comment === undefined || !/^\s*(?:[\w'"-]+\s*\.\s*)*$/.test(binding)) return undefined;
  const rows = comment.trim().split("\n");
  const isStarred = rows.slice(1).every((row) => /^\s*\*/.test(row));
  return foreignMarkdown(rows.map((row) => (isStarred ? row.replace(/^\s*\* ?/, "") : row.trim())).join("\n"));
}
