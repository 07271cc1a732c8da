import { showOption } from "../option-path.ts";
import { className } from "./class-name.ts";
import { hostsUse, problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const wrongClass: Rule = {
  code: "wrong-class",
  group: "classes",
  severity: "warning",
  description: "A module sets options that systems of its class do not have.",
  explanation: `\`home.packages\` is an option of Home Manager; \`boot\` and \`fileSystems\` are options of NixOS. In a module of the other
class, Nix stops with "The option … does not exist", but only once the host is evaluated.

Only a few unmistakable names are checked, and none that a module of the flake declares itself.`,
  examples: {
    wrong: `{ flake.modules.nixos.shell = { pkgs, ... }: { home.packages = [ pkgs.ripgrep ]; }; }`,
    right: `{ flake.modules.homeManager.shell = { pkgs, ... }: { home.packages = [ pkgs.ripgrep ]; }; }`,
  },
  check: (context) =>
    problemsOfKind(context, "foreign-option").flatMap(({ at, path, belongsTo, systemClass, hosts: all }) => {
      const hosts = all.filter((host) => !isMismatched(context, host, belongsTo));
      if (hosts.length === 0) return [];
      const message = `\`${showOption(path)}\` is an option of ${className(belongsTo)}, but ${hostsUse(context, hosts)} this module as a module for ${className(systemClass)}, which has no such option. Move it to a module for ${className(belongsTo)}.`;
      return [{ message, at, hosts }];
    }),
};

/** Whether the host takes a module that says it is for that class: then that is what is wrong, and what is reported. */
function isMismatched({ graph }: RuleContext, host: string, moduleClass: string): boolean {
  return graph.problems.some(
    (problem) => problem.kind === "wrong-system" && problem.moduleClass === moduleClass && problem.hosts.includes(host),
  );
}
