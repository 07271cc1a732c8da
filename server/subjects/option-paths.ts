import type { Branch, DeclaredOption } from "../graph/graph.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import type { OptionScope, PathPiece } from "../names/name-index.ts";
import { type ContextSource, contextsOf, type PathInScope, readingsOf } from "./class-context.ts";
import { branchesAlong, branchTreeAt, type GraphIndex, graphIndexOf, type OptionTree } from "./graph-index.ts";
import { type AliasedPath, mayBeAliased, otherNames, throughAliases } from "./other-names.ts";

interface ScopedPath {
  readonly path: readonly PathPiece[];
  readonly scope: OptionScope;
}

/**
 * What a path at an offset of a file may mean: for each module system that the code is part of, the ways to read it, the innermost first.
 * Empty: nothing is known of its surroundings.
 */
export function pathReadings(
  source: ContextSource,
  file: string,
  { path, scope }: ScopedPath,
  offset: number,
): readonly (readonly PathInScope[])[] {
  const index = graphIndexOf(source.graph);
  const contexts = contextsOf(source, file, scope, offset);
  return contexts.map((context) =>
    readingsOf(index, withArguments(index, { path: [...context.prefix, ...path], class: context.class })),
  );
}

/** All readings of a path, the likeliest first. */
export function pathsOf(source: ContextSource, file: string, path: ScopedPath, offset: number): readonly PathInScope[] {
  return pathReadings(source, file, path, offset).flat();
}

/** Libraries hand their whole option over as a module argument of its name: `den.aspects.x` of `{ den, ... }:`. */
function withArguments(index: GraphIndex, { path, class: moduleClass }: PathInScope): PathInScope {
  const [first, second, name, ...rest] = path;
  if (first !== "_module" || second !== "args" || typeof name !== "string" || rest.length === 0)
    return { path, class: moduleClass };
  const known =
    index.options.get("")?.below.has(name) || index.branches.below.has(name) || mayBeAliased(index, path.slice(2));
  return known ? { path: [name, ...rest], class: undefined } : { path, class: moduleClass };
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
  index: GraphIndex,
  { path, class: moduleClass }: PathInScope,
  loose = false,
): FoundOptions {
  const top = index.options.get(moduleClass ?? "");
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
  if (typeof piece !== "string" && loose) return [...inner.values()];
  const names = typeof piece === "string" ? [piece, "<name>", "*"] : ["<name>", "*"];
  return [...new Set(names)].flatMap((name) => inner.get(name) ?? []);
}

/** Whether options lie below the path, which is none itself. */
export function isNamespace(index: GraphIndex, { path, class: moduleClass }: PathInScope): boolean {
  let tree = index.options.get(moduleClass ?? "");
  for (const piece of path) tree = typeof piece === "string" ? tree?.below.get(piece) : undefined;
  return tree !== undefined && tree.options.length === 0;
}

/** `services` as such is for servers that know the options of systems. */
export function isOfSystems({ path, class: moduleClass }: PathInScope): boolean {
  const [first] = path;
  return moduleClass !== undefined && path.length === 1 && typeof first === "string" && SYSTEM_NAMESPACES.has(first);
}

/** The options declared at exactly the path. */
export function optionsAt(index: GraphIndex, path: PathInScope): readonly DeclaredOption[] {
  const { options, length } = optionsAlong(index, path);
  return length === path.path.length ? options : [];
}

/** The options that options are only other names for; others stand for themselves. */
export function meantOptions(index: GraphIndex, options: readonly DeclaredOption[]): readonly DeclaredOption[] {
  if (index.aliases.length === 0) return options;
  const meant = options.flatMap((option) => {
    const others = throughAliases(index, option).filter((one) => isWhole(one, option));
    const targets = others.flatMap((one) => optionsAt(index, one)).filter((one) => !isOtherName(index, one));
    return targets.length > 0 ? targets : [option];
  });
  return [...new Set(meant)];
}

/** The options that are only other names for some. */
export function otherNamesOf(index: GraphIndex, options: readonly DeclaredOption[]): readonly DeclaredOption[] {
  const others = options.flatMap((option) => otherNames(index, option).filter((one) => isWhole(one, option)));
  return [...new Set(others.flatMap((one) => optionsAt(index, one)))];
}

function isOtherName(index: GraphIndex, option: DeclaredOption): boolean {
  return throughAliases(index, option).some((one) => isWhole(one, option));
}

function isWhole({ asked, replaces }: AliasedPath, { path }: DeclaredOption): boolean {
  return replaces && asked === path.length;
}

/** Branches whose name is the last piece of the path: all classes of `my.branches.base`, one of `flake.modules.nixos.base`. */
export function branchesAt(index: GraphIndex, { path, class: moduleClass }: PathInScope): readonly Branch[] {
  const last = path.at(-1);
  if (moduleClass !== undefined || typeof last !== "string") return [];
  const tree = branchTreeAt(index, path);
  if (!tree) return [];
  // What names a class behind the branch's name speaks of that part of it.
  return tree.named.length > 0 ? tree.named : tree.branches.filter(({ namesClass }) => namesClass);
}

/** Whether a path leads to or into a branch. */
export function leadsToBranch(index: GraphIndex, { path, class: moduleClass }: PathInScope): boolean {
  return moduleClass === undefined && branchesAlong(index, path).length > 0;
}
