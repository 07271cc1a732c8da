import { showOption } from "../option-path.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule } from "./rule.ts";

export const nestedModuleKey: Rule = {
  code: "nested-module-key",
  group: "modules",
  severity: "error",
  description: "A module is looked up inside another module.",
  explanation: `\`flake.nixosModules\`, \`flake.modules.<class>\` and the like hold modules by name, one level deep. In
\`flake.nixosModules.apps.browser\` the module is \`apps\`, and \`browser\` is a setting inside it. So
\`config.flake.nixosModules.apps.browser\` does not exist.

Call the module \`apps-browser\` or \`"apps/browser"\`, or declare an option whose type nests.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.nixosModules.apps.browser = { programs.firefox.enable = true; };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.nixosModules.apps.browser ]; };
}`,
    right: `{ config, lib, ... }: {
  flake.nixosModules.apps-browser = { programs.firefox.enable = true; };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.nixosModules.apps-browser ]; };
}`,
  },
  check: (context) =>
    problemsOfKind(context, "inside-module").map(({ at, path, definedAt, hosts }) => {
      const name = path.at(-1) ?? "";
      const module = showOption(path.slice(0, -1));
      return {
        message: `\`${name}\` is a setting inside the module \`${module}\`, not a module of its own, so Nix does not find it. Give the module a single name, such as \`${path.slice(-2).join("-")}\`.`,
        at,
        hosts,
        related: [{ message: `this makes \`${name}\` a setting of the module`, at: definedAt }],
      };
    }),
};
