import type { DeclaredOption } from "../../graph/graph.ts";
import { occurrencesAt } from "../../names/names-at.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { optionsAt } from "../../subjects/option-tree.ts";
import { pathReadings } from "../../subjects/readings.ts";
import type { View } from "../view.ts";
import type { CompletionItem } from "./completion-item.ts";
import type { HalfTyped } from "./half-typed.ts";

/**
 * The values that an option takes, where its type lists them. `name`: where the last name of the option's path begins, which is set to the
 * value that is typed, or compared with it.
 */
export function optionTypeValues(view: View, file: string, half: HalfTyped, name: number): readonly CompletionItem[] {
  const options = occurrencesAt(half.names, name).flatMap(({ occurrence, piece }) => {
    if (occurrence.use === "declare" || occurrence.pieces[piece]?.start !== name) return [];
    const asked = { path: occurrence.path.slice(0, piece + 1), scope: occurrence.scope };
    const readings = pathReadings(view, file, asked, occurrence.range.start).flat();
    return (
      readings.map((reading) => optionsAt(graphIndexOf(view.graph), reading)).find((found) => found.length > 0) ?? []
    );
  });
  const values = new Set(options.flatMap(valuesOf));
  return [...values].flatMap((value) => {
    const isString = value.startsWith('"');
    if (half.inString !== isString && half.inString) return [];
    const text = half.inString ? value.slice(1, -1) : value;
    return [
      {
        label: text,
        kind: "value" as const,
        range: half.word,
        insert: text,
        detail: options[0]?.type,
        option: undefined,
      },
    ];
  });
}

/** As nixpkgs describes types: `boolean`, `one of "a", "b"`, and either of them in `null or …` and `list of …`. */
function valuesOf({ type = "" }: DeclaredOption): readonly string[] {
  const values: string[] = [];
  if (/\bboolean\b/.test(type)) values.push("true", "false");
  if (/\bnull or\b/.test(type)) values.push("null");
  for (const listed of type.matchAll(/\bone of ((?:"(?:[^"\\]|\\.)*"|-?\d+|true|false|null|, )+)/g)) {
    values.push(...(listed[1]?.match(/"(?:[^"\\]|\\.)*"|-?\d+|true|false|null/g) ?? []));
  }
  return values;
}
