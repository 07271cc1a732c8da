import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkSilence } from "../rules/check-findings.ts";

const mac = (lastModified: number) => `
#- /cells/shell.nix
{ flake.nixosModules.shell = { programs.zsh.enable = true; }; }
#- /cells/mac.nix
{ inputs, self, ... }: {
  flake.darwinConfigurations.mac = inputs.nix-darwin.lib.darwinSystem { modules = [ self.nixosModules.shell ]; };
}
#- /flake.lock
{ "nodes": {
  "flake-parts": { "locked": { "lastModified": ${lastModified}, "owner": "hercules-ci", "repo": "flake-parts", "type": "github" } },
  "root": { "inputs": { "flake-parts": "flake-parts" } } }, "root": "root", "version": 7 }
`;

test("published modules have a class since the revision that gave them one", () => {
  const codes = (lastModified: number) => analyseFixture(mac(lastModified)).analysis.findings.map(({ code }) => code);
  expect(codes(1_762_000_000)).toEqual([]);
  expect(codes(1_763_000_000)).toEqual(["class-mismatch"]);
});

test("a module that is imported and published at once is a branch, and declares `flake.modules`", () => {
  const flake = `
#- /cells/publish.nix
{ inputs, flake-parts-lib, ... }: {
  imports = [
    inputs.flake-parts.flakeModules.modules
    (flake-parts-lib.importAndPublish "extras" { flake.modules.nixos.base = { boot.tmp.cleanOnBoot = true; }; })
    (flake-parts-lib.importAndPublish "more" { })
  ];
}
#- /cells/box.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.box = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}
`;
  checkSilence(flake);
  const { graph } = analyseFixture(flake).analysis;
  expect(graph.branches.map(({ id }) => id)).toEqual([
    "flake.modules.flake.extras",
    "flake.modules.flake.more",
    "flake.modules.nixos.base",
  ]);
});
