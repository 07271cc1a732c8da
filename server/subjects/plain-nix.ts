import type { LiveFlake, Place } from "./live-flake.ts";
import { subjectAt } from "./subject-of-word.ts";

/** Whether the word at a place is plain Nix, which any language server for it knows: a name that is bound in the file. */
export function isPlainNix(flake: LiveFlake, place: Place): boolean {
  const subject = subjectAt(flake, place);
  return subject?.kind === "binding" || subject?.kind === "free";
}
