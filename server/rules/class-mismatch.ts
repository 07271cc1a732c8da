import { hostsTake, problemsOfKind } from "./problems.ts";
import type { Rule } from "./rule.ts";

export const classMismatch: Rule = {
  code: "class-mismatch",
  group: "classes",
  severity: "error",
  exception: "warning in a module that no system takes",
  description: "A module for one class of systems is imported into a system of another class.",
  explanation: `flake-parts marks every module of \`flake.modules.<class>\` and \`flake.nixosModules\` with its class, and the module system refuses it in any
other: "is of class … but is being imported into a module of class …". A module for Home Manager belongs into \`home-manager.users.<name>\` or
\`home-manager.sharedModules\` of the host. What fits everywhere is published as \`flake.modules.generic.<name>\`.`,
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
      message: `This module is for ${className(moduleClass)}, but ${hostsTake(context, hosts)} it as one for ${className(systemClass)}, which Nix refuses. ${remedy(moduleClass)}`,
      at,
      hosts,
      ...(parked && { severity: "warning" as const }),
    })),
};

function remedy(moduleClass: string): string {
  return moduleClass === "homeManager"
    ? "Import it for a user, in `home-manager.users.<name>`."
    : `Select it where modules for ${className(moduleClass)} are taken.`;
}

export function className(name: string): string {
  switch (name) {
    case "homeManager":
      return "Home Manager";
    case "nixos":
      return "NixOS";
    case "darwin":
      return "nix-darwin";
    default:
      return `\`${name}\``;
  }
}
