import { templateOf } from "../nix/coerce.ts";
import { external } from "../nix/make.ts";

/** The argument that NixOS, nix-darwin and Home Manager give to their modules, and nobody else does: where their own modules lie. */
export const MODULES_PATH = "modulesPath";

const BEGINNING = templateOf(external(MODULES_PATH));

/** Whether the path of something from outside is that of a module of NixOS itself: `modulesPath + "/…"`. */
export function isNixosModule(path: string): boolean {
  return path.startsWith(BEGINNING);
}
