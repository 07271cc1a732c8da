import type { Branch, BranchMention, Graph, Host } from "../graph/graph.ts";
import { showOption } from "../option-path.ts";
import type { Fix } from "./fix.ts";
import { itemAddition, listItemAt } from "./fixes/list-items.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const needsUnmet: Rule = {
  code: "needs-unmet",
  group: "selections",
  severity: "warning",
  description: "A host selects a branch, but not another branch that it needs.",
  explanation: `Besides its modules, a branch can name other branches: in an option such as \`needs\`, a list of branch names in the same
submodule. A host that selects the branch, but not the branches that it names, lacks something that the branch relies on.

This is reported only where every string in that option names a branch, and where the option's name, or a host that has both branches, shows
that the option is about what is needed.`,
  examples: {
    wrong: `{
  my.branches.mail = { needs = [ "backup" ]; nixosModules = [ { services.postfix.enable = true; } ]; };
  my.hosts.desk.branches = [ "mail" ];
}`,
    right: `{
  my.branches.mail = { needs = [ "backup" ]; nixosModules = [ { services.postfix.enable = true; } ]; };
  my.hosts.desk.branches = [ "mail" "backup" ];
}`,
  },
  check: (context) => {
    const mentions = judgedMentions(context.graph);
    return context.graph.hosts
      .filter(({ complete }) => complete)
      .flatMap((host) => reportsFor(context, host, mentions));
  },
};

interface Need extends BranchMention {
  readonly of: Branch;
}

const NEEDING = /need|requir|depend/i;
const EXCLUDING = /conflict|exclu|incompat|unless|replac|before|after|order|without/i;

/** Mentions by options that are about what is needed. */
function judgedMentions(graph: Graph): readonly Need[] {
  const names = new Set(graph.branches.map(({ name }) => name));
  const byOption = new Map<string, Need[]>();
  for (const branch of graph.branches)
    for (const mention of branch.mentions) {
      const key = `${branch.path[0]}.${branch.path[1]} ${mention.option}`;
      byOption.set(key, [...(byOption.get(key) ?? []), { ...mention, of: branch }]);
    }
  return [...byOption.values()].flatMap((needs) => {
    const option = needs[0]?.option ?? "";
    if (EXCLUDING.test(option) || !needs.every(({ text }) => names.has(text))) return [];
    const isMet = needs.some((need) => graph.hosts.some((host) => has(host, need.of) && isMetBy(graph, host, need)));
    return NEEDING.test(option) || isMet ? needs : [];
  });
}

function has(host: Host, branch: Branch): boolean {
  return branch.selectedBy.includes(host.id);
}

function isMetBy(graph: Graph, host: Host, { text, of }: Need): boolean {
  return namedLike(graph, text, of).some((branch) => has(host, branch));
}

function namedLike(graph: Graph, name: string, like: Branch): readonly Branch[] {
  return graph.branches.filter((branch) => branch.name === name && branch.path[0] === like.path[0]);
}

function reportsFor(context: RuleContext, host: Host, needs: readonly Need[]): readonly Report[] {
  const { graph } = context;
  const reported = new Map<string, Report>();
  for (const need of needs) {
    const { of, text, at, option } = need;
    const wanted = namedLike(graph, text, of);
    // A branch without modules for this host gives it nothing to miss.
    const isWorth = wanted.some((branch) => branch.leaves.length > 0 && branch.class === of.class);
    if (!has(host, of) || !isWorth || wanted.some((branch) => has(host, branch) || branch.open)) continue;
    const selection = host.selections.find(({ branch, through }) => branch === of.id && through === undefined);
    if (!selection) continue;
    reported.set(`${of.group} ${text}`, {
      message: `\`${host.name}\` selects \`${of.name}\`, which lists \`${text}\` in \`${showOption([option])}\`, but not \`${text}\` itself. Select \`${text}\` as well.`,
      at: selection.at,
      hosts: [host.id],
      related: [{ message: `\`${of.name}\` lists \`${text}\` here`, at }],
      fixes: selection.kind === "string" && !selection.partial ? addition(context, selection.at, text) : [],
    });
  }
  return [...reported.values()];
}

function addition(context: RuleContext, at: Report["at"], name: string): readonly Fix[] {
  const found = listItemAt(context.treeOf(at.file), at);
  if (!found) return [];
  const edit = itemAddition(context.textOf(at.file) ?? "", at.file, found.list, JSON.stringify(name));
  return [{ title: `Select \`${name}\` as well`, edits: [edit], preferred: true }];
}
