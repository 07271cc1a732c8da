import type { DeclaredOption } from "../graph/graph.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { ANY_ITEM, ANY_NAME, isComputed, type PathPiece, type PatternPiece } from "../option-path.ts";
import { entryOf } from "./grouping.ts";
import type { PathInScope } from "./path-in-scope.ts";

/** What is declared, by class; the empty name is the flake's own level. */
export interface KnownOptions {
  readonly options: ReadonlyMap<string, OptionTree>;
}

/** Options by the pieces of their paths. */
export interface OptionTree {
  readonly options: DeclaredOption[];
  readonly below: Map<PatternPiece, OptionTree>;
}

export function optionTrees(options: readonly DeclaredOption[]): ReadonlyMap<string, OptionTree> {
  const trees = new Map<string, OptionTree>();
  for (const option of options) {
    let tree = entryOf(trees, option.class ?? "", newOptionTree);
    for (const piece of option.path) tree = entryOf(tree.below, piece, newOptionTree);
    tree.options.push(option);
  }
  return trees;
}

function newOptionTree(): OptionTree {
  return { options: [], below: new Map() };
}

export interface FoundOptions {
  readonly options: readonly DeclaredOption[];
  /** How many pieces of the path lead to them; the others lead into their values. */
  readonly length: number;
  /** No options are declared inside of their values. */
  readonly plain: boolean;
}

/**
 * The declared options along a path, those of the longest part of it. A computed piece stands for any instance, and with `loose` for
 * any name at all.
 */
export function optionsAlong(
  known: KnownOptions,
  { path, class: moduleClass }: PathInScope,
  loose = false,
): FoundOptions {
  const top = known.options.get(moduleClass ?? "");
  let reached: readonly OptionTree[] = top ? [top] : [];
  let found: FoundOptions = { options: [], length: 0, plain: false };
  for (const [at, piece] of path.entries()) {
    reached = reached.flatMap((tree) => below(tree, piece, loose));
    if (reached.length === 0) break;
    const options = reached.flatMap((tree) => tree.options);
    if (options.length > 0) found = { options, length: at + 1, plain: reached.every((tree) => tree.below.size === 0) };
  }
  return found;
}

function below({ below: inner }: OptionTree, piece: PathPiece, loose: boolean): readonly OptionTree[] {
  if (isComputed(piece) && loose) return [...inner.values()];
  const names = isComputed(piece) ? [ANY_NAME, ANY_ITEM] : [piece, ANY_NAME, ANY_ITEM];
  return [...new Set(names)].flatMap((name) => inner.get(name) ?? []);
}

/** Whether options lie below the path, which is none itself. */
export function isNamespace(known: KnownOptions, { path, class: moduleClass }: PathInScope): boolean {
  let tree = known.options.get(moduleClass ?? "");
  for (const piece of path) tree = isComputed(piece) ? undefined : tree?.below.get(piece);
  return tree !== undefined && tree.options.length === 0;
}

/** `services` as such is for servers that know the options of systems. */
export function isOfSystems({ path, class: moduleClass }: PathInScope): boolean {
  const [first] = path;
  return moduleClass !== undefined && path.length === 1 && typeof first === "string" && SYSTEM_NAMESPACES.has(first);
}

/** The options declared at exactly the path. */
export function optionsAt(known: KnownOptions, path: PathInScope): readonly DeclaredOption[] {
  const { options, length } = optionsAlong(known, path);
  return length === path.path.length ? options : [];
}

/** The parts of the option trees that a path leads to, where options lie below. */
export function optionTreesAt(
  { options }: KnownOptions,
  { path, class: moduleClass }: PathInScope,
): readonly OptionTree[] {
  const top = options.get(moduleClass ?? "");
  let reached = top ? [top] : [];
  for (const piece of path) {
    reached = reached.flatMap(({ below }) => {
      const named = isComputed(piece) ? undefined : below.get(piece);
      const any = below.get(ANY_NAME);
      return [...(named ? [named] : []), ...(any ? [any] : [])];
    });
  }
  return reached.filter(({ below }) => below.size > 0);
}
