import type { Branch, DeclaredOption, Graph, Host } from "../../graph/graph.ts";
import type { LocalBinding, NameIndex } from "../../names/name-index.ts";
import { bindingAt, occurrenceAt, stringAt } from "../../names/names-at.ts";
import {
  distinctPaths,
  mayFit,
  type OptionPattern,
  pieceText,
  samePath,
  showOption,
  startsWith,
} from "../../option-path.ts";
import { hostNamed, hostPaths } from "../../subjects/host-names.ts";
import type { LiveFlake, Place } from "../../subjects/live-flake.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import { pathsOf } from "../../subjects/readings.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import { type OffsetRange, startKey, touches } from "../../text.ts";
import type { NameChange } from "./name-change.ts";

/** What the word at a place is the name of, as far as it can have another. `range` is the word, quotes included. */
export type Renamed =
  | { readonly kind: "name"; readonly change: Omit<NameChange, "to">; readonly range: OffsetRange }
  | { readonly kind: "local"; readonly binding: LocalBinding; readonly range: OffsetRange }
  | { readonly kind: "refused"; readonly reason: string };

/** Undefined when the word is not a name at all. */
export function renamedAt(flake: LiveFlake, { file, offset }: Place): Renamed | undefined {
  const names = flake.namesOf(file);
  if (!names) return undefined;
  const string = stringAt(names, offset);
  if (string && !occurrenceAt(names, offset)) {
    const subject = subjectAt(flake, { file, offset });
    const branch = subject?.kind === "branches" ? subject.branches[0] : undefined;
    return branch?.name === string.text
      ? { kind: "name", change: branchChange(flake.graph, branch), range: string.range }
      : undefined;
  }
  return localAlias(flake, names, offset) ?? pieceAt(flake, names, offset) ?? localAt(flake, names, offset);
}

/** A use of what an `inherit` took out of an option: the option's name. */
function localAlias(flake: LiveFlake, names: NameIndex, offset: number): Renamed | undefined {
  if (occurrenceAt(names, offset)) return undefined;
  const binding = bindingAt(names, offset);
  if (binding?.kind !== "inherit" || !binding.alias) return undefined;
  const range = rangeAt(binding, offset);
  const change = changeNamed(flake, pathsOf(flake, names.file, binding.alias, binding.definitions[0]?.start ?? offset));
  return range && change?.from === binding.name ? { kind: "name", change, range } : undefined;
}

function pieceAt(flake: LiveFlake, names: NameIndex, offset: number): Renamed | undefined {
  const found = occurrenceAt(names, offset);
  const range = found?.occurrence.pieces[found.piece];
  if (!found || !range) return undefined;
  const path = found.occurrence.path.slice(0, found.piece + 1);
  const name = path.at(-1);
  if (typeof name !== "string") return { kind: "refused", reason: "this name is computed" };
  const meanings = pathsOf(flake, names.file, { ...found.occurrence, path }, found.occurrence.range.start);
  const change = changeNamed(
    flake,
    // An alias may have led to another name.
    meanings.filter((meaning) => meaning.path.at(-1) === name),
  );
  if (change) return { kind: "name", change, range };
  return {
    kind: "refused",
    reason: `\`${name}\` is not a name that this flake gives: it is not an option, branch or host of its own`,
  };
}

function localAt({ treeOf }: LiveFlake, names: NameIndex, offset: number): Renamed | undefined {
  const binding = bindingAt(names, offset);
  const range = binding && rangeAt(binding, offset);
  if (!binding || !range || !treeOf(names.file)) return undefined;
  switch (binding.kind) {
    case "formal":
      return {
        kind: "refused",
        reason: `\`${binding.name}\` is an argument that callers give by this name`,
      };
    case "rec":
      return {
        kind: "refused",
        reason: `\`${binding.name}\` is an attribute of a recursive set: others may read it by this name`,
      };
    case "let":
    case "inherit":
    case "parameter":
      return { kind: "local", binding, range };
    default:
      return binding.kind satisfies never;
  }
}

function rangeAt({ uses, definitions }: LocalBinding, offset: number): OffsetRange | undefined {
  return [...uses, ...definitions].find((range) => touches(range, offset));
}

