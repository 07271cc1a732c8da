import { isNativePath } from "../nix/paths.ts";
import type { Collector, Selection } from "../nix/provenance.ts";
import { textAt } from "../nix/source-text.ts";
import { startsWith } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import type { Origin, Walk } from "./module-walk.ts";

/** The list item that brings a module, where nothing else says how that was picked. */
export function referenceAt(place: Span | undefined): Selection | undefined {
  return place && { kind: "reference", at: place };
}

/**
 * Of the places that pick a collector, the outermost one: what an `apply` wraps around it was picked by whoever asked for the option.
 * `definedAt`: where the collector's option is defined, which picks nothing.
 */
export function outermost(
  walk: Walk,
  { option, evaluation }: Collector,
  own: Selection | undefined,
  definedAt: Span | undefined,
  origin: Origin,
): Selection | undefined {
  const { named, place } = origin;
  const of = named?.of;
  const isNamed = of?.evaluation === evaluation && startsWith(option, of.path);
  if (named && isNamed) return { ...named, helper: named.helper ?? own?.at };
  const isDefinition = startKey(definedAt) === startKey(place);
  return isDefinition ? own : inList(walk, own, option, origin);
}

/** A selection as the list that a module is found in has it; `path` is that of the option it picks. */
export function inList(
  { machine }: Walk,
  selection: Selection | undefined,
  path: readonly string[] | undefined,
  { place, list }: Origin,
): Selection | undefined {
  switch (selection?.kind) {
    case "reference": {
      // `let inherit (modules) base; in [ base ]`: a reference to what is called so in the list is the list's.
      const text = place && textAt(machine, place);
      return text !== undefined && text === path?.at(-1) ? { ...selection, at: place ?? selection.at } : selection;
    }
    case "wildcard":
    case "predicate":
      // `imports = everything;`, where another file takes all of them: only these imports are about who gets them.
      if (!list || isNativePath(list.file) || list.file === selection.at.file) return selection;
      return { ...selection, at: list, helper: selection.helper ?? selection.at };
    default:
      return selection;
  }
}
