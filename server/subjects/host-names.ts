import type { Host } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import { occurrencesAt, stringAt } from "../names/names-at.ts";
import { ANY_NAME, distinctPaths, type OptionPattern, samePath } from "../option-path.ts";
import { type OffsetRange, startKey } from "../text.ts";
import type { LiveFlake } from "./live-flake.ts";
import type { WrittenInScope } from "./path-in-scope.ts";
import { pathsOf } from "./readings.ts";

/** The host that a path names: in the flake's outputs, or as the instance of an option that is about it alone. */
export function hostNamed(flake: LiveFlake, path: readonly string[]): Host | undefined {
  return flake.graph.hosts.find((host) => hostPaths(flake, host).some((one) => samePath(one, path)));
}

/** The host in the flake's outputs, and the instances of options that are about it alone. */
export function hostPaths(flake: LiveFlake, host: Host): readonly OptionPattern[] {
  const { id, kind, name } = host;
  const owned = flake.graph.branches
    .filter(({ owner, path }) => owner === id && path.includes(name))
    .map(({ path }) => path.slice(0, path.lastIndexOf(name) + 1));
  const paths = [["flake", kind, name], ...owned, ...selectingInstances(flake, host)];
  return distinctPaths(paths);
}

/** The host whose name is the word at the offset. */
export function hostAt(
  flake: LiveFlake,
  names: NameIndex,
  offset: number,
): { readonly host: Host; readonly range: OffsetRange } | undefined {
  for (const { occurrence, piece } of occurrencesAt(names, offset)) {
    const range = occurrence.pieces[piece];
    const path = occurrence.path.slice(0, piece + 1);
    const host = hostAmong(flake, names.file, { path, scope: occurrence.scope }, occurrence.range.start, false);
    if (host && range) return { host, range };
  }
  return undefined;
}

/** The host that the code at the offset is about: its path, or that of the option which a string is a value of, leads to it or into it. */
export function hostAround(flake: LiveFlake, names: NameIndex, offset: number): Host | undefined {
  const context = stringAt(names, offset)?.context;
  const paths = [...occurrencesAt(names, offset).map(({ occurrence }) => occurrence), ...(context ? [context] : [])];
  for (const path of paths) {
    const host = hostAmong(flake, names.file, path, offset, true);
    if (host) return host;
  }
  return undefined;
}

/** `into`: the path may go on behind the host's name. */
function hostAmong(
  flake: LiveFlake,
  file: string,
  asked: WrittenInScope,
  offset: number,
  into: boolean,
): Host | undefined {
  for (const { path, class: moduleClass } of pathsOf(flake, file, asked, offset)) {
    if (moduleClass !== undefined) continue;
    const host = flake.graph.hosts.find((one) =>
      hostPaths(flake, one).some((known) => samePath(known, into ? path.slice(0, known.length) : path)),
    );
    if (host) return host;
  }
  return undefined;
}

/** Instances that bear the host's name, and in which strings select its branches. */
function selectingInstances({ graph, namesOf }: LiveFlake, { name, selections }: Host): readonly OptionPattern[] {
  const chosen = new Set(selections.map(({ at }) => startKey(at)));
  return graph.selectors.flatMap(({ option, strings }) => {
    const instance = option.lastIndexOf(ANY_NAME);
    const isOwn = strings.some(({ at }) => {
      const string = chosen.has(startKey(at))
        ? namesOf(at.file)?.strings.find(({ range }) => range.start === at.start)
        : undefined;
      return string?.context?.path[instance] === name;
    });
    return instance > 0 && isOwn ? [option.slice(0, instance + 1).with(instance, name)] : [];
  });
}
