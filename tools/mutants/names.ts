import { type OptionPattern, pieceText, startsWith } from "../../server/option-path.ts";
// Mistakes in names: of options, branches, classes and collectors.

import type { Span } from "../../server/text.ts";
import type { Mutant, Source, Use } from "./source.ts";
import { isJudged, misspelt, replaced, shownOption } from "./source.ts";

/** A definition of an own option gets another name. */
export function misspeltOption(source: Source, lower: boolean): Mutant[] {
  return misspeltUses(source, "define", lower);
}

/** A read of an own option gets another name. What tolerates absence is left alone. */
export function misspeltRead(source: Source): Mutant[] {
  return misspeltUses(source, "read", false);
}

/** Options below `flake` are outputs, which take any name: that is another mistake. */
function misspeltUses(source: Source, use: "define" | "read", lower: boolean) {
  return source.uses.flatMap(({ file, occurrence, options }) => {
    const [option] = options;
    if (occurrence.use !== use || occurrence.uncertain || occurrence.guarded || options.length !== 1 || !option)
      return [];
    const last = option.path.length - 1;
    const name = pieceText(option.path[last] ?? "");
    const range = occurrence.pieces[last];
    const fits = occurrence.path[last] === name && (option.class !== undefined) === lower && option.path[0] !== "flake";
    if (!fits || !range || !isJudged(source.graph, option)) return [];
    if (source.textOf(file).slice(range.start, range.end) !== name) return [];
    const at = { file, ...range };
    const wrong = misspelt(name, siblings(source, option.path));
    return [replaced(source, `${shownOption(option)} -> ${wrong}`, at, wrong)];
  });
}

function siblings({ graph }: Source, path: OptionPattern) {
  const beside = graph.options.filter((one) => startsWith(one.path, path.slice(0, -1)));
  return new Set(beside.flatMap(({ path: [...names] }) => names.slice(path.length - 1, path.length).map(pieceText)));
}

/** The place that selects a branch names another. */
export function misspeltBranch(source: Source): Mutant[] {
  const { graph } = source;
  const names = new Set(graph.branches.map(({ name }) => name));
  const byPlace = new Map(
    [...graph.hosts, ...graph.images]
      .flatMap(({ selections }) => selections)
      .filter(({ kind }) => kind === "string" || kind === "reference")
      .map((one) => [source.lineOf(one.at) + one.at.start, one]),
  );
  return [...byPlace.values()].flatMap(({ branch, at }) => {
    const name = graph.branches.find(({ id }) => id === branch)?.name ?? "";
    const start = source.textOf(at.file).slice(at.start, at.end).lastIndexOf(name);
    if (name === "" || start < 0 || at.end - at.start > name.length + 60) return [];
    const place = { file: at.file, start: at.start + start, end: at.start + start + name.length };
    const wrong = misspelt(name, names);
    return [replaced(source, `selection ${name} -> ${wrong}`, place, wrong, [at, place])];
  });
}

/** A leaf goes to a branch of another name. Where a branch is selected by a wildcard, any name is right. */
export function misspeltLeaf(source: Source): Mutant[] {
  const names = new Set(source.graph.branches.map(({ name }) => name));
  return leafUses(source).flatMap(({ use, branch, selections }) => {
    if (selections.some(({ kind }) => kind === "wildcard" || kind === "predicate")) return [];
    const index = branch.path.lastIndexOf(branch.name);
    const wrong = misspelt(branch.name, names);
    return renamedPiece(source, use, index, branch.name, wrong, `leaf of ${branch.id} -> ${wrong}`, selections);
  });
}

/** A leaf goes to a branch of a class that there is not. */
export function misspeltClass(source: Source): Mutant[] {
  return leafUses(source).flatMap(({ use, branch, selections }) => {
    const index = branch.class === undefined ? -1 : branch.path.indexOf(branch.class);
    if (index < 1 || index >= branch.path.lastIndexOf(branch.name)) return [];
    const wrong = misspelt(branch.class ?? "");
    return renamedPiece(source, use, index, branch.class ?? "", wrong, `class of ${branch.id} -> ${wrong}`, selections);
  });
}

/** The option that holds the branches is written without or with an s at its end: `flake.module`, `my.branche`. */
export function misspeltCollector(source: Source): Mutant[] {
  return leafUses(source).flatMap(({ use, branch, selections }) => {
    const index = branch.path[0] === "flake" ? 1 : branch.path.lastIndexOf(branch.name) - 1;
    const name = pieceText(branch.path[index] ?? "");
    if (index < 0 || name === "") return [];
    const wrong = name.endsWith("s") ? name.slice(0, -1) : `${name}s`;
    return renamedPiece(source, use, index, name, wrong, `collector of ${branch.id} -> ${wrong}`, selections);
  });
}

/** Definitions that contribute to a branch that some host selects by now. */
function leafUses({ graph, uses }: Source) {
  const { leaves } = graph;
  const all = [...graph.hosts, ...graph.images].flatMap(({ selections }) => selections);
  return uses.flatMap((use) => {
    const { occurrence } = use;
    if (occurrence.use !== "define" || occurrence.uncertain || occurrence.scope.kind !== "flake") return [];
    const branch = graph.branches.find(
      (one) =>
        one.owner === undefined &&
        one.path.length <= occurrence.path.length &&
        one.path.every((piece, at) => piece === occurrence.path[at]),
    );
    if (!branch || branch.leaves.length === 0 || branch.selectedBy.length === 0) return [];
    // What stands behind a false condition is merged nowhere, whatever the branch is called.
    const own = leaves.filter(({ branch: id, at }) => id === branch.id && at.file === use.file);
    if (own.length > 0 && own.every(({ condition }) => condition?.value === "false")) return [];
    return [{ use, branch, selections: all.filter((one) => one.branch === branch.id) }];
  });
}

function renamedPiece(
  source: Source,
  { file, occurrence }: Use,
  index: number,
  name: string,
  wrong: string,
  title: string,
  selections: readonly { readonly at: Span }[],
) {
  const range = occurrence.pieces[index];
  if (!range || occurrence.path[index] !== name) return [];
  const at = { file, ...range };
  const written = source.textOf(file).slice(range.start, range.end);
  if (written !== name && written !== `"${name}"`) return [];
  // Other pieces of the path may stand on lines of their own; and when nothing is left of the branch, its selection is what fails.
  const pieces = occurrence.pieces.flatMap((piece) => (piece ? [{ file, ...piece }] : []));
  return [
    replaced(source, title, at, written.replace(name, wrong), [at, ...pieces, ...selections.map((one) => one.at)]),
  ];
}
