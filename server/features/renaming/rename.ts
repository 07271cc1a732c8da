import type { Graph } from "../../graph/graph.ts";
import { placesIn } from "../../graph/shown-places.ts";
import { ANY_NAME, isComputed, mayFit, samePath, showOption, startsWith } from "../../option-path.ts";
import { leadsToBranch } from "../../subjects/branch-tree.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { type LiveFlake, liveFlake, type Place } from "../../subjects/live-flake.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import { pathsOf } from "../../subjects/readings.ts";
import { type Edit, meet, type OffsetRange, type Span } from "../../text.ts";
import { attributeNameGiven, variableNameGiven } from "./attribute-name.ts";
import { renameLocal } from "./local-rename.ts";
import { type NameChange, touchedBy } from "./name-change.ts";
import { namePlaces } from "./name-places.ts";
import type { Naming } from "./naming.ts";
import { type Renamed, renamedAt, withHosts } from "./renamed.ts";
import { searchEdits } from "./search-renames.ts";

/** A word that can be renamed: without quotes, and its text. */
export interface Renamable {
  readonly range: OffsetRange;
  readonly name: string;
}

export type Renaming =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  /** In plain words, for the person who asked. */
  | { readonly kind: "refused"; readonly reason: string };

/** Whether the word at a place can have another name, as far as that can be said at once. Undefined: there is no name. */
export function prepareRename(
  flake: LiveFlake,
  place: Place,
): Renamable | Extract<Renaming, { kind: "refused" }> | undefined {
  const renamed = renamedAt(flake, place);
  if (!renamed || renamed.kind === "refused") return renamed;
  const text = flake.textOf(place.file) ?? "";
  const { start, end } = renamed.range;
  const quoted = text[start] === '"';
  const range = quoted ? { start: start + 1, end: end - 1 } : { start, end };
  return { range, name: text.slice(range.start, range.end) };
}

/**
 * Everything that changes when the word at a place gets another name. Refused where the flake would not stay the same but for the name:
 * the change is tried on a copy of it first.
 */
export function rename(flake: LiveFlake, place: Place, typed: string): Renaming | undefined {
  const local = renamedAt(flake, place);
  if (local?.kind === "local") {
    const given = variableNameGiven(typed);
    return given.kind === "refused" ? given : renameLocal(flake, place.file, local.binding, given.name);
  }
  const fresh = freshFlake(flake);
  if (fresh.kind === "refused") return fresh;
  const renamed = renamedAt(fresh.flake, place);
  return renamed && renameKnown(fresh.flake, renamed, typed);
}

function renameKnown(flake: LiveFlake, renamed: Renamed, typed: string): Renaming {
  if (renamed.kind === "refused") return renamed;
  if (renamed.kind === "local") return { kind: "refused", reason: "the files changed in the meantime" };
  const given = attributeNameGiven(typed);
  if (given.kind === "refused") return given;
  if (given.name === renamed.change.from) return { kind: "edits", edits: [] };
  return renameInFlake(flake, { ...renamed.change, to: given.name });
}

/** Gives something of the flake another name. The flake's graph must be as new as its files. */
export function renameInFlake(flake: LiveFlake, change: NameChange): Renaming {
  const { graph } = flake;
  const places = placesIn(graph.root.directory, flake.linesOf);
  const obstacle = obstacleTo(flake, change);
  if (obstacle !== undefined) return { kind: "refused", reason: obstacle };
  const found = namePlaces(flake, change);
  if (found.computed && change.what === "option") {
    const at = places.lineOf({ file: found.computed.file, ...found.computed.range });
    return { kind: "refused", reason: `the name that is computed at ${at} may be \`${change.from}\`` };
  }
  if (found.shared)
    return {
      kind: "refused",
      reason: `\`${change.from}\` at ${places.lineOf(found.shared)} ${found.shared.why}`,
    };
  const outcome = searchEdits(flake, change, found);
  if (outcome.kind === "edits") return outcome;
  const joint = renameWithHosts(flake, change);
  if (joint) return joint;
  const file = fileNamed(flake, change, found.places);
  if (file !== undefined)
    return {
      kind: "refused",
      reason: `no place gives the name, so it may be that of ${places.pathOf(file)}: moving the file changes it everywhere`,
    };
  const made = madeName(graph, change, found.places);
  const reason = made ? `its name is not written at ${places.lineOf(made)}, but made` : outcome.reason;
  return { kind: "refused", reason };
}

/** One string may name a branch and the host that selects it: `mkHost "pluto"`. Then both get the new name, or none. */
function renameWithHosts(flake: LiveFlake, change: NameChange): Renaming | undefined {
  const joint = withHosts(flake, change);
  if (!joint || obstacleTo(flake, joint) !== undefined) return undefined;
  const found = namePlaces(flake, joint);
  if (found.shared) return undefined;
  const outcome = searchEdits(flake, joint, found);
  return outcome.kind === "edits" ? outcome : undefined;
}

