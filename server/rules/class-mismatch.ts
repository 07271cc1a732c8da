import { className } from "./class-name.ts";
import { hostsUse, problemsOfKind } from "./problem-rules.ts";
import type { Rule } from "./rule.ts";

export const classMismatch: Rule = {
  code: "class-mismatch",
  group: "classes",
  severity: "error",
  exception: "warning in a module that no system uses",
  description: "A module of one class is imported into a system of another class.",
  explanation: `flake-parts marks every module of \`flake.modules.<class>\` and \`flake.nixosModules\` with its class, and the module system
refuses to import it into a system of any other class: "The module … cannot be imported into a module evaluation that expects class …".

A module for Home Manager belongs in \`home-manager.users.<name>.imports\` or \`home-manager.sharedModules\` of the host. A module that fits
every class can be published as \`flake.modules.generic.<name>\`.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.homeManager.shell ];
  };
}`,
    right: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ { home-manager.users.rowan.imports = [ config.flake.modules.homeManager.shell ]; } ];
  };
}`,
  },
  check: (context) =>
    problemsOfKind(context, "wrong-system").map(({ at, moduleClass, systemClass, hosts, parked }) => ({
      message: `This module is for ${className(moduleClass)}, but ${hostsUse(context, hosts)} it as a module for ${className(systemClass)}, which Nix refuses. ${remedy(moduleClass)}`,
      at,
      hosts,
      ...(parked && { severity: "warning" as const }),
    })),
};

function remedy(moduleClass: string): string {
  return moduleClass === "homeManager"
    ? "Import it for a user, in `home-manager.users.<name>.imports`."
    : `Import it where modules for ${className(moduleClass)} belong.`;
}
