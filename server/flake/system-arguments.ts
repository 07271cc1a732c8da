import type { ArgumentSupply, ModuleEvaluation } from "../modules/evaluation.ts";

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

/** Repositories whose modules for systems are known to give no arguments. */
const SILENT: ReadonlySet<string | undefined> = new Set(["home-manager", "disko"]);

/** The repository of the input that the path of something from outside begins with; undefined: it does not begin with one. */
export type RepositoryOf = (path: string) => string | undefined;

/** What modules of a system of the class get beside special arguments. Undefined for a class of which that is not known. */
export function argumentSupply(systemClass: string, repositoryOf: RepositoryOf): ArgumentSupply | undefined {
  const given = GIVEN[systemClass];
  return given && { names: new Set(given), never: NEVER, givesNothing: (path) => SILENT.has(repositoryOf(path)) };
}

/** The same for a user of Home Manager in a system: modules from outside in that system may give more, by its options. */
export function userSupply(system: ModuleEvaluation): ArgumentSupply | undefined {
  const { supply } = system;
  if (!supply) return undefined;
  const mayBeMore = () =>
    system.collected().unknowns.length > 0 || system.externals().some(({ path }) => !supply.givesNothing(path));
  const names = new Set([...(GIVEN.homeManager ?? []), "name"]);
  return { names, never: NEVER, givesNothing: supply.givesNothing, mayBeMore };
}
