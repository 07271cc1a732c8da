import type { Branch } from "../graph/graph.ts";
import { type Span, startKey } from "../text.ts";
import type { RuleContext } from "./rule.ts";

/** Whether a file, or the folder that it is the `default.nix` of, bears the name of the branch. */
export function isNamedAfter(file: string, name: string): boolean {
  const [folder, base = ""] = file.split("/").slice(-2);
  return (base === "default.nix" ? folder : base.replace(/\.nix$/, "")) === (name.split("/").at(-1) ?? name);
}

/** A file that adds to another branch than the one it is named after. */
export interface StrangerFile {
  readonly file: string;
  /** The branch that it adds to. */
  readonly branch: Branch;
  /** Where it names that branch. */
  readonly at: readonly Span[];
}

/**
 * Files named after a branch that does not exist, which add to another branch of that kind (`isAlike`) instead. Where that branch has a file
 * of its own name, too, the one is most likely a copy of the other.
 */
export function strangerFiles(
  { graph }: RuleContext,
  name: string,
  isAlike: (branch: Branch) => boolean,
): readonly StrangerFile[] {
  return graph.branches.filter(isAlike).flatMap((branch) => {
    const leaves = graph.leaves.filter((leaf) => leaf.branch === branch.id);
    if (!leaves.some(({ file }) => isNamedAfter(file, branch.name))) return [];
    const own = leaves.filter(({ file }) => isNamedAfter(file, name));
    const at = new Map(own.flatMap(({ definedAt }) => (definedAt ? [[startKey(definedAt), definedAt]] : [])));
    const [first] = own;
    return first && at.size > 0 ? [{ file: first.file, branch, at: [...at.values()] }] : [];
  });
}
