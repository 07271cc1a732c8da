import type { Graph } from "../graph/graph.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import type { OptionScope } from "../names/name-index.ts";
import { type PatternPiece, samePath, showOption, startFits, withoutComputed } from "../option-path.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences } from "./written-options.ts";

export const innerConfig: Rule = {
  code: "inner-config",
  group: "options",
  severity: "warning",
  description: "A leaf reads an option of the flake from the `config` of its system.",
  explanation: `Options that the flake declares under its own names (\`options.my.…\`) belong to the flake's configuration. A leaf that
takes \`config\` as an argument gets the configuration of its system instead, which does not have them: Nix stops with "attribute … missing"
or, where \`or\` or \`?\` guards the read, the option is never found.

Bind what you need outside the leaf: \`let inherit (config.my) theme; in …\`.

This is reported only where no module of the flake declares the name for systems.`,
  examples: {
    wrong: `{ lib, ... }: {
  options.my.theme = lib.mkOption { type = lib.types.str; };
  config.flake.modules.nixos.base = { config, ... }: { environment.etc.theme.text = config.my.theme; };
}`,
    right: `{ config, lib, ... }: let inherit (config.my) theme; in {
  options.my.theme = lib.mkOption { type = lib.types.str; };
  config.flake.modules.nixos.base.environment.etc.theme.text = theme;
}`,
  },
  check: (context) => {
    const { graph, syntaxProblems } = context;
    // A broken file may hold the declaration.
    if (syntaxProblems.size > 0) return [];
    const inSystems = namesInSystems(context);
    const own = graph.options.filter((option) => option.class === undefined);
    return soundOccurrences(context, readsInModules).flatMap(({ file, occurrence }) => {
      const { scope, path, pieces, uncertain, guarded } = occurrence;
      const first = path[0];
      if (uncertain || typeof first !== "string" || SYSTEM_NAMESPACES.has(first) || inSystems.has(first)) return [];
      if (!isLeafOf(graph, scope) || !own.some((option) => startFits(path, option.path))) return [];
      const range = pieces.find((piece) => piece !== undefined);
      if (!range) return [];
      const name = showOption(withoutComputed(path));
      const effect = guarded ? "so it is never found" : "so Nix stops when it gets here";
      return [
        {
          message: `\`config\` is the system's configuration here, but \`${name}\` is an option of the flake, ${effect}. Read it outside this module, where \`config\` is the flake's configuration.`,
          at: { file, start: range.start, end: occurrence.range.end },
          related: own
            .filter((option) => startFits(path, option.path))
            .flatMap(({ declarations }) => declarations.map((at) => ({ message: "declared for the flake here", at }))),
        },
      ];
    });
  },
};

const readsInModules = occurrencesWhere(({ use, scope }) => use === "read" && scope.kind === "module");
const declarations = occurrencesWhere(({ use }) => use === "declare");

/** First names of options that modules of systems declare, or look as if they did. */
function namesInSystems({ graph, factsOf }: RuleContext): ReadonlySet<PatternPiece> {
  const declared = graph.options.flatMap((option) => (option.class === undefined ? [] : (option.path[0] ?? [])));
  const written = factsOf(declarations).flatMap(({ cell: { status }, fact }) =>
    fact.flatMap(({ scope, path: [first] }) =>
      (scope.kind === "module" || status !== "imported") && typeof first === "string" ? [first] : [],
    ),
  );
  return new Set([...declared, ...written]);
}

function isLeafOf({ branches }: Graph, scope: OptionScope): boolean {
  if (scope.kind !== "module" || scope.within.kind !== "flake") return false;
  const { collector } = scope;
  return branches.some(({ path }) => samePath(path, collector));
}
