import { type Definition, pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { ModuleInstance, Step } from "../../modules/module.ts";
import type { Option, OptionSet } from "../../modules/option.ts";
import type { TreeProblem } from "../../modules/option-levels.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Contribution } from "../../nix/provenance.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Lazy, Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import { type Span, startKey } from "../../text.ts";
import type { GraphProblem } from "../graph.ts";
import { problem } from "./found.ts";

/*
 * nixpkgs tells modules apart by their `key`: a file's is its path, a set or a function has none. So a branch, which is a set to whoever
 * imports it, counts as often as it is reached, with all that its leaves write themselves; the files they import count once.
 */

/**
 * Branches that a system reaches in several ways, and what is there twice because of it: declarations, which Nix refuses, or parts of values.
 * Nothing where some of the system's modules are not known.
 */
export function takenTwice(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const { modules, unknowns } = evaluation.collected();
  if (unknowns.length > 0) return [];
  const repeats = repeatsOf(machine, modules);
  const problems = doubleDeclarations(evaluation, isOwn);
  const blamed = problems.map((found) => ({ found, repeat: repeats.find((repeat) => holds(repeat, found.at)) }));
  // The same code that is reached on ways which are not seen to differ may be one module to a library.
  const unexplained = blamed.flatMap(({ found: { message, at, path, twice }, repeat }) =>
    repeat || !at || twice === "same" ? [] : [problem({ message, at, path, hosts }, { kind: "failure" })],
  );
  const parts = repeats.length > 0 ? doubledParts(machine, evaluation) : [];
  const branches = repeats.flatMap((repeat) => {
    const declared = blamed.filter((each) => each.repeat === repeat).map(({ found }) => showOption(found.path));
    const doubled =
      declared.length > 0 ? [] : parts.filter(({ at }) => holds(repeat, at)).map(({ path }) => showOption(path));
    if (declared.length === 0 && doubled.length === 0) return [];
    const { branch, at, before } = repeat;
    const message = `The branch \`${showOption(branch)}' is taken twice.`;
    return [problem({ message, at, path: branch, hosts }, { kind: "taken-twice", before, declared, doubled })];
  });
  return [...branches, ...unexplained, ...externalsTwice(modules, hosts)];
}

/** What an input is asked for by name. Modules of nixpkgs that are found by `modulesPath` are files. */
const INPUT_MODULE = /^inputs(\.[^(){}]+)+$/;

/** A module from outside that is named at two places. What its file looks like is not known: Nix counts a file once, and a set each time. */
function externalsTwice(modules: readonly ModuleInstance[], hosts: readonly string[]): readonly GraphProblem[] {
  const first = new Map<string, Span>();
  return modules.flatMap(({ content, place, condition, inherited }) => {
    if (content.kind !== "external" || !place || inherited || condition?.value === "unknown") return [];
    const { path } = content.value;
    if (!INPUT_MODULE.test(path)) return [];
    const before = first.get(path);
    if (!before) first.set(path, place);
    if (!before || startKey(before) === startKey(place)) return [];
    const message = `The module \`${path}' is taken twice.`;
    return [problem({ message, at: place, hosts }, { kind: "module-twice", before, module: path })];
  });
}

/** A branch that is reached once more, and the modules that are there twice because of it. */
interface Repeat {
  readonly branch: readonly string[];
  readonly at: Span;
  /** The place that took it before. */
  readonly before: Span;
  /** Where names of the options stand that those modules declare and define (`startKey`). */
  readonly places: Set<string>;
}

function repeatsOf(machine: Machine, modules: readonly ModuleInstance[]): readonly Repeat[] {
  const first = new Map<Contribution, ModuleInstance>();
  const repeats = new Map<string, Repeat>();
  for (const module of modules) {
    const contribution = module.steps.at(-1)?.contribution;
    if (!contribution || module.role !== "contribution" || !isCertain(module) || contribution.passes) continue;
    const before = first.get(contribution);
    if (!before) first.set(contribution, module);
    const fork = before && forkOf(before.steps, module.steps);
    if (!fork) continue;
    const key = `${showOption(fork.branch)} ${startKey(fork.at)}`;
    const repeat = repeats.get(key) ?? { ...fork, places: new Set<string>() };
    repeats.set(key, repeat);
    for (const { content } of writtenIn(module)) {
      if (content.kind !== "module") continue;
      addPlaces(machine, repeat.places, content.config, 0);
      if (content.options) addPlaces(machine, repeat.places, content.options, 0);
    }
  }
  return [...repeats.values()];
}

function isCertain({ condition, inherited, key }: ModuleInstance): boolean {
  return !inherited && condition?.value !== "unknown" && key.startsWith(":anonymous-");
}

/** The innermost branch that two ways to a module name at different places. */
function forkOf(one: readonly Step[], other: readonly Step[]): Omit<Repeat, "places"> | undefined {
  for (let back = 1; back <= Math.min(one.length, other.length); back++) {
    const [a, b] = [one.at(-back), other.at(-back)];
    if (!a?.selection || !b?.selection || a.contribution !== b.contribution) return undefined;
    const [before, at] = [a.selection.at, b.selection.at];
    if (isNativePath(before.file) || isNativePath(at.file)) return undefined;
    if (startKey(before) !== startKey(at)) return { branch: b.contribution.option, at, before };
  }
  return undefined;
}

/** The module and those that its code holds: not the files that it imports, which count once. */
function writtenIn(module: ModuleInstance): readonly ModuleInstance[] {
  const inner = module.imports.filter(({ content, key }) => content.kind === "module" && key.startsWith(":anonymous-"));
  return [module, ...inner.flatMap(writtenIn)];
}

/** Adds where the names in a set stand, and those in the sets that are written below it. */
function addPlaces(machine: Machine, places: Set<string>, value: Lazy, depth: number): void {
  if (depth > DEEPEST || machine.spend()) return;
  for (const { set } of pushDown(machine, value).sets)
    for (const { at, value: inner } of set.entries.values()) {
      if (at) places.add(startKey(at));
      if (isWrittenBy(machine, inner, at)) addPlaces(machine, places, inner, depth + 1);
    }
}

/** Whether a value stands where its name does: what is handed around whole (inputs, the flake itself) has no end. */
function isWrittenBy(machine: Machine, value: Lazy, name: Span | undefined): boolean {
  return name !== undefined && placeOf(machine.force(value))?.file === name.file;
}

function holds({ places }: Repeat, at: Span | undefined): boolean {
  return at !== undefined && places.has(startKey(at));
}

/** Own options that are declared more than once, in ways that do not go together. */
function doubleDeclarations(evaluation: ModuleEvaluation, isOwn: (file: string) => boolean): readonly TreeProblem[] {
  const isOwnPlace = ({ at }: { readonly at: Span | undefined }) => at !== undefined && isOwn(at.file);
  // What does not go together is noticed when the type is asked for.
  for (const { declarations, type } of optionsOf(evaluation.tree()))
    if (declarations.length > 1 && declarations.every(isOwnPlace)) type();
  return evaluation.reports.own.filter((found) => found.twice && isOwnPlace(found));
}

function* optionsOf(tree: OptionSet): Generator<Option> {
  for (const [name, node] of tree.children) {
    if (name === "_module") continue;
    if (node.kind === "set") yield* optionsOf(node);
    else yield node.option;
  }
}

/** A value of which the same piece of code gives a part twice. */
interface Doubled {
  readonly path: readonly string[];
  readonly at: Span;
}

/** Lists, and strings that are joined, which hold the same part twice. Empty lists are the same whatever is added to them. */
function doubledParts(machine: Machine, evaluation: ModuleEvaluation): readonly Doubled[] {
  const met = new Set<string>();
  const found: Doubled[] = [];
  const note = (path: readonly string[], at: Span | undefined) => {
    if (!at || isNativePath(at.file) || isHarmless(path)) return;
    const key = `${startKey(at)} ${showOption(path)}`;
    if (met.has(key)) found.push({ path, at });
    met.add(key);
  };
  for (const option of optionsOf(evaluation.tree())) {
    const kind = option.type();
    const isJoined = kind.shape.kind === "list" || kind.name === "separatedString";
    for (const { at, value } of isJoined ? option.definitions().kept : [])
      if (isPart(machine, value)) note(option.path, at);
  }
  for (const { path, definition } of evaluation.level().undeclared()) noteLists(machine, path, definition, note);
  return found;
}

/** A profile holds each package once; modules in a slot are told apart as those of the system are. */
function isHarmless(path: readonly string[]): boolean {
  return /^(imports|sharedModules|packages|.*Packages)$/.test(path.at(-1) ?? "");
}

function isPart(machine: Machine, value: Lazy): boolean {
  const forced = machine.force(value);
  return (forced.type === "list" && forced.items.length > 0) || (forced.type === "string" && forced.text !== "");
}

/** Sets of options that only systems declare are looked into this deep. */
const DEEPEST = 8;

function noteLists(
  machine: Machine,
  path: readonly string[],
  { value, wrappers, at, file }: Definition,
  note: (path: readonly string[], at: Span | undefined) => void,
): void {
  if (wrappers.some(({ kind }) => kind !== "override") || path.length > DEEPEST || machine.spend()) return;
  if (!isWrittenBy(machine, value, at)) return;
  const forced = machine.force(value);
  if (forced.type === "list" && forced.items.length > 0) note(path, at);
  for (const pushed of pushDown(machine, forced).sets)
    for (const [name, attribute] of pushed.set.entries) {
      const inner = { value: attribute.value, wrappers: pushed.wrappers, at: attribute.at ?? at, file };
      if (!attribute.maybe) noteLists(machine, [...path, name], inner, note);
    }
}
