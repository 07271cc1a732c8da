import { DEFINITION_FUNCTIONS_FILE, RENAMED_OPTIONS_FILE } from "../../modules/module-library.ts";
import { unknown } from "../../nix/make.ts";
import { isNativePath, NATIVE_ROOT } from "../../nix/paths.ts";
import type { Failure, Unknown } from "../../nix/value.ts";

/** Native files that are nixpkgs' library itself: what fails there fails in Nix, too. */
const FAITHFUL: ReadonlySet<string> = new Set([DEFINITION_FUNCTIONS_FILE, RENAMED_OPTIONS_FILE]);

/**
 * An error in the text of a model: the library may do without what the model lacks, so nothing is known of the value. Undefined for an
 * error anywhere else.
 */
export function failedModel({ message, at }: Failure): Unknown | undefined {
  if (!at || !isNativePath(at.file) || FAITHFUL.has(at.file)) return undefined;
  const model = at.file.slice(NATIVE_ROOT.length + 1).replace(/^pinned\/|(?:\/.*)?(?:\.nix)?$/g, "");
  return unknown(`the model of ${model} fails: ${message.replaceAll(`${NATIVE_ROOT}/`, "")}`, at);
}
