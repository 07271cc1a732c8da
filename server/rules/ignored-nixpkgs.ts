import { showOption } from "../option-path.ts";
import { misspeltSettings } from "./nixpkgs-settings.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const ignoredNixpkgs: Rule = {
  code: "ignored-nixpkgs",
  group: "options",
  severity: "warning",
  description: "A setting of nixpkgs has no effect.",
  explanation: `A host makes its \`pkgs\` out of \`nixpkgs.config\` and \`nixpkgs.overlays\`, unless it is given a \`pkgs\` that is made already:
by the argument \`pkgs\` of \`nixosSystem\`, beside which \`nixpkgs.config\` is ignored, and refused by recent versions of NixOS; or by
\`home-manager.useGlobalPkgs\`, beside which the settings of Home Manager's modules are ignored.

nixpkgs also ignores settings that it does not know. A name that is almost that of a well-known one, such as \`allowedUnfree\`, is reported.`,
  examples: {
    wrong: `{ inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ { nixpkgs.config.allowUnfree = true; } ];
  };
}`,
    right: `{ lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ { nixpkgs.hostPlatform = "x86_64-linux"; nixpkgs.config.allowUnfree = true; } ];
  };
}`,
  },
  check: (context) => [...ignored(context), ...misspeltSettings(context)],
};

function ignored(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "ignored-setting").map(({ at, path, because, hosts }) => {
    const [cause, remedy] =
      because === "pkgs"
        ? ["is built with the argument `pkgs`", "Set it where that `pkgs` is made, or leave out the argument."]
        : ["sets `home-manager.useGlobalPkgs`", "Set it in a module for the system itself."];
    const message = `\`${showOption(path)}\` has no effect here: ${hostNames(context, hosts)} ${hosts.length > 1 ? plural(cause) : cause}. ${remedy}`;
    return { message, at, hosts };
  });
}

function plural(cause: string): string {
  return cause.replace(/^is /, "are ").replace(/^sets /, "set ");
}
