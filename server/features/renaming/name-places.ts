import type { Occurrence } from "../../names/name-index.ts";
import { isComputed } from "../../option-path.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { type OffsetRange, startKey } from "../../text.ts";
import { type EvaluatedPlaces, evaluatedPlaces, isKnownOther } from "./evaluated-places.ts";
import { type NameChange, touchedBy } from "./name-change.ts";
import type { Naming } from "./naming.ts";

/** Where a name is written. */
export interface NamePlaces {
  readonly places: readonly Naming[];
  /** A computed name that may be this one. */
  readonly computed: Naming | undefined;
  readonly shared: EvaluatedPlaces["shared"];
}

/** Every place whose path leads through the name, by the names of all files and by what the evaluation saw. */
export function namePlaces(flake: LiveFlake, change: NameChange): NamePlaces {
  const places = new Map<string, Naming>();
  let computed: Naming | undefined;
  const add = (file: string, range: OffsetRange, as: Naming["as"]) => {
    const key = `${startKey({ file, ...range })} ${as}`;
    if (!places.has(key)) places.set(key, { file, range, as });
  };
  for (const file of flake.files) {
    flake.checkpoint();
    for (const occurrence of flake.namesOf(file)?.occurrences ?? []) {
      const touched = touchedBy(flake, file, occurrence, change);
      const range = touched && occurrence.pieces[touched.piece];
      if (!touched || !range) continue;
      const as = occurrence.use === "read" ? "read" : "given";
      if (!touched.computed) add(file, range, as);
      else if (isBelowName(occurrence, touched.piece) && !isKnownOther(flake, change, { file, range, as }))
        computed ??= { file, range, as };
    }
  }
  if (change.what === "branch")
    for (const { file, range } of selectingStrings(flake, change)) add(file, range, "string");
  const said = new Set([...places.values()].map(({ file, range }) => startKey({ file, ...range })));
  const evaluated = evaluatedPlaces(flake, change, said);
  for (const { file, range, as } of evaluated.places) add(file, range, as);
  return { places: [...places.values()], computed, shared: evaluated.shared };
}

/** A name that is computed at the very top may be any. */
function isBelowName({ path, uncertain }: Occurrence, piece: number): boolean {
  return !uncertain && path.slice(0, piece).some((above) => !isComputed(above));
}

/** Strings that name the branch where strings select branches. */
function selectingStrings({ graph, files, namesOf }: LiveFlake, change: NameChange) {
  const spans = new Set(
    graph.selectors.flatMap(({ strings }) =>
      strings.filter(({ text }) => text === change.from).map(({ at }) => startKey(at)),
    ),
  );
  return files.flatMap((file) =>
    (namesOf(file)?.strings ?? [])
      .filter(({ text, range }) => text === change.from && spans.has(startKey({ file, ...range })))
      .map(({ range }) => ({ file, range })),
  );
}
