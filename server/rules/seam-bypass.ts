import { counted } from "../graph/rows.ts";
import type { Rule } from "./rule.ts";

export const seamBypass: Rule = {
  code: "seam-bypass",
  group: "selections",
  severity: "off",
  description: "A host holds modules of its own beside the branches that it selects.",
  explanation: `Some flakes want hosts to do nothing but select branches, so that every feature can be had by every host. Modules that stand in the host
itself bypass that seam. Hardware and disks are usually meant to, which is why this rule is off unless you want it.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base { services.openssh.enable = true; } ];
  };
}`,
    right: `{ config, lib, ... }: {
  flake.modules.nixos.remote.services.openssh.enable = true;
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base remote ];
  };
}`,
  },
  check: ({ graph }) => {
    const owners = new Map(graph.branches.map(({ id, owner }) => [id, owner]));
    return graph.hosts.flatMap((host) => {
      const pulled = new Set(host.pulls.map(({ leaf }) => leaf));
      const inline = graph.leaves.filter(
        ({ id, branch, external }) =>
          pulled.has(id) && external === undefined && (branch === undefined || owners.get(branch) === host.id),
      );
      if (inline.length === 0 || !host.at) return [];
      const related = inline.map(({ at }) => ({ message: "a module of the host's own", at }));
      const message = `\`${host.name}\` holds ${counted(inline.length, "module")} of its own, which no other host can select.`;
      return [{ message, at: host.at, hosts: [host.id], related }];
    });
  },
};
