import type { Place } from "./live-flake.ts";
import { type References, references } from "./references.ts";
import type { View } from "./view.ts";

/** The places in the same file that speak of what the word at a place speaks of. */
export function highlight(view: View, place: Place): References | undefined {
  return references(view, place, [place.file]);
}
