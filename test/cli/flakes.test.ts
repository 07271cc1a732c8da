import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GraphJson } from "../../server/graph/graph-json.ts";
import type { CheckJson } from "../../server/rules/check-json.ts";
import { dendritic, flake, folderWith } from "./run.ts";

test("the seed: hosts with their counts, and the findings", () => {
  const lines = dendritic(["graph", flake("seed")]).stdout.split("\n");
  expect(lines.filter((line) => /^\S.*\((nixos|homeManager)/.test(line))).toEqual([
    "nixosConfigurations.cellar (nixos, complete): 4 branches, 8 leaves  cells/hosts/cellar/default.nix:49",
    "nixosConfigurations.orchid (nixos, complete): 6 branches, 26 leaves  cells/hosts/orchid/default.nix:45",
    "nixosConfigurations.sparrow (nixos, complete): 6 branches, 24 leaves  cells/hosts/sparrow/default.nix:33",
    "packages.aarch64-linux.sparrow-card (nixos, complete): 6 branches, 24 leaves  cells/hosts/sparrow/default.nix:38",
  ]);
  const { code, json } = check(flake("seed"));
  expect([code, json.summary]).toEqual([1, { errors: 0, warnings: 2, hints: 3, hosts: 3, completeHosts: 3 }]);
  expect(json.findings.map(({ code, severity, at }) => [code, severity, at.file])).toEqual([
    ["unmerged-condition", "hint", "cells/branches/extras.nix"],
    ["unmerged-class", "warning", "cells/hosts/cellar/default.nix"],
    ["repeated-selection", "hint", "cells/hosts/orchid/default.nix"],
    ["unmerged-leaf", "warning", "cells/server/lookout.nix"],
    ["unmerged-condition", "hint", "cells/terrace/windchimes.nix"],
  ]);
});

test("the orchard: other names for everything, one hint", () => {
  const { code, json } = graph(flake("orchard"));
  expect([code, json.hosts.map(({ id, complete, pulls }) => [id, complete, pulls.length])]).toEqual([
    0,
    [
      ["nixosConfigurations.pippin", true, 10],
      ["nixosConfigurations.russet", true, 7],
    ],
  ]);
  const found = check(flake("orchard"));
  expect([found.code, found.json.findings.map(({ code, severity }) => [code, severity])]).toEqual([
    0,
    [["unmerged-leaf", "hint"]],
  ]);
});

/** Folder of test/flakes/broken -> exit codes of `graph` and `check`, complete hosts, incomplete ones. */
const broken: Readonly<Record<string, readonly [number, number, readonly string[], readonly string[]]>> = {
  "not-dendritic": [0, 0, [], []],
  "broken-cell": [0, 1, [], ["lantern"]],
  "missing-import": [0, 1, [], ["candle", "lantern"]],
  "cyclic-import": [0, 1, ["lantern"], ["noose", "ouroboros", "wick"]],
  "cyclic-modules": [0, 1, ["hoop", "lantern"], []],
  "empty-tree": [0, 0, [], []],
  "self-referring-option": [0, 1, ["lantern", "winch"], []],
  "not-utf8": [0, 0, ["lantern"], []],
};

for (const [name, [graphCode, checkCode, complete, incomplete]] of Object.entries(broken)) {
  test(`${name}: the rest of the graph stands, exit codes as promised`, () => {
    const folder = folderWith(`broken/${name}`);
    const { code, json } = graph(folder);
    const names = (wanted: boolean) => json.hosts.filter((host) => host.complete === wanted).map((host) => host.name);
    expect([code, names(true), names(false)]).toEqual([graphCode, complete, incomplete]);
    expect(check(folder).code).toBe(checkCode);
  });
}

test("budget-bomb: spent in two hosts, not in the third", () => {
  const { code, json } = graph(flake("broken/budget-bomb"));
  expect([code, json.hosts.map(({ name, complete }) => [name, complete])]).toEqual([
    0,
    [
      ["lantern", true],
      ["launchpad", false],
      ["mortar", false],
    ],
  ]);
});

test("why there is no graph stands on stderr, with the place", () => {
  const { stderr } = dendritic(["graph", flake("broken/not-dendritic")]);
  expect(stderr).toBe("dendritic: flake.nix:7: this flake imports no tree\n");
  expect(dendritic(["graph", flake("broken/empty-tree")]).stderr).toBe(
    "dendritic: flake.nix:13: the tree `cells` holds no Nix file\n",
  );
});

test("messages name files as they lie in the flake", () => {
  const folder = folderWith("broken/missing-import");
  for (const format of ["text", "json"])
    for (const command of ["graph", "check"])
      expect(dendritic([command, "--format", format, folder]).stdout).not.toContain(folder);
});

test("calls nested deeper than the main thread bears are evaluated anyway", () => {
  const folder = folderWith({
    "flake.nix": `{
      inputs.flake-parts.url = "github:hercules-ci/flake-parts";
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } ({ config, ... }:
        let chain = n: if n == 0 then [ ./leaf.nix ] else chain (n - 1) ++ [ ];
        in { systems = [ ]; flake.nixosConfigurations.deep = inputs.nixpkgs.lib.nixosSystem { modules = chain 5000; }; });
    }`,
    "leaf.nix": "{ }\n",
  });
  const [deep] = graph(folder).json.hosts;
  expect([deep?.id, deep?.complete, deep?.files]).toEqual(["nixosConfigurations.deep", true, ["leaf.nix"]]);
});

test("links: a loop of folders is not entered, a second name counts, a link to nothing is reported and harms nothing else", () => {
  const folder = folderWith("broken/not-utf8");
  rmSync(join(folder, "cells/cafe.nix"));
  writeFileSync(
    join(folder, "cells/hosts/lantern.nix"),
    "{ config, lib, ... }: { flake.nixosConfigurations.lantern = lib.nixosSystem { modules = config.my.branches.base.nixosModules; }; }",
  );
  symlinkSync("../cells", join(folder, "cells/again"));
  symlinkSync("base.nix", join(folder, "cells/twin.nix"));
  symlinkSync("self.nix", join(folder, "cells/self.nix"));
  symlinkSync("gone.nix", join(folder, "cells/dead.nix"));
  const [lantern] = graph(folder).json.hosts;
  expect([lantern?.complete, lantern?.files]).toEqual([false, ["cells/base.nix", "cells/twin.nix"]]);
  expect(check(folder).json.findings.map(({ code, at }) => [code, at.file])).toEqual([
    ["missing-path", "cells/dead.nix"],
    ["missing-path", "cells/self.nix"],
  ]);
});

function graph(folder: string): { readonly code: number | null; readonly json: GraphJson } {
  const { code, stdout } = dendritic(["graph", "--format", "json", folder]);
  return { code, json: JSON.parse(stdout) };
}

function check(folder: string): { readonly code: number | null; readonly json: CheckJson } {
  const { code, stdout } = dendritic(["check", "--format", "json", folder]);
  return { code, json: JSON.parse(stdout) };
}
