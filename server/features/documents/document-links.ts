import { fileAt } from "../../subjects/path-targets.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

export interface DocumentLink {
  readonly range: OffsetRange;
  /** A file; a directory's path leads to its default.nix. */
  readonly target: string;
}

/** The path literals of a file that lead to one. */
export function documentLinks(view: View, file: string): readonly DocumentLink[] {
  return (view.namesOf(file)?.paths ?? []).flatMap(({ text, range }) => {
    const target = fileAt(view, file, text);
    return target === undefined ? [] : [{ range, target }];
  });
}
