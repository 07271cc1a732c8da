import type { LoadedFlake } from "../flake/load.ts";
import { filesBelow } from "../flake/trees.ts";
import { isNativePath } from "../nix/paths.ts";
import type { SourceFiles } from "../nix/value.ts";
import { compareText } from "../text.ts";
import type { Branch, Cell, CellRole, DeclaredOption, Host, Leaf } from "./graph.ts";
import type { Observations } from "./observations.ts";

export interface CellFacts {
  readonly flake: LoadedFlake;
  /** All files, also those that the flake does not see. */
  readonly stored: SourceFiles;
  /** Files that the top-level evaluation has as modules. */
  readonly imported: ReadonlySet<string>;
  readonly observed: Observations;
  readonly options: readonly DeclaredOption[];
  readonly branches: readonly Branch[];
  readonly leaves: readonly Leaf[];
  readonly hosts: readonly Host[];
  readonly isOwn: (file: string) => boolean;
}

/** Every Nix file that the flake has, how it takes part, and as what. */
export function listCells(facts: CellFacts): readonly Cell[] {
  const { flake, isOwn, observed } = facts;
  const reached = new Set([...observed.reached].filter((file) => isOwn(file) && !isNativePath(file)));
  const inTrees = new Set(
    observed.trees
      .flatMap(({ directory }) => filesBelow(flake.machine.files, directory))
      .filter((file) => file.endsWith(".nix")),
  );
  const stored = storedBelow(facts, [...observed.trees.map(({ directory }) => directory), ...reached]);
  const all = new Set([flake.file, ...reached, ...inTrees, ...stored].filter(isOwn));
  for (const place of reached) if (facts.stored.kind(place) === "directory") all.delete(place);
  const roles = rolesOf(facts);
  return [...all].sort(compareText).map((file) => ({
    file,
    ...statusOf(facts, file, reached),
    roles: roles(file),
    scoped: observed.scoped.has(file),
  }));
}

/**
 * Nix files of the trees, whether the flake sees them or not. What lies in directories named with a dot belongs to tools. A tree of
 * which the flake sees nothing was asked for like a file.
 */
function storedBelow({ stored }: CellFacts, places: readonly string[]): readonly string[] {
  const list: SourceFiles["list"] = (path) => stored.list(path)?.filter(({ name }) => !name.startsWith("."));
  const directories = places.filter((place) => stored.kind(place) === "directory");
  const below = directories.flatMap((directory) => filesBelow({ ...stored, list }, directory));
  return below.filter((file) => file.endsWith(".nix"));
}

/** Also a file that is imported by its name and is not there for Nix. */
function isHidden({ flake, stored }: CellFacts, file: string): boolean {
  return flake.machine.files.kind(file) === undefined && stored.kind(file) !== undefined;
}

/** The reason of a cell that its loader would load for whoever asks for what it holds. */
export const NOT_ASKED_FOR = "nothing asks for it";

function statusOf(facts: CellFacts, file: string, reached: ReadonlySet<string>): Pick<Cell, "status" | "reason"> {
  if (isHidden(facts, file)) return { status: "untracked", reason: "not in git's index, so Nix does not see it" };
  const problem = facts.observed.broken.get(file);
  if (problem !== undefined) return { status: "broken", reason: problem.message };
  if (facts.imported.has(file)) return { status: "imported", reason: undefined };
  if (reached.has(file)) return { status: "reached", reason: undefined };
  if (facts.observed.trees.some(({ directory, lazy }) => lazy && file.startsWith(`${directory}/`)))
    return { status: "ignored", reason: NOT_ASKED_FOR };
  const skipped = /\/_/.test(file.slice(facts.flake.directory.length));
  return {
    status: "ignored",
    reason: skipped ? "its path contains `/_`, which the tree's loader skips" : "the tree's loader skips it",
  };
}

function rolesOf(facts: CellFacts): (file: string) => readonly CellRole[] {
  const schema = new Set(
    facts.options
      .filter((option) => option.class === undefined)
      .flatMap((option) => option.declarations.map((at) => at.file)),
  );
  const branch = new Set(facts.branches.flatMap((found) => found.namedAt.map((at) => at.file)));
  const leaf = new Set(facts.leaves.map((found) => found.file));
  const host = new Set(facts.hosts.flatMap((found) => (found.at ? [found.at.file] : [])));
  return (file) => {
    const roles: CellRole[] = [];
    if (file === facts.flake.file) roles.push("root");
    if (schema.has(file)) roles.push("schema");
    if (branch.has(file)) roles.push("branch");
    if (leaf.has(file)) roles.push("leaf");
    if (host.has(file)) roles.push("host");
    return roles;
  };
}
