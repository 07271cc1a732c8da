import type { Leaf } from "../graph/graph.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const unmergedCondition: Rule = {
  code: "unmerged-condition",
  group: "branches",
  severity: "hint",
  description: "A module is under a condition that is false for every host.",
  explanation: `The module is under a condition on the flake's own options, and the condition is false for every host, so none of its
settings is in effect. That may be intended, so this is a hint, and the module is shown greyed out.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  options.my.games.enable = lib.mkEnableOption "games"; # nobody sets it
  config.my.branches.desktop.nixosModules = lib.optional config.my.games.enable { programs.steam.enable = true; };
}`,
    right: `{ config, lib, ... }: {
  options.my.games.enable = lib.mkEnableOption "games";
  config.my.games.enable = true;
  config.my.branches.desktop.nixosModules = lib.optional config.my.games.enable { programs.steam.enable = true; };
}`,
  },
  check: (context) =>
    context.graph.leaves
      .filter(
        (leaf) => !context.graph.root.isDoubtful && leaf.condition?.value === "false" && leaf.branch !== undefined,
      )
      .map((leaf) => report(context, leaf)),
};

function report(context: RuleContext, leaf: Leaf): Report {
  const at = leaf.condition?.at;
  const source = at && context.textOf(at.file)?.slice(at.start, at.end).replace(/\s+/g, " ");
  const subject = source && source.length <= 80 ? `\`${source}\`` : "its condition";
  return {
    message: `This module is never used: ${subject} is false for every host.`,
    at: leaf.at,
    related: at ? [{ message: "the condition", at }] : [],
    tags: ["unnecessary"],
  };
}
