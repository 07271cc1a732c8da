import type { Place } from "../../subjects/live-flake.ts";
import type { View } from "../view.ts";
import { type References, references } from "./references.ts";

/** The places in the same file that speak of what the word at a place speaks of. */
export function highlight(view: View, place: Place): References | undefined {
  return references(view, place, [place.file]);
}
