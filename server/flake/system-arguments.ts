import type { ArgumentSupply } from "../modules/evaluation.ts";

/** What the modules of NixOS, nix-darwin and Home Manager give to modules by `_module.args`, by the class of the system. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  nixos: ["pkgs", "utils", "baseModules", "extraModules", "modules", "noUserModules"],
  darwin: ["pkgs", "utils", "baseModules", "modules"],
  homeManager: ["pkgs", "pkgs_i686", "pkgsPath", "baseModules", "osConfig", "nixosConfig", "darwinConfig"],
};

/** What modules of other flakes do not give to those of a system: modules of flake-parts have it. */
const NEVER: ReadonlySet<string> = new Set([
  ...["inputs", "self", "system", "inputs'", "self'", "flake-parts-lib", "moduleLocation"],
  ...["withSystem", "moduleWithSystem", "getSystem"],
]);

/**
 * What modules of a system of the class get beside special arguments, and `more`. `mayBeMore`: whether modules from outside, beside those of
 * its own list, may give something. Undefined for a class of which that is not known.
 */
export function argumentSupply(
  systemClass: string,
  more: readonly string[] = [],
  mayBeMore?: () => boolean,
): ArgumentSupply | undefined {
  const given = GIVEN[systemClass];
  return given && { names: new Set([...given, ...more]), never: NEVER, mayBeMore };
}
