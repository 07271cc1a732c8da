import type { DeclaredOption, OptionAlias } from "../graph/graph.ts";
import { isAny, type OptionPattern, startFits, type WrittenPath } from "../option-path.ts";
import type { Span } from "../text.ts";
import type { GraphIndex } from "./graph-index.ts";
import { optionsAt } from "./option-tree.ts";
import type { PathInScope } from "./path-in-scope.ts";

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

/** A path that another stands for. */
export interface AliasedPath extends PathInScope {
  /** How many pieces of the other path, and of this one, lead to the option that is aliased. */
  readonly asked: number;
  readonly led: number;
  readonly replaces: boolean;
  /** As in `OptionAlias`. */
  readonly at: Span | undefined;
}

/** The paths that a path is another name for, by one alias or several. */
export function throughAliases(index: GraphIndex, path: PathInScope): readonly AliasedPath[] {
  return followed(index, path, ({ from, to }) => [from, to]);
}

/** The other names of a path. */
export function otherNames(index: GraphIndex, path: PathInScope): readonly AliasedPath[] {
  return followed(index, path, ({ from, to }) => [to, from]);
}

/** Whether some option that a path of the name leads to is another name for a second one. */
export function mayBeAliased({ aliases }: GraphIndex, [first]: WrittenPath): boolean {
  return aliases.some(({ from }) => from[0] === first);
}

type Direction = (alias: OptionAlias) => readonly [from: OptionPattern, to: OptionPattern];

function followed(index: GraphIndex, start: PathInScope, direction: Direction): readonly AliasedPath[] {
  if (index.aliases.length === 0) return [];
  const found: AliasedPath[] = [];
  const used = new Set<OptionAlias>();
  for (let todo: PathInScope[] = [start]; todo.length > 0; ) {
    const next: AliasedPath[] = [];
    for (const { path, class: moduleClass } of todo) {
      for (const alias of index.aliases) {
        const [from, to] = direction(alias);
        if (alias.class !== moduleClass || used.has(alias) || !startFits(path, from)) continue;
        used.add(alias);
        const led = to.map((name, at) => (name === from[at] && isAny(name) ? (path[at] ?? name) : name));
        const whole = [...led, ...path.slice(from.length)];
        next.push({
          path: whole,
          class: moduleClass,
          asked: from.length,
          led: led.length,
          replaces: alias.replaces,
          at: alias.at,
        });
      }
    }
    found.push(...next);
    todo = next;
  }
  return found.map((one) => ({ ...one, asked: one.led + start.path.length - one.path.length }));
}