/** What the last piece of a path is the name of; the likeliest meaning decides. */
function changeNamed(flake: LiveFlake, meanings: readonly PathInScope[]): Omit<NameChange, "to"> | undefined {
  const { graph } = flake;
  for (const { path, class: moduleClass } of meanings) {
    const names = path.filter((piece): piece is string => typeof piece === "string");
    const name = path.at(-1);
    if (typeof name !== "string") continue;
    if (moduleClass === undefined && names.length === path.length) {
      const host = hostNamed(flake, names);
      if (host) return hostChange(flake, host);
      const branch = graph.branches.find((one) => one.owner === undefined && samePath(branchPath(one), names));
      if (branch) return branchChange(graph, branch);
    }
    const option = graph.options.find(
      (one) =>
        one.class === moduleClass && path.length <= one.path.length && mayFit(path, one.path.slice(0, path.length)),
    );
    const pattern = option?.path.slice(0, path.length);
    if (pattern && pattern.at(-1) === name) return optionChange(graph, pattern, moduleClass);
  }
  return aboveBranches(flake, meanings);
}

/** A name below which libraries look for modules of several classes: `desk` of `den.aspects.desk.nixos`. */
function aboveBranches({ graph }: LiveFlake, meanings: readonly PathInScope[]): Omit<NameChange, "to"> | undefined {
  for (const { path, class: moduleClass } of meanings) {
    const names = path.filter((piece): piece is string => typeof piece === "string");
    const from = names.at(-1);
    if (moduleClass !== undefined || names.length !== path.length || from === undefined) continue;
    const held = graph.branches.some(
      ({ owner, published, declaredAt, path: whole }) =>
        owner === undefined &&
        !published &&
        declaredAt.length === 0 &&
        whole.length === path.length + 1 &&
        samePath(whole.slice(0, -1), path),
    );
    if (held) return { what: "branch", classes: [undefined], paths: [names], from };
  }
  return undefined;
}

/** One piece of code may declare options in several classes, and at several paths. */
function optionChange(
  { options }: Graph,
  pattern: OptionPattern,
  moduleClass: string | undefined,
): Omit<NameChange, "to"> {
  const from = pieceText(pattern.at(-1) ?? "");
  const below = options.filter(({ path }) => startsWith(path, pattern));
  const places = new Set(below.filter((option) => option.class === moduleClass).flatMap(declarationKeys));
  const alike = options.filter((option) => declarationKeys(option).some((key) => places.has(key)));
  const others = alike.filter(({ path }) => startsWith(path, pattern));
  const isWhole = below.some(({ path }) => path.length === pattern.length);
  const elsewhere = isWhole
    ? alike.filter(({ path }) => path.at(-1) === from && !others.some((one) => one.path === path))
    : [];
  const classes = [moduleClass, ...others.map((option) => option.class), ...elsewhere.map((option) => option.class)];
  return {
    what: "option",
    classes: [...new Set(classes)],
    paths: distinctPaths([pattern, ...elsewhere.map(({ path }) => path)]),
    from,
  };
}

function declarationKeys({ declarations }: DeclaredOption): readonly string[] {
  return declarations.map(startKey);
}

/** All that bear the branch's name together: a branch has a part for each class. */
export function branchChange({ branches }: Graph, { group, name }: Branch): Omit<NameChange, "to"> {
  const paths = branches.filter((one) => one.group === group && one.owner === undefined).map(branchPath);
  return { what: "branch", classes: [undefined], paths: distinctPaths(paths), from: name };
}

/** The path that ends with the branch's name. */
function branchPath({ path, group, name }: Branch): OptionPattern {
  const grouped = path.findIndex((_, index) => showOption(path.slice(0, index + 1)) === group);
  return path.slice(0, (grouped < 0 ? path.lastIndexOf(name) : grouped) + 1);
}

/** The change of a branch, and of the hosts that have its name; undefined: there are none. */
export function withHosts<Change extends Omit<NameChange, "to">>(flake: LiveFlake, change: Change): Change | undefined {
  const hosts = flake.graph.hosts.filter(({ name }) => name === change.from);
  if (change.what !== "branch" || hosts.length === 0) return undefined;
  const paths = distinctPaths([...change.paths, ...hosts.flatMap((host) => hostPaths(flake, host))]);
  return { ...change, paths, hosts: hosts.map(({ id }) => id) };
}

/** The host in the flake, and the instances that are about it alone. */
export function hostChange(flake: LiveFlake, host: Host): Omit<NameChange, "to"> {
  const { id, name } = host;
  return { what: "host", classes: [undefined], paths: hostPaths(flake, host), from: name, hosts: [id] };
}
