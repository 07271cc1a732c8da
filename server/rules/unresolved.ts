import { startKey } from "../text.ts";
import type { Rule } from "./rule.ts";

export const unresolved: Rule = {
  code: "unresolved",
  group: "analysis",
  severity: "off",
  description: "Some modules of a host cannot be determined.",
  explanation: `Where something cannot be determined (a builder from outside the flake, a list that depends on what only NixOS knows, broken
code), the host is only partly known, and rules that would have to claim that something is missing report nothing about it. This rule shows
the places and the reasons. It is off by default.`,
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
        else
          reports.set(key, {
            message: `Not all modules of this host are known: ${reason}.`,
            at: place,
            hosts: [host.id],
          });
      }
    }
    return [...reports.values()];
  },
};
