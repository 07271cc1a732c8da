import { className } from "./class-name.ts";
import { hostsUse, problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const classMismatch: Rule = {
  code: "class-mismatch",
  group: "classes",
  severity: "error",
  exception: "warning in a module that no system uses, and where only the name of a module says its class",
  description: "A module of one class is imported into a system of another class.",
  explanation: `flake-parts marks every module of \`flake.modules.<class>\` and \`flake.nixosModules\` with its class, and the module system
refuses to import it into a system of any other class: "The module … cannot be imported into a module evaluation that expects class …".

Modules that do not say their class are recognised by the output of the input that has them (\`inputs.x.homeModules\`), which is reported as
a warning, and modules for flake-parts by what they set (\`flake\`, \`perSystem\`).

A module for Home Manager belongs in \`home-manager.users.<name>.imports\` or \`home-manager.sharedModules\` of the host. A module that fits
every class can be published as \`flake.modules.generic.<name>\`.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.homeManager.shell ];
  };
}`,
    right: `{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.rowan.imports = [ config.flake.modules.homeManager.shell ]; }
    ];
  };
}`,
  },
  check: (context) =>
    problemsOfKind(context, "wrong-system").map((found) => ({
      message: `${mismatch(context, found)} ${remedy(context, found)}`,
      at: found.at,
      hosts: found.hosts,
      ...((found.parked || !found.certain) && { severity: "warning" as const }),
    })),
};

type Mismatch = ReturnType<typeof problemsOfKind<"wrong-system">>[number];

function mismatch(context: RuleContext, found: Mismatch): string {
  const { moduleClass, systemClass, shownBy, module, path, hosts } = found;
  const users = hosts.length > 0 ? hostsUse(context, hosts) : "the flake uses";
  const use = `${users} it as a module for ${kindOfModule(systemClass)}`;
  switch (shownBy) {
    case "class":
      return `This module is for ${className(moduleClass)} (its class is \`${moduleClass}\`), but ${use}, which Nix refuses.`;
    case "output":
      return `\`${module}\` is a module for ${kindOfModule(moduleClass)}, as its name says, but ${use}.`;
    case "settings":
      return `${module === undefined ? "This module is" : `\`${fileName(module)}\` is a module`} for ${kindOfModule(moduleClass)}, since it sets \`${path[0]}\`, but ${use}, where there is no such option.`;
    default:
      return shownBy satisfies never;
  }
}

function kindOfModule(moduleClass: string): string {
  return moduleClass === "flake" ? "flake-parts" : className(moduleClass);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function remedy({ graph }: RuleContext, { moduleClass, systemClass, shownBy, module }: Mismatch): string {
  if (moduleClass === "homeManager") return "Import it for a user, in `home-manager.users.<name>.imports`.";
  if (moduleClass !== "flake" || shownBy === "output")
    return `Import it where modules for ${kindOfModule(moduleClass)} belong.`;
  const branch = graph.branches.find(({ files, class: of }) => of === systemClass && module && files.includes(module));
  return branch
    ? `Select branch \`${branch.id}\`, which it contributes to, instead.`
    : "Set that outside of modules for systems.";
}
