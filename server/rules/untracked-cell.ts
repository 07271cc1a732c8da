import { trackingFix } from "./fix.ts";
import type { Rule } from "./rule.ts";

export const untrackedCell: Rule = {
  code: "untracked-cell",
  group: "files",
  severity: "warning",
  description: "A file is not tracked by git, so Nix does not see it.",
  explanation: `In a git repository Nix sees only the files that git tracks. A new file that was never added does not exist for Nix: its
modules are missing from every host, and no error says so. \`git add --intent-to-add\` is enough; nothing needs to be committed.`,
  examples: {
    wrong: `# $ git status --short
# ?? cells/vpn.nix
{ flake.modules.nixos.vpn.services.tailscale.enable = true; }`,
    right: `# $ git add --intent-to-add cells/vpn.nix
{ flake.modules.nixos.vpn.services.tailscale.enable = true; }`,
  },
  judgesBroken: true,
  check: ({ graph }) =>
    graph.cells.flatMap(({ file, status }) =>
      status === "untracked"
        ? [
            {
              message:
                "This file is not tracked by git, so Nix does not see it. `git add -N` makes it part of the flake.",
              at: { file, start: 0, end: 0 },
              fixes: [trackingFix(file)],
            },
          ]
        : [],
    ),
};
