import { startKey } from "../text.ts";
import type { Rule } from "./rule.ts";

export const unresolved: Rule = {
  code: "unresolved",
  group: "analysis",
  severity: "off",
  description: "Why the modules of a host are not all known.",
  explanation: `Where something cannot be determined (a builder from outside, a list that depends on what only NixOS knows, broken code) the host counts
as incomplete, and rules that would claim that something is missing say nothing of it. This rule shows the places and the reasons. It is off unless
you want to know.`,
  examples: {
    around: `# cells/_desk.nix
{ }`,
    wrong: `{ inputs, lib, ... }: { flake.nixosConfigurations.desk = inputs.elsewhere.lib.mkHost { name = "desk"; }; }`,
    right: `{ inputs, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ ./_desk.nix ]; }; }`,
  },
  check: ({ graph }) => {
    const reports = new Map<
      string,
      { message: string; at: { file: string; start: number; end: number }; hosts: string[] }
    >();
    for (const host of [...graph.hosts, ...graph.images]) {
      for (const { reason, at } of host.unresolved) {
        const place = at ?? host.at;
        if (!place) continue;
        const key = `${startKey(place)} ${reason}`;
        const known = reports.get(key);
        if (known) known.hosts.push(host.id);
        else reports.set(key, { message: `Not all modules are known: ${reason}.`, at: place, hosts: [host.id] });
      }
    }
    return [...reports.values()];
  },
};
