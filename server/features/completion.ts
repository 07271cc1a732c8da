import type { Place, View } from "./view.ts";

/** What could stand at a place. */
export function completion(_view: View, _place: Place): undefined {
  return undefined;
}
