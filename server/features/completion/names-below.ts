import { isOfFlake } from "../../graph/per-system.ts";
import type { Occurrence } from "../../names/name-index.ts";
import { isComputed, startsWith } from "../../option-path.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import type { LiveFlake, Place } from "../../subjects/live-flake.ts";
import { filesNaming, occurrencesByName } from "../../subjects/occurrences.ts";
import { otherNames } from "../../subjects/other-names.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";

/** The name below a path of the flake's own level that is being typed at a place, or that stands where one is. */
export function nameTypedAt(
  flake: LiveFlake,
  { path: above }: PathInScope,
  { file, offset }: Place,
): string | undefined {
  const found = flake
    .namesOf(file)
    ?.occurrences.find(
      ({ path, pieces, scope }) =>
        scope.kind === "flake" && isTyped(pieces, above.length, offset) && startsWith(path, above),
    );
  const name = found?.path[above.length];
  return typeof name === "string" ? name : undefined;
}

/** Whether a place lies between the piece before the `at`-th one and the end of that. */
function isTyped(pieces: Occurrence["pieces"], at: number, offset: number): boolean {
  const [before, range] = [pieces[at - 1], pieces[at]];
  return before !== undefined && range !== undefined && before.end <= offset && offset <= range.end;
}

/**
 * Names that the files set right below a path of the flake's own level, or of what it has for each platform. `typing`: where such a name
 * is being typed, which does not count there; a path without its end goes on with the next line.
 */
export function namesSetBelow(flake: LiveFlake, above: PathInScope, typing?: Place): readonly string[] {
  const spelt = [above, ...otherNames(graphIndexOf(flake.graph), above)];
  return [...new Set(spelt.flatMap((path) => namesWrittenBelow(flake, path, typing)))];
}

function namesWrittenBelow(
  flake: LiveFlake,
  { path: above, class: moduleClass }: PathInScope,
  typing: Place | undefined,
): readonly string[] {
  const last = above.at(-1);
  const names = new Set<string>();
  if (last === undefined || isComputed(last) || !isOfFlake(moduleClass)) return [];
  const scopeKind = moduleClass === undefined ? "flake" : "perSystem";
  for (const file of filesNaming(flake, last)) {
    const index = flake.namesOf(file);
    for (const { path, pieces, use, scope } of (index && occurrencesByName(index).byName.get(last)) ?? []) {
      const name = path[above.length];
      if (use !== "define" || scope.kind !== scopeKind || typeof name !== "string") continue;
      if (file === typing?.file && isTyped(pieces, above.length, typing.offset)) continue;
      if (startsWith(path, above)) names.add(name);
    }
  }
  return [...names];
}
