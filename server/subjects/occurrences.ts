import type { LocalBinding, NameIndex, Occurrence } from "../names/name-index.ts";
import { isAny, isComputed, type PatternPiece, type WrittenPath } from "../option-path.ts";
import { entryOf } from "./grouping.ts";
import type { LiveFlake } from "./live-flake.ts";

/** A file's occurrences by the names in their paths, so that a question about one option looks at few of them. */
export interface NamedOccurrences {
  readonly byName: ReadonlyMap<PatternPiece, readonly Occurrence[]>;
  /** Those that declare an option. */
  readonly declaring: ReadonlyMap<PatternPiece, readonly Occurrence[]>;
  /** `inherit (config.my) theme;`: names that stand for an option, by the names in its path. */
  readonly inherited: ReadonlyMap<PatternPiece, readonly LocalBinding[]>;
}

const indexed = new WeakMap<NameIndex, NamedOccurrences>();

export function occurrencesByName(names: NameIndex): NamedOccurrences {
  const known = indexed.get(names);
  if (known) return known;
  const byName = new Map<PatternPiece, Occurrence[]>();
  const declaring = new Map<PatternPiece, Occurrence[]>();
  for (const occurrence of names.occurrences) {
    for (const name of new Set(occurrence.path)) {
      if (isComputed(name)) continue;
      entryOf(byName, name, (): Occurrence[] => []).push(occurrence);
      if (occurrence.use === "declare") entryOf(declaring, name, (): Occurrence[] => []).push(occurrence);
    }
  }
  const inherited = new Map<PatternPiece, LocalBinding[]>();
  for (const binding of names.bindings) {
    if (binding.kind !== "inherit") continue;
    for (const name of new Set(binding.alias?.path ?? [])) {
      if (!isComputed(name)) entryOf(inherited, name, (): LocalBinding[] => []).push(binding);
    }
  }
  const found = { byName, declaring, inherited };
  indexed.set(names, found);
  return found;
}

/** Which files have which names, in occurrences and inherited names; brought up to date file by file. */
interface WorkspaceNames {
  readonly names: Map<string, NameIndex>;
  readonly files: Map<PatternPiece, Set<string>>;
}

const workspaces = new WeakMap<LiveFlake, WorkspaceNames>();

/** The files, as they are now, whose occurrences or inherited names have a name in their path. */
export function filesNaming(flake: LiveFlake, name: PatternPiece): ReadonlySet<string> {
  const known = workspaces.get(flake) ?? { names: new Map(), files: new Map() };
  workspaces.set(flake, known);
  for (const file of flake.files) {
    const before = known.names.get(file);
    const now = flake.namesOf(file);
    if (before === now) continue;
    if (before) for (const one of namesIn(before)) known.files.get(one)?.delete(file);
    if (now) for (const one of namesIn(now)) entryOf(known.files, one, () => new Set<string>()).add(file);
    if (now) known.names.set(file, now);
    else known.names.delete(file);
  }
  return known.files.get(name) ?? new Set();
}

function namesIn(index: NameIndex): Iterable<PatternPiece> {
  const { byName, inherited } = occurrencesByName(index);
  return new Set([...byName.keys(), ...inherited.keys()]);
}

/**
 * Where a path of options ends in the path of an occurrence, as far as its names tell; what stands before the occurrence's own path is not
 * seen here. Negative: nowhere.
 */
export function endOfPath({ path }: Occurrence, wanted: WrittenPath): number {
  return path.findIndex((_, at) => {
    for (let back = 0; back < wanted.length && back <= at; back++) {
      const piece = path[at - back];
      const name = wanted[wanted.length - 1 - back];
      if (name === piece || (back > 0 && isAny(name))) continue;
      if (back === 0 || !isComputed(piece) || !isComputed(name)) return false;
    }
    return true;
  });
}
