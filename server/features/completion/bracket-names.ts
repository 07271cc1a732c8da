import { type OptionPattern, pieceText, startsWith } from "../../option-path.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { View } from "../view.ts";
import type { CompletionItem } from "./completion-item.ts";

/** Where den looks for what stands in angle brackets: aspects, namespaces, and namespaces of newer revisions, which stand by themselves. */
const ROOTS = [["den", "aspects"], ["den", "ful"], []] as const;
const NO_NAMESPACES = new Set(["den", "flake"]);

/** `<my/…>`: the aspects that lie below, in files that take den's `__findFile`. */
export function bracketNames(view: View, { file, offset }: Place): readonly CompletionItem[] {
  const text = view.textOf(file) ?? "";
  if (!text.includes("__findFile")) return [];
  const begun = /<((?:[\w.'+-]+\/)*)([\w.'+-]*)$/.exec(text.slice(Math.max(0, offset - 200), offset));
  if (!begun) return [];
  const above = (begun[1] ?? "").split("/").slice(0, -1);
  const start = offset - (begun[2]?.length ?? 0);
  const end = offset + (/^[\w.'+-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const classes = new Map<string, Set<string>>();
  for (const branch of view.graph.branches) {
    const name = branch.namesClass ? nameBelow(branch.path.slice(0, -1), above) : undefined;
    if (name === undefined) continue;
    const known = classes.get(name) ?? new Set();
    classes.set(name, branch.class === undefined ? known : known.add(branch.class));
  }
  return [...classes].map(([name, found]) => ({
    label: name,
    kind: "branch",
    range: { start, end },
    insert: name,
    detail: ["branch", ...(found.size > 0 ? [[...found].join(", ")] : [])].join(" · "),
    option: undefined,
  }));
}

/** The next name of an aspect below those that are written; what is provided needs no word for it. */
function nameBelow(path: OptionPattern, above: readonly string[]): string | undefined {
  for (const root of ROOTS) {
    const isThere = root.length > 0 ? startsWith(path, root) : !NO_NAMESPACES.has(pieceText(path[0] ?? ""));
    if (!isThere) continue;
    const names = path.slice(root.length).filter((name) => name !== "provides");
    const name = startsWith(names, above) ? names[above.length] : undefined;
    return typeof name === "string" ? name : undefined;
  }
  return undefined;
}
