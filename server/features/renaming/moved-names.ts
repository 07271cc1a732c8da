import type { Graph } from "../../graph/graph.ts";
import { baseNameOf } from "../../nix/paths.ts";
import { pathKey, startsWith } from "../../option-path.ts";
import type { FileMove } from "../../project/moved-files.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { type Edit, startKey } from "../../text.ts";
import { textsAfter } from "./attempt.ts";
import { distinct } from "./edit.ts";
import { type NameChange, renamedPath } from "./name-change.ts";
import { namePlaces } from "./name-places.ts";
import { type Naming, writeName } from "./naming.ts";
import { offsetsAround } from "./offsets.ts";
import { freshFlake } from "./rename.ts";
import { branchChange, hostChange } from "./renamed.ts";

/**
 * What must be written where a host or a branch is named that gets another name by a move, since the flake names it after a file or
 * folder. `edits` are those that the move needs anyway. Empty where none does, or not all places that name it can be followed.
 */
export function movedNameEdits(flake: LiveFlake, moves: readonly FileMove[], edits: readonly Edit[]): readonly Edit[] {
  return moves.flatMap((move) => {
    const [from, to] = [nameGivenBy(move.from), nameGivenBy(move.to)];
    if (from === to || changesFrom(flake, from).length === 0) return [];
    return followed(flake, { moves, edits, from, to });
  });
}

function nameGivenBy(path: string): string {
  return baseNameOf(path).replace(/\.nix$/, "");
}

interface Following {
  readonly moves: readonly FileMove[];
  readonly edits: readonly Edit[];
  readonly from: string;
  readonly to: string;
}

function followed(flake: LiveFlake, { moves, edits, from, to }: Following): readonly Edit[] {
  const fresh = freshFlake(flake);
  if (fresh.kind === "refused") return [];
  const { graph } = fresh.flake;
  const after = graphOf(flake, edits, moves);
  return changesFrom(fresh.flake, from).flatMap((known) => {
    const change: NameChange = { ...known, to };
    if (!isRenamed(change, graph, after)) return [];
    const namings = namePlaces(fresh.flake, change).places;
    const written = writeName(flake, namings, to, false);
    const all = written && distinct([...edits, ...written]);
    return all && written && isSound(fresh.flake, change, namings, all, graphOf(flake, all, moves)) ? written : [];
  });
}

/** Whatever bears the name. */
function changesFrom(flake: LiveFlake, name: string): readonly Omit<NameChange, "to">[] {
  const hosts = flake.graph.hosts.filter((host) => host.name === name).map((host) => hostChange(flake, host));
  const branches = flake.graph.branches.filter((branch) => branch.name === name && branch.owner === undefined);
  const groups = new Map(branches.map((branch) => [branch.group, branch]));
  return [...hosts, ...[...groups.values()].map((branch) => branchChange(flake.graph, branch))];
}

function graphOf(flake: LiveFlake, edits: readonly Edit[], moves: readonly FileMove[]): Graph {
  return flake.supposing(textsAfter(flake, edits), moves).snapshot(flake.checkpoint).wholeGraph();
}

/** Whether what bore the old name bears the new one. */
function isRenamed({ hosts: ids, paths, from, to }: NameChange, before: Graph, after: Graph): boolean {
  const host = ids?.[0];
  const known = ({ hosts, branches }: Graph) =>
    host === undefined ? branches.map(({ path }) => path) : hosts.map(({ kind, name }) => [kind, name]);
  const wanted = host === undefined ? paths : [[host.slice(0, -from.length - 1), from]];
  const has = (graph: Graph, name: string) =>
    known(graph).some((path) => wanted.some((one) => startsWith(path, one.with(-1, name))));
  return from !== to && has(before, from) && !has(after, from) && has(after, to) && !has(before, to);
}

/** Whether every place reads under the new name what it read under the old one, and nothing fails that did not. */
function isSound(
  { graph }: LiveFlake,
  change: NameChange,
  namings: readonly Naming[],
  edits: readonly Edit[],
  after: Graph,
): boolean {
  const offsets = offsetsAround(edits);
  const named = new Set(namings.map(({ file, range }) => startKey({ file, ...range })));
  const readsIn = (one: Graph, place: "before" | "after", renames: boolean) =>
    one.reads.flatMap(({ at, options }) => {
      const key = startKey({ file: at.file, ...offsets[place](at.file, at) });
      const paths = options.map(({ path, class: moduleClass }) =>
        renames ? renamedPath(path, moduleClass, change) : path,
      );
      return named.has(key) ? [`${key} ${paths.map(pathKey).sort()}`] : [];
    });
  const wanted = readsIn(graph, "before", true);
  const found = new Set(readsIn(after, "after", false));
  return wanted.every((line) => found.has(line)) && after.problems.length <= graph.problems.length;
}
