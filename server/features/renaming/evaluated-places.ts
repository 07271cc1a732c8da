import type { DeclaredOption, NamedRead, ReadOption } from "../../graph/graph.ts";
import { callOf } from "../../names/calls.ts";
import { fits, showOption } from "../../option-path.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import { distinctSpans, type OffsetRange, type Span, startKey } from "../../text.ts";
import type { NameChange } from "./name-change.ts";
import type { Naming } from "./naming.ts";

/** What the evaluation knows of where a name is written; the flake's graph must be as new as its files. */
export interface EvaluatedPlaces {
  /** Where it is declared, set and read, whatever the code looks like. */
  readonly places: readonly Naming[];
  /** A place that names something else, too, or may. */
  readonly shared: (Span & { readonly why: string }) | undefined;
}

/** `said`: the starts of places, by file, whose words say themselves that they name it. */
export function evaluatedPlaces(flake: LiveFlake, change: NameChange, said: ReadonlySet<string>): EvaluatedPlaces {
  const places: Naming[] = [];
  let shared: EvaluatedPlaces["shared"];
  for (const { at, options, elsewhere } of graphIndexOf(flake.graph).readsNaming.get(change.from) ?? []) {
    const own = options.filter((option) => isNamed(option, change));
    const word = flake.textOf(at.file)?.slice(at.start, at.end) ?? "";
    if (own.length > 0 && word.startsWith("<")) places.push(...bracketPieces(word, change.from, at));
    const isString = word.startsWith('"');
    if (own.length === 0 || (isString ? word.slice(1, -1) : word) !== change.from) continue;
    const isSaid = said.has(startKey(at));
    const other = options.find((option) => !own.includes(option));
    if (!isSaid && isString && !isNameOfCall(flake, at)) {
      if (change.what === "option") shared ??= { ...at, why: "is a string that may be used for something else, too" };
      continue;
    }
    const also = other ? `\`${showOption(other.path)}\`` : "something else";
    if (other || (elsewhere && !isSaid)) shared ??= { ...at, why: `names ${also}, too` };
    places.push({
      file: at.file,
      range: rangeOf(at),
      as: isString ? "string" : isFormal(flake, at) ? "argument" : "read",
    });
  }
  const given = change.what === "option" ? givenPlaces(flake, change) : [];
  return { places: [...places, ...given], shared };
}

/** `plain` of `<my/plain>`, which names what stands before it, too. */
function bracketPieces(word: string, name: string, { file, start }: Span): readonly Naming[] {
  return [...word.matchAll(/[^<>/.]+/g)]
    .filter(([piece]) => piece === name)
    .map(({ index }) => ({
      file,
      range: { start: start + index, end: start + index + name.length },
      as: "searchPath",
    }));
}

/** Whether a computed name at a place is known to be another, each time that the evaluation came by. */
export function isKnownOther(flake: LiveFlake, change: NameChange, { file, range, as }: Naming): boolean {
  const { graph } = flake;
  if (!graph.readsEverything || change.what !== "option") return false;
  if (as === "read") {
    const read = readAt(flake, file, range);
    return read !== undefined && !read.options.some((option) => isNamed(option, change));
  }
  const set = (graphIndexOf(graph).optionPlacesIn.get(file) ?? []).filter(({ at }) => at.start === range.start);
  return set.length > 0 && !set.some(({ option }) => isNamed(option, change));
}

/** Whether the evaluation came by the name at a place, and it named something else each time. */
export function isReadElsewhere(flake: LiveFlake, change: NameChange, { file, range }: Naming): boolean {
  const read = flake.graph.readsEverything ? readAt(flake, file, range) : undefined;
  return read !== undefined && !read.options.some((option) => isNamed(option, change));
}

function readAt({ graph }: LiveFlake, file: string, { start }: OffsetRange): NamedRead | undefined {
  return graphIndexOf(graph)
    .readsIn.get(file)
    ?.find(({ at }) => at.start === start);
}

/** Declarations and definitions that the evaluation saw. */
function givenPlaces(flake: LiveFlake, change: NameChange): readonly Naming[] {
  const declared = flake.graph.options.filter((option) => isNamed(option, change));
  const spans = declared.flatMap(({ declarations, definitions }: DeclaredOption) => [...declarations, ...definitions]);
  return distinctSpans(spans).flatMap((at): Naming[] => {
    const word = flake.textOf(at.file)?.slice(at.start, at.end);
    const isWritten = word === change.from || word === `"${change.from}"`;
    return isWritten ? [{ file: at.file, range: rangeOf(at), as: "given" }] : [];
  });
}

/** Whether the path ends with the name that is to change. */
function isNamed({ path, class: moduleClass }: ReadOption, { classes, paths }: NameChange): boolean {
  return classes.includes(moduleClass) && paths.some((pattern) => fits(path, pattern));
}

/** `getAttr "x"`, `mkAliasOptionModule [ "x" ] [ "y" ]`: a string that is nothing but the name to look for. */
function isNameOfCall({ treeOf }: LiveFlake, { file, start }: Span): boolean {
  const root = treeOf(file)?.root;
  let found = false;
  if (root)
    forEachNode(root, (node) => {
      const call = node.start <= start && start < node.end && node.kind === "apply" ? callOf(node) : undefined;
      const given = call?.arguments.slice(0, readers.get(call.name ?? "") ?? 0) ?? [];
      const names = given.flatMap((name) => (name.kind === "list" ? name.items : [name]));
      found ||= names.some((one) => one.kind === "string" && one.start === start);
    });
  return found;
}

/** How many of their first arguments are names, or paths of names. */
const readers: ReadonlyMap<string, number> = new Map([
  ...["attrByPath", "catAttrs", "getAttr", "getAttrFromPath", "hasAttr", "hasAttrByPath"].map(
    (name) => [name, 1] as const,
  ),
  ...["mkAliasOptionModule", "mkAliasOptionModuleMD", "mkRenamedOptionModule"].map((name) => [name, 2] as const),
]);

function isFormal({ namesOf }: LiveFlake, { file, start }: Span): boolean {
  const bindings = namesOf(file)?.bindings ?? [];
  return bindings.some(
    ({ kind, definitions }) => kind === "formal" && definitions.some((definition) => definition.start === start),
  );
}

function rangeOf({ start, end }: OffsetRange): OffsetRange {
  return { start, end };
}
