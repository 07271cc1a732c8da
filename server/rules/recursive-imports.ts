import { MODULES_PATH } from "../modules/nixos-modules.ts";
import { misplacedAt } from "./misplaced-module.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule } from "./rule.ts";

export const recursiveImports: Rule = {
  code: "recursive-imports",
  group: "modules",
  severity: "error",
  description: "The imports of a module depend on the configuration that they become part of.",
  explanation: `The module system collects all modules before any option has a value. So \`imports\` cannot depend on \`config\`, nor on an
argument that modules define with \`_module.args\`: Nix stops with "infinite recursion encountered". Files that import each other never end
either.

Import the module unconditionally and put its settings behind \`lib.mkIf\`, or decide by something from outside the configuration:
\`specialArgs\` or, in a leaf, the flake's own \`config\`.`,
  examples: {
    around: `# cells/_extras.nix
{ }
# cells/extras-options.nix
{ config, lib, ... }: {
  options.my.extras.enable = lib.mkEnableOption "extras";
  options.my.packages = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  config.flake.modules.nixos.base.environment.etc.packages.text = toString config.my.packages;
}`,
    wrong: `{ config, lib, ... }: {
  imports = lib.optional config.my.extras.enable ./_extras.nix;
}`,
    right: `{ config, lib, ... }: {
  config.my.packages = lib.mkIf config.my.extras.enable [ "mtr" ];
}`,
  },
  check: (context) =>
    problemsOfKind(context, "recursive-imports")
      // What a module for systems imports is not what is wrong with it.
      .filter(({ at }) => misplacedAt(context, at.file) === undefined)
      .map(({ at, message, hosts }) => ({ message: inWords(message), at, hosts })),
};

function inWords(message: string): string {
  if (message.includes("import each other")) return "These files import each other, so Nix never gets to the end.";
  if (message.includes(MODULES_PATH))
    return `Only modules for systems get \`${MODULES_PATH}\`. This file is imported as a module of the flake, so Nix looks for the argument in the configuration that the import becomes part of, and stops with an infinite recursion.`;
  return "What is imported here depends on the configuration that it becomes part of, so Nix stops with an infinite recursion. Import it unconditionally, and use `lib.mkIf` inside it.";
}
