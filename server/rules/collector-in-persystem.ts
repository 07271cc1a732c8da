import type { Occurrence } from "../names/name-index.ts";
import { showOption, withoutComputed } from "../option-path.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences } from "./written-options.ts";

export const collectorInPersystem: Rule = {
  code: "collector-in-persystem",
  group: "branches",
  severity: "error",
  description: "A branch is defined inside `perSystem`, where no host can select it.",
  explanation: `\`perSystem\` is a module system of its own, evaluated once for every platform. It has \`packages\`, \`devShells\` and the
like, but neither \`flake\` nor any of the flake's other options. What is set there under \`flake.modules\` reaches no host: Nix stops with
"The option … does not exist".

Move the branch out of \`perSystem\`. A leaf that needs \`pkgs\` can take it as an argument.`,
  examples: {
    wrong: `{ perSystem = { pkgs, ... }: {
  flake.modules.nixos.shell.environment.systemPackages = [ pkgs.ripgrep ];
}; }`,
    right: `{ flake.modules.nixos.shell = { pkgs, ... }: {
  environment.systemPackages = [ pkgs.ripgrep ];
}; }`,
  },
  check: (context) => {
    const declared = new Set(context.graph.root.perSystemNames);
    return soundOccurrences(context, perSystemDefinitions).flatMap(({ file, occurrence }) => {
      const [first] = occurrence.path;
      if (!isBranch(context, occurrence) || typeof first !== "string" || declared.has(first)) return [];
      const [from, to] = [occurrence.pieces[0], occurrence.pieces[1] ?? occurrence.pieces[0]];
      if (!from || !to) return [];
      const name = showOption(withoutComputed(occurrence.path.slice(0, 2)));
      const message = `\`perSystem\` has no option \`${name}\`, so this reaches no host and Nix stops. Move it out of \`perSystem\`.`;
      return [{ message, at: { file, start: from.start, end: Math.max(from.end, to.end) } }];
    });
  },
};

const perSystemDefinitions = occurrencesWhere(
  ({ use, scope, uncertain }) => use === "define" && scope.kind === "perSystem" && !uncertain,
);

/** Outputs that hold modules or systems; the flake's own collectors are known from the graph. */
const OUTPUTS = new Set(
  "modules nixosModules homeModules homeManagerModules darwinModules aspects nixosConfigurations darwinConfigurations homeConfigurations".split(
    " ",
  ),
);

function isBranch({ graph }: RuleContext, { path }: Occurrence): boolean {
  const [first, second] = path;
  if (typeof second !== "string") return false;
  if (first === "flake" && OUTPUTS.has(second)) return true;
  return graph.branches.some((branch) => branch.path[0] === first && branch.path[1] === second);
}
