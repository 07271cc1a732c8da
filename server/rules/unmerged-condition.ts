import type { Leaf } from "../graph/graph.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const unmergedCondition: Rule = {
  code: "unmerged-condition",
  severity: "hint",
  description: "A module stands behind a condition that is false for every host.",
  check: (context) =>
    context.graph.leaves
      .filter((leaf) => leaf.condition?.value === "false" && leaf.branch !== undefined)
      .map((leaf) => report(context, leaf)),
};

function report(context: RuleContext, leaf: Leaf): Report {
  const at = leaf.condition?.at;
  const source = at && context.textOf(at.file)?.slice(at.start, at.end).replace(/\s+/g, " ");
  const subject = source && source.length <= 80 ? `\`${source}\`` : "its condition";
  return {
    message: `This module is merged nowhere: ${subject} is false for every host.`,
    at: leaf.at,
    related: at ? [{ message: "the condition", at }] : [],
    tags: ["unnecessary"],
  };
}
