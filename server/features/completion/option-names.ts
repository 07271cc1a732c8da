import type { Branch } from "../../graph/graph.ts";
import { isOfFlake } from "../../graph/per-system.ts";
import type { OptionUse } from "../../names/name-index.ts";
import { occurrencesAt } from "../../names/names-at.ts";
import { ANY_ITEM, ANY_NAME, isAny, isComputed, pathKey, pieceText } from "../../option-path.ts";
import { type BranchTree, branchTreeAt } from "../../subjects/branch-tree.ts";
import { type GraphIndex, graphIndexOf } from "../../subjects/graph-index.ts";
import type { Place } from "../../subjects/live-flake.ts";
import type { OptionTree } from "../../subjects/option-tree.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import { pathReadings } from "../../subjects/readings.ts";
import type { View } from "../view.ts";
import { attributeName, type CompletionItem } from "./completion-item.ts";
import { type HalfTyped, PLACEHOLDER } from "./half-typed.ts";
import { namesSetBelow, nameTypedAt } from "./names-below.ts";

/** Names that go on the option path that is being typed: options, what they lie in, branches and other instances. */
export function optionNames(view: View, file: string, half: HalfTyped): readonly CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  for (const { occurrence, piece } of occurrencesAt(half.names, half.at)) {
    const { path, scope, use, range } = occurrence;
    if (path[piece] !== PLACEHOLDER || occurrence.pieces[piece]?.start !== half.at) continue;
    const readings = pathReadings(view, file, { path: path.slice(0, piece + 1), scope }, range.start);
    const [first] = readings.flat();
    // The names of a branch's kind end a path of the flake's level: the module's own options follow only behind them.
    for (const reading of readings.flat().slice(0, first && isInner(readings.flat()) ? readings.length : undefined)) {
      for (const item of namesBelow(view, { path: reading.path.slice(0, -1), class: reading.class }, use, half)) {
        if (!found.has(item.label)) found.set(item.label, item);
      }
    }
    if (found.size > 0) break;
  }
  return [...found.values()];
}

function placeOf({ names, word }: HalfTyped): Place {
  return { file: names.file, offset: word.start };
}

function isInner(readings: readonly PathInScope[]): boolean {
  return readings.length > 1;
}

function namesBelow(view: View, above: PathInScope, use: OptionUse, half: HalfTyped): readonly CompletionItem[] {
  const index = graphIndexOf(view.graph);
  const trees = optionTreesAt(index, above);
  const items = trees.flatMap((tree) => optionItems(tree, above, use, half));
  if (!isOfFlake(above.class) || use === "declare") return items;
  const typed = nameTypedAt(view, above, placeOf(half));
  const isTypedHere = (name: string) =>
    name === typed &&
    branchesBelow(index, above, name).every(({ files }) => files.every((file) => file === half.names.file));
  const instances = trees.some(({ below }) => below.has(ANY_NAME)) ? namesSetBelow(view, above, placeOf(half)) : [];
  return [
    ...items,
    ...(above.class === undefined
      ? branchItems(branchTreeAt(index, above.path), above.path.length, half).filter(({ label }) => !isTypedHere(label))
      : []),
    ...instances.map((name) => itemOf(name, "namespace", undefined, undefined, half)),
    // What the files set is all that there is inside of a value without options of its own.
    ...definedNames(
      view,
      above,
      trees.some(({ below, options }) => below.size > 0 || options.length === 0),
      half,
    ),
  ];
}

function branchesBelow(index: GraphIndex, { path }: PathInScope, name: string): readonly Branch[] {
  return branchTreeAt(index, [...path, name])?.named ?? [];
}

function optionItems(tree: OptionTree, above: PathInScope, use: OptionUse, half: HalfTyped): CompletionItem[] {
  return [...tree.below].flatMap(([name, { options, below }]) => {
    if (isAny(name)) return [];
    const [option] = options;
    if (use === "declare")
      return below.size > 0 && !option ? [itemOf(name, "namespace", undefined, undefined, half)] : [];
    if (!option) return [itemOf(name, "namespace", undefined, undefined, half)];
    const detail = [option.type, option.inNoHost && "in no host"].filter(Boolean).join(" · ") || undefined;
    return [itemOf(name, "option", detail, { key: pathKey(option.path), class: above.class }, half)];
  });
}

function branchItems(tree: BranchTree | undefined, depth: number, half: HalfTyped): CompletionItem[] {
  return [...(tree?.below ?? [])].map(([name, below]) => {
    const branches = below.named;
    const classes = [...new Set(branches.flatMap((branch) => branch.class ?? []))].join(", ");
    const leaves = branches.reduce((sum, branch) => sum + branch.leaves.length, 0);
    const detail =
      branches.length > 0
        ? `branch · ${classes}${classes && " · "}${leaves} leaves`.replace(/ 1 leaves$/, " 1 leaf")
        : undefined;
    return itemOf(pieceText(name), branches.length > 0 && depth >= 0 ? "branch" : "namespace", detail, undefined, half);
  });
}

function itemOf(
  name: string,
  kind: CompletionItem["kind"],
  detail: string | undefined,
  option: CompletionItem["option"],
  { word }: HalfTyped,
): CompletionItem {
  return { label: name, kind, range: word, insert: attributeName(name), detail, option };
}

/** The parts of the option tree of a class that a path leads to; a computed piece stands for any instance. */
function optionTreesAt({ options }: GraphIndex, { path, class: moduleClass }: PathInScope): readonly OptionTree[] {
  const top = options.get(moduleClass ?? "");
  let reached: readonly OptionTree[] = top ? [top] : [];
  for (const piece of path) {
    reached = reached.flatMap(({ below }) => {
      const names = isComputed(piece) ? [ANY_NAME, ANY_ITEM] : [piece, ANY_NAME, ANY_ITEM];
      return [...new Set(names)].flatMap((name) => below.get(name) ?? []);
    });
  }
  return reached;
}

/** At the flake's level, below something that no option is declared for: names that the files set, such as `flake.lib.x`. */
function definedNames(view: View, above: PathInScope, isDeclared: boolean, half: HalfTyped): readonly CompletionItem[] {
  if (isDeclared || above.path.length < (above.class === undefined ? 2 : 1)) return [];
  return namesSetBelow(view, above, placeOf(half)).map((name) => itemOf(name, "value", undefined, undefined, half));
}
