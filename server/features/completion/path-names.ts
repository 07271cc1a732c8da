import { directoryOf, resolvePath } from "../../nix/paths.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { View } from "../view.ts";
import type { CompletionItem } from "./completion-item.ts";

/** Files and folders that go on the relative path before the cursor; undefined: there is no such path. */
export function pathNames(view: View, { file, offset }: Place): readonly CompletionItem[] | undefined {
  const text = view.textOf(file) ?? "";
  const typed = /(?<![\w.~/<"'-])(\.{1,2}\/(?:[\w.+-]+\/)*)([\w.+-]*)$/.exec(text.slice(0, offset));
  const [, folder, name = ""] = typed ?? [];
  if (folder === undefined) return undefined;
  const behind = /^[\w.+-]*/.exec(text.slice(offset))?.[0] ?? "";
  const range = { start: offset - name.length, end: offset + behind.length };
  const directory = resolvePath(directoryOf(file), folder);
  const entries = view.list(directory) ?? [];
  return entries
    .filter(
      (entry) => `${directory}/${entry.name}` !== file && !entry.name.startsWith(".") && /^[\w.+-]+$/.test(entry.name),
    )
    .map((entry) => ({
      label: entry.name,
      kind: entry.kind === "directory" ? "folder" : "file",
      range,
      insert: entry.name,
      detail: undefined,
      option: undefined,
    }));
}
