import { subjectAt } from "./subject.ts";
import type { Place, View } from "./view.ts";

/** Whether the word at a place is plain Nix, which any language server for it knows: a name that is bound in the file. */
export function isPlainNix(view: View, place: Place): boolean {
  const subject = subjectAt(view, place);
  return subject?.kind === "binding" || subject?.kind === "free";
}
