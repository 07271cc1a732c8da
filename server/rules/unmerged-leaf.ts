import { instantiatedClasses, isWhollyKnown } from "../graph/certainty.ts";
import type { Branch, Graph, Leaf } from "../graph/graph.ts";
import { leavesById } from "../graph/graph-lookup.ts";
import { counted } from "../graph/rows.ts";
import { ANY_NAME, showOption } from "../option-path.ts";
import { isOfOneKind } from "../subjects/branch-kinds.ts";
import { type Span, startKey } from "../text.ts";
import { isNamedAfter } from "./branch-files.ts";
import { isImportedWhole } from "./branches-as-module.ts";
import { className } from "./class-name.ts";
import { renaming } from "./fix.ts";
import { selectInHosts } from "./fixes/select-branch.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { droppedOwn } from "./unmerged-class.ts";

export const unmergedLeaf: Rule = {
  code: "unmerged-leaf",
  group: "branches",
  severity: "warning",
  exception: "hint where the flake publishes the branch, unless its name looks like a typo",
  description: "A module is part of a branch that nothing uses, so its settings have no effect.",
  explanation: `The module contributes to a branch that nothing uses: no host or image selects it, and no other module imports it. Its
settings have no effect, although the file looks as alive as any other, since it is the directory tree that imports it and not a host.

Select the branch in a host, move the module to a branch that is selected, or remove it. Branches that the flake publishes
(\`flake.modules\`, \`flake.nixosModules\`) may be meant for others, so for them this is a hint.

Nothing is reported while anything about a host is unknown: what cannot be seen might select the branch.`,
  examples: {
    wrong: `{
  my.branches.vpn.nixosModules = [ { services.tailscale.enable = true; } ];
  my.hosts.desk.branches = [ "base" "desktop" ];
}`,
    right: `{
  my.branches.vpn.nixosModules = [ { services.tailscale.enable = true; } ];
  my.hosts.desk.branches = [ "base" "desktop" "vpn" ];
}`,
  },
  check: (context) => {
    const { graph } = context;
    if (!isWhollyKnown(graph)) return [];
    const classes = instantiatedClasses(graph);
    const byId = leavesById(graph);
    const selected = new Set(graph.branches.flatMap(({ group, selectedBy }) => (selectedBy.length > 0 ? [group] : [])));
    const dropped = new Set(graph.hosts.flatMap((host) => droppedOwn(graph, host)));
    return graph.branches
      .filter((branch) => isUnconsumed(branch, classes) && !dropped.has(branch))
      .filter((branch) => !isImportedWhole(context, branch) && !isMistaken(context, branch))
      .flatMap((branch) => reportsFor(context, branch, leavesOf(branch, byId), selected.has(branch.group)));
  },
};

function isUnconsumed(branch: Branch, classes: ReadonlySet<string>): boolean {
  if (branch.open || branch.mayBeConsumed || branch.selectedBy.length > 0 || branch.consumedBy.length > 0) return false;
  return branch.class !== undefined && classes.has(branch.class);
}

/** Its modules of another class are taken in the place of these, which is what is reported. */
function isMistaken(context: RuleContext, { group, class: moduleClass }: Branch): boolean {
  const places = problemsOfKind(context, "wrong-system").flatMap(({ at, systemClass }) =>
    systemClass === moduleClass ? [startKey(at)] : [],
  );
  const { hosts, branches } = context.graph;
  const groups =
    places.length === 0
      ? []
      : hosts.flatMap(({ selections }) =>
          selections.flatMap((one) =>
            places.includes(startKey(one.at))
              ? branches.filter(({ id }) => id === one.branch).map((found) => found.group)
              : [],
          ),
        );
  return groups.includes(group);
}

function leavesOf(branch: Branch, byId: ReadonlyMap<string, Leaf>): readonly Leaf[] {
  return branch.leaves.flatMap((id) => byId.get(id) ?? []).filter((leaf) => leaf.condition?.value !== "false");
}

/** One report for each place that contributes. `isPart`: other branches of its group are selected. */
function reportsFor(context: RuleContext, branch: Branch, leaves: readonly Leaf[], isPart: boolean): readonly Report[] {
  const places = new Map<string, { at: Span; count: number }>();
  for (const leaf of leaves) {
    const at = leaf.definedAt ?? leaf.at;
    const key = startKey(at);
    places.set(key, { at, count: (places.get(key)?.count ?? 0) + 1 });
  }
  const meant = meantBy(context.graph, branch);
  const related = branch.namedAt.map((at) => ({ message: `\`${branch.name}\` is described here`, at }));
  return [...places.values()].map(({ at, count }) => {
    const message = messageFor(context.graph, branch, count, isPart);
    if (meant && !isNamedAfter(at.file, branch.name)) {
      const fixes = () => renaming(context, at, branch.name, meant);
      return { message: `${message} Did you mean \`${meant}\`?`, at, related, fixes };
    }
    const fixes = () => selectInHosts(context, branch, at.file);
    const report: Report = { message, at, related, fixes };
    return isForOthers(branch) ? { ...report, severity: "hint", tags: ["unnecessary"] } : report;
  });
}

/** A branch of the same kind that hosts select and whose name is one letter away. Numbers count, and plurals are words of their own. */
function meantBy({ branches }: Graph, branch: Branch): string | undefined {
  const selected = branches.filter((other) => other.selectedBy.length > 0 && isOfOneKind(branch, other));
  const names = selected.flatMap(({ name }) => {
    const isAnotherWord = `${name}s` === branch.name || `${branch.name}s` === name || /\d/.test(branch.name + name);
    return isAnotherWord || Math.min(name.length, branch.name.length) < 4 ? [] : [name];
  });
  return nearMatch(branch.name, names, 1);
}

function messageFor(graph: Graph, branch: Branch, count: number, isPart: boolean): string {
  const these = count === 1 ? "this module is" : `these ${counted(count, "module")} are`;
  const selector = graph.selectors.find(({ option }) => option.includes(ANY_NAME)) ?? graph.selectors[0];
  const advice =
    isForOthers(branch) || !selector ? "" : ` Hosts select branches in \`${showOption(selector.option)}\`.`;
  const lack =
    isPart && branch.class !== undefined
      ? `No host uses the ${className(branch.class)} modules of branch \`${branch.name}\``
      : `No host selects branch \`${branch.name}\``;
  return `${lack}, so ${these} never used.${advice}`;
}

/** What the flake publishes, or what a library collects, which may have uses of its own for it. */
function isForOthers({ published, declaredAt }: Branch): boolean {
  return published || declaredAt.length === 0;
}
