import { counted } from "../graph/rows.ts";
import type { Rule } from "./rule.ts";

export const seamBypass: Rule = {
  code: "seam-bypass",
  group: "selections",
  severity: "off",
  description: "A host contains modules of its own besides the branches that it selects.",
  explanation: `In some flakes hosts are meant to do nothing but select branches, so that every host can have every feature. Modules that
are written in the host itself bypass that rule. Hardware and disks usually have to, which is why this is off by default.`,
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
      const related = inline.map(({ at }) => ({ message: "one of the host's own modules", at }));
      const message = `\`${host.name}\` contains ${counted(inline.length, "module")} of its own, which no other host can select.`;
      return [{ message, at: host.at, hosts: [host.id], related }];
    });
  },
};
