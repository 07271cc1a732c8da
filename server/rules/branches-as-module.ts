import type { Branch } from "../graph/graph.ts";
import { leavesByFile } from "../graph/graph-lookup.ts";
import { showOption, startsWith } from "../option-path.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const branchesAsModule: Rule = {
  code: "branches-as-module",
  group: "modules",
  severity: "error",
  description: "A set of branches is imported as if it were a module.",
  explanation: `\`flake.modules.nixos\`, \`flake.nixosModules\` and the like hold modules by name. Such a set is not a module itself: Nix
takes the names in it for options, and stops with "The option … does not exist".

Import a branch out of the set, or several: \`imports = with config.flake.modules.nixos; [ shell desktop ]\`.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos ]; };
}`,
    right: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}`,
  },
  check: (context) =>
    problemsOfKind(context, "branches-as-module").map(({ at, path, hosts }) => {
      const written = context.textOf(at.file)?.slice(at.start, at.end) ?? showOption(path);
      // A branch that the same file adds to may be the one that imports the set.
      const beside = new Set((leavesByFile(context.graph).get(at.file) ?? []).map(({ id }) => id));
      const example = context.graph.branches.find(
        (branch) => isIn(branch, path) && !branch.leaves.some((id) => beside.has(id)),
      );
      const effect = hosts.length > 0 ? `, so ${hostNames(context, hosts)} cannot be built` : "";
      const advice = example ? `, such as \`${example.name}\`` : "";
      return {
        message: `\`${written}\` is a set of branches, not a module${effect}. Import one of its branches${advice}.`,
        at,
        hosts,
      };
    }),
};

/** Whether the branch is in a set that somebody imports whole: what is meant by that is not known. */
export function isImportedWhole(context: RuleContext, branch: Branch): boolean {
  return problemsOfKind(context, "branches-as-module").some(({ path }) => isIn(branch, path));
}

function isIn(branch: Branch, path: readonly string[]): boolean {
  return startsWith(branch.path, path);
}
