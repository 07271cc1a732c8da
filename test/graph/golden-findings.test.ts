import { expect, test } from "vitest";
import { placesIn } from "../../server/graph/shown-places.ts";
import { analyseFlake } from "../flake.ts";
import { withoutReasons } from "./check-graph.ts";

function checkFindings(name: string, wanted: string): void {
  const { graph, findings, linesOf } = analyseFlake(name);
  const { lineOf, wordsOf } = placesIn(graph.root.directory, linesOf);
  const lines = findings.flatMap(({ code, severity, at, message, related, tags }) => [
    `${[severity, code, ...tags].join(" ")} ${lineOf(at)}: ${wordsOf(message)}`,
    ...related.map((one) => `  ${lineOf(one.at)}: ${one.message}`),
  ]);
  expect(lines.join("\n")).toBe(withoutReasons(wanted));
}

test("the seed: five findings and no other", () =>
  checkFindings(
    "seed",
    `
    hint unmerged-condition unnecessary cells/branches/extras.nix:20: This module is never used: \`extrasCfg.scarecrow.enable\` is false for every host.
      cells/branches/extras.nix:19: the condition
    warning unmerged-class cells/hosts/cellar/default.nix:19: \`cellar\` selects \`keys\` but uses no Home Manager modules of it, so its 2 modules in \`my.branches.keys.hmModules\` are dropped. Let \`cellar\` use them, or move them to a branch that it does not select.
      cells/keys/default.nix:30: dropped by \`cellar\`
      cells/keys/default.nix:32: dropped by \`cellar\`
    hint repeated-selection cells/hosts/orchid/default.nix:21: \`orchid\` already has \`terrace\`, so this selection can be removed.
      cells/options/profile.nix:12: \`terrace\` is first selected here
    warning unmerged-leaf cells/server/lookout.nix:6: No host selects branch \`tower\`, so this module is never used. Hosts select branches in \`my.hosts.<name>.branches\`.
      cells/branches/tower.nix:3: \`tower\` is described here
    hint unmerged-condition unnecessary cells/terrace/windchimes.nix:5: This module is never used: \`config.my.enableWindchimes\` is false for every host.
      cells/terrace/windchimes.nix:3: the condition
    `,
  ));

test("the orchard: a published branch that nobody selects is a hint", () =>
  checkFindings(
    "orchard",
    `
    hint unmerged-leaf unnecessary rows/limbs/cider.nix:2: No host selects branch \`cider\`, so this module is never used.
    `,
  ));
