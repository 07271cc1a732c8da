import { showOption } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import type { Fix } from "./fix.ts";
import { itemRemoval } from "./fixes/list-items.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const takenTwice: Rule = {
  code: "taken-twice",
  group: "selections",
  severity: "error",
  exception: "hint where only a list or a text has the same items twice, and for modules from inputs",
  description: "A host takes a branch twice, and what its modules declare or add is there twice.",
  explanation: `Nix counts a file once, however often it is imported. The module of a branch is a set without a \`key\`, and counts as
often as it is reached: from the host's own list, and again through another branch that imports it. An option that it declares is then
declared twice, which Nix refuses; what it adds to a list, or to a text of several lines, is added twice.

Take the branch in one place, keep what it declares in a file that it imports by its path, or give its module a \`key\` of its own.`,
  examples: {
    around: `# cells/_prompt.nix
{ lib, ... }: { options.my.prompt = lib.mkOption { default = "$ "; }; }`,
    wrong: `{ config, lib, ... }: {
  flake.modules.nixos.shell.options.my.prompt = lib.mkOption { default = "$ "; };
  flake.modules.nixos.laptop.imports = [ config.flake.modules.nixos.shell ];
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ laptop shell ];
  };
}`,
    right: `{ config, lib, ... }: {
  flake.modules.nixos.shell.imports = [ ./_prompt.nix ]; # declares \`my.prompt\`
  flake.modules.nixos.laptop.imports = [ config.flake.modules.nixos.shell ];
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ laptop shell ];
  };
}`,
  },
  check: (context) => [...branchReports(context), ...moduleReports(context)],
};

function branchReports(context: RuleContext): readonly Report[] {
  // A branch for several classes is taken twice for each.
  const all = repeatedBranches(context);
  const byPlace = new Map(all.map((each) => [`${startKey(each.at)} ${startKey(each.before)}`, each]));
  return [...byPlace.values()].map(({ at, before, path }): Report => {
    const group = all.filter(
      (each) => startKey(each.at) === startKey(at) && startKey(each.before) === startKey(before),
    );
    const hosts = [...new Set(group.flatMap((each) => each.hosts))];
    const declared = [...new Set(group.flatMap((each) => each.declared))];
    const doubled = [...new Set(group.flatMap((each) => each.doubled))];
    const branch = context.graph.branches.find(({ id }) => id === showOption(path))?.name ?? path.at(-1) ?? "";
    const isRefused = declared.length > 0;
    const effect = isRefused
      ? `${listed(declared)} declared twice, which Nix refuses`
      : `${listed(doubled)} given the same items twice`;
    return {
      message: `${hostsTake(context, hosts)} branch \`${branch}\` twice, so ${effect}. Take the branch in one place, or give its module a \`key\`.`,
      at,
      ...(isRefused ? {} : { severity: "hint" }),
      related: [{ message: `\`${branch}\` is taken here, too`, at: before }],
      hosts,
      fixes: () => removal(context, at, hosts),
    };
  });
}

function moduleReports(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "module-twice").map(({ at, before, module, hosts }) => ({
    message: `${hostsTake(context, hosts)} \`${module}\` twice. Nix refuses the options of a module that it gets twice, unless the module is a file. Import it in one place.`,
    at,
    severity: "hint" as const,
    related: [{ message: "the same module is imported here, too", at: before }],
    hosts,
  }));
}

function hostsTake(context: RuleContext, hosts: readonly string[]): string {
  return `${hostNames(context, hosts)} ${new Set(hosts).size > 1 ? "take" : "takes"}`;
}

/** Places that take a branch which the host has already, where that makes a difference. */
export function repeatedBranches(context: RuleContext) {
  return problemsOfKind(context, "taken-twice");
}

/** "`a` is", "`a` and `b` are", "`a` and 3 more options are". */
function listed([first = "", ...others]: readonly string[]): string {
  const [second] = others;
  if (second === undefined) return `\`${first}\` is`;
  return others.length === 1
    ? `\`${first}\` and \`${second}\` are`
    : `\`${first}\` and ${others.length} more options are`;
}

/** Only where no host goes without the branch then. */
function removal(context: RuleContext, at: Span, hosts: readonly string[]): readonly Fix[] {
  const key = startKey(at);
  const taking = context.graph.hosts.filter(({ selections }) => selections.some((one) => startKey(one.at) === key));
  if (!taking.every(({ id }) => hosts.includes(id))) return [];
  const edit = itemRemoval(context, at);
  return edit ? [{ title: "Remove this selection", edits: [edit], preferred: true }] : [];
}
