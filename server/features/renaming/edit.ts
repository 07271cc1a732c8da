import type { Edit, OffsetRange } from "../../text.ts";

/** Edits by their file, each file's by their place. */
export function editsByFile(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) {
    const known = byFile.get(edit.file);
    if (known) known.push(edit);
    else byFile.set(edit.file, [edit]);
  }
  for (const list of byFile.values()) list.sort((a, b) => a.start - b.start || a.end - b.end);
  return byFile;
}

/** The text with the edits made; `from` is where the text begins in the file. They are sorted and do not overlap. */
export function applied(text: string, edits: readonly (OffsetRange & { readonly text: string })[], from = 0): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(at, start - from) + replacement;
    at = end - from;
  }
  return result + text.slice(at);
}

/** Each edit once; undefined when two of them overlap and differ. */
export function distinct(edits: readonly Edit[]): readonly Edit[] | undefined {
  const kept: Edit[] = [];
  for (const edit of [...editsByFile(edits).values()].flat()) {
    const last = kept.at(-1);
    if (last?.file === edit.file && last.start === edit.start && last.end === edit.end) {
      if (last.text !== edit.text) return undefined;
    } else if (last?.file === edit.file && edit.start < last.end) return undefined;
    else kept.push(edit);
  }
  return kept;
}
