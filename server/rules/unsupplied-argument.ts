import { adviceOn, argumentFixes, type Unsupplied } from "./argument-advice.ts";
import { className } from "./class-name.ts";
import { formalAt, isTakenAround } from "./fixes/module-arguments.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const unsuppliedArgument: Rule = {
  code: "unsupplied-argument",
  group: "modules",
  severity: "error",
  exception: "warning where the value may not be needed",
  description: "A module asks for an argument that nobody gives it.",
  explanation: `The module system gives a module the arguments that its function names: \`config\`, \`lib\` and \`options\`, those that belong
to its place, and what \`specialArgs\` and \`_module.args\` add. Modules of flake-parts get \`inputs\`, \`self\` and \`withSystem\`; those in
\`perSystem\` get \`pkgs\`, \`system\`, \`self'\` and \`inputs'\`; those of NixOS, nix-darwin and Home Manager get \`pkgs\`. Nix stops with
"attribute 'x' missing" as soon as it needs any other, even if the function gives it a default. In \`imports\` it stops with "infinite
recursion encountered", because it looks for the argument in the configuration that the imports become part of.

A module inside a file can use what the function of the file takes. For everything else there is \`specialArgs\`, or \`extraSpecialArgs\` for
Home Manager. Where a module from outside the flake might give the argument, nothing is reported.`,
  examples: {
    wrong: `{
  flake.modules.nixos.base = { inputs, ... }: {
    environment.etc."nixpkgs".source = inputs.nixpkgs;
  };
}`,
    right: `{ inputs, ... }: {
  flake.modules.nixos.base = {
    environment.etc."nixpkgs".source = inputs.nixpkgs;
  };
}`,
  },
  check: (context) => {
    // What a host gets by an argument that its builder does not have is put right there.
    const refused = new Set(problemsOfKind(context, "builder-argument").flatMap(({ hosts }) => hosts));
    const all = problemsOfKind(context, "unsupplied-argument");
    const left = all.filter(({ hosts }) => hosts.length === 0 || hosts.some((host) => !refused.has(host)));
    return left.map((found) => ({
      message: `${refusal(context, found)}${onDefault(context, found)} ${adviceOn(context, found)}`,
      at: found.at,
      hosts: found.hosts,
      ...(found.certain ? {} : { severity: "warning" as const }),
      fixes: () => argumentFixes(context, found),
    }));
  },
};

function refusal(context: RuleContext, { path: [name = ""], of, hosts, certain, inImports }: Unsupplied): string {
  const stops = inImports
    ? "so Nix looks for it in the configuration that is still being put together, and stops with an infinite recursion"
    : `so Nix stops with "attribute '${name}' missing"${certain ? "" : " if it needs it"}`;
  if (of.inside) return `Nobody gives \`${name}\` to the modules of this option, ${stops}.`;
  switch (of.class) {
    case undefined:
      return `Nobody gives \`${name}\` to this module, ${stops}.`;
    case "flake":
      return `Modules of the flake itself do not get \`${name}\`, ${stops}.`;
    case "perSystem":
      return `Modules in \`perSystem\` do not get \`${name}\`, ${stops}.`;
    default:
      return `Nobody gives \`${name}\` to the ${className(of.class)} modules of ${hostNames(context, hosts)}, ${stops}.`;
  }
}

/** Nix asks for the argument whether or not it has a default. */
function onDefault(context: RuleContext, { at }: Unsupplied): string {
  const formal = formalAt(context, at)?.formal;
  return formal?.fallback && !isTakenAround(context, at)
    ? " The default is not used: Nix asks for every argument that a module names."
    : "";
}
