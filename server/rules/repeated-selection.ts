import type { Host } from "../graph/graph.ts";
import { type Span, startKey } from "../text.ts";
import type { Fix } from "./fix.ts";
import { itemRemoval } from "./fixes/list-items.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { repeatedBranches } from "./taken-twice.ts";

export const repeatedSelection: Rule = {
  code: "repeated-selection",
  group: "selections",
  severity: "hint",
  description: "A host selects a branch that it already has.",
  explanation: `A host selects a branch that it already has, from a list shared by all hosts or from an earlier item of its own list. The
second mention is superfluous, and whoever removes the branch in one place will wonder why it is still there. Where it does harm,
\`taken-twice\` says so.`,
  examples: {
    wrong: `{
  my.profile.branches = [ "base" "desktop" ]; # for every host
  my.hosts.desk.branches = [ "desktop" "games" ];
}`,
    right: `{
  my.profile.branches = [ "base" "desktop" ]; # for every host
  my.hosts.desk.branches = [ "games" ];
}`,
  },
  check: (context) =>
    context.graph.root.isDoubtful ? [] : context.graph.hosts.flatMap((host) => reportsFor(context, host)),
};

function reportsFor(context: RuleContext, host: Host): readonly Report[] {
  const harmful = new Set(repeatedBranches(context).map(({ at }) => startKey(at)));
  const reports = new Map<string, Report>();
  for (const { branch, at, repeats } of host.selections) {
    if (!repeats || harmful.has(startKey(at))) continue;
    const name = context.graph.branches.find((candidate) => candidate.id === branch)?.name ?? branch;
    reports.set(startKey(at), {
      message: `\`${host.name}\` already has \`${name}\`, so this selection can be removed.`,
      at,
      related: [{ message: `\`${name}\` is first selected here`, at: repeats }],
      hosts: [host.id],
      fixes: removal(context, at),
    });
  }
  return [...reports.values()];
}

/** Not safe to do unseen: another host may read the same list without the one before. */
function removal(context: RuleContext, at: Span): readonly Fix[] {
  const edit = itemRemoval(context, at);
  return edit ? [{ title: "Remove the repeated selection", edits: [edit], preferred: true }] : [];
}