/** A file of the name, where no code gives it: of a host or a branch that may be named after the file. */
function fileNamed({ files, graph }: LiveFlake, change: NameChange, written: readonly Naming[]): string | undefined {
  if (change.what === "option" || written.some(({ as }) => as === "given" || as === "string")) return undefined;
  const known = new Set([
    ...files,
    ...graph.hosts.flatMap((host) => host.files),
    ...graph.leaves.map(({ at }) => at.file),
  ]);
  return [...known].find((file) => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    return name === `${change.from}.nix` || file.endsWith(`/${change.from}/default.nix`);
  });
}

/** Where the name is given without being written. */
function madeName(
  { options, leaves, branches }: Graph,
  change: NameChange,
  written: readonly Naming[],
): Span | undefined {
  const given = written.filter(({ as }) => as === "given");
  if (change.what !== "option" && given.length > 0) return undefined;
  const ids = new Set(
    branches.filter(({ path }) => change.paths.some((one) => startsWith(path, one))).flatMap((one) => one.leaves),
  );
  const declared = options.filter(
    (option) => change.classes.includes(option.class) && change.paths.some((one) => samePath(one, option.path)),
  );
  const spans =
    change.what === "option"
      ? declared.flatMap(({ declarations }) => declarations)
      : leaves.filter(({ id }) => ids.has(id)).flatMap(({ definedAt }) => definedAt ?? []);
  return spans.find((at) => !given.some(({ file, range }) => file === at.file && meet(range, at)));
}

/** Why the change cannot be, before anything is tried. */
function obstacleTo(flake: LiveFlake, change: NameChange): string | undefined {
  const { graph } = flake;
  const { from, to, paths } = change;
  const broken = graph.cells.find(({ status }) => status === "broken");
  if (broken)
    return `${placesIn(graph.root.directory, flake.linesOf).pathOf(broken.file)} does not parse, so that \`${from}\` may be missed in it`;
  const wanted = { ...change, from: to, paths: paths.map((path) => path.with(-1, to)) };
  const declared = graph.options.some(
    (option) => change.classes.includes(option.class) && wanted.paths.some((path) => startsWith(option.path, path)),
  );
  if (declared || namePlaces(flake, wanted).places.some(({ as }) => as !== "string")) {
    return `\`${showOption(wanted.paths[0] ?? [to])}\` exists already`;
  }
  const shared = change.what === "option" ? otherUse(flake, change) : undefined;
  if (shared) return `options from outside are named \`${from}\`, too: ${shared}`;
  const outside = graph.branches.find(
    ({ path, consumedBy }) => consumedBy.includes("external call") && paths.some((one) => startsWith(path, one)),
  );
  if (change.what === "branch" && outside) {
    return `\`${outside.id}\` is handed to code from outside, which may know it as \`${from}\``;
  }
  return undefined;
}

/** A path below a name that is not this flake's own alone: nothing here declares it. */
function otherUse(flake: LiveFlake, change: NameChange): string | undefined {
  const index = graphIndexOf(flake.graph);
  const isOwn = (path: PathInScope) =>
    optionsAlong(index, path).length > 0 || optionsBelow(flake.graph, path) || leadsToBranch(index, path);
  for (const file of flake.files) {
    flake.checkpoint();
    for (const occurrence of flake.namesOf(file)?.occurrences ?? []) {
      if (occurrence.uncertain || !touchedBy(flake, file, occurrence, change)) continue;
      const paths = pathsOf(flake, file, occurrence, occurrence.range.start);
      const meanings = paths.filter((one) => change.classes.includes(one.class));
      if (meanings.some(isOwn)) continue;
      const last = meanings.at(-1)?.path.map((piece) => (isComputed(piece) ? ANY_NAME : piece));
      if (last) return showOption(last);
    }
  }
  return undefined;
}

/** Whether options are declared where more is written behind the path. */
function optionsBelow({ options }: Graph, { path, class: moduleClass }: PathInScope): boolean {
  return options.some(
    (option) =>
      option.class === moduleClass &&
      option.path.length > path.length &&
      mayFit(path, option.path.slice(0, path.length)),
  );
}

export type FreshFlake = { readonly kind: "flake"; readonly flake: LiveFlake } | Extract<Renaming, { kind: "refused" }>;

/** The flake, whose graph is as new as the files are, by an evaluation of everything. */
export function freshFlake(flake: LiveFlake): FreshFlake {
  const project = flake.supposing(new Map());
  const snapshot = project.snapshot(flake.checkpoint);
  const graph = snapshot.wholeGraph();
  const { failure } = graph.root;
  if (failure) return { kind: "refused", reason: `the flake is broken: ${failure.message}` };
  const { textOf, linesOf } = snapshot;
  return { kind: "flake", flake: liveFlake(project, { graph, textOf, linesOf }) };
}
