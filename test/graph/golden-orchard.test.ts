import { expect, test } from "vitest";
import { showOption } from "../../server/option-path.ts";
import { analyseFlake } from "../flake.ts";
import { cellsText, withoutReasons } from "./check-graph.ts";
import { branchesText, hostText } from "./print.ts";

const orchard = analyseFlake("orchard");

function checkHost(id: string, wanted: string): void {
  const host = orchard.graph.hosts.find((candidate) => candidate.id === id);
  expect(host && hostText(orchard, host)).toBe(withoutReasons(wanted));
}

// Reasons are those of test/flakes/orchard.expected.md. Modules stand in the order in which imports are followed: level by level.

test("pippin: branches that import branches, 10 modules", () =>
  checkHost(
    "nixosConfigurations.pippin",
    `
    nixosConfigurations.pippin nixos complete  rows/tools/planting.nix:21  # built by mapAttrs over configurations.nixos
      select configurations.nixos.pippin.module reference rows/tools/planting.nix:21  # the list of modules has one element
      select flake.modules.generic.almanac reference rows/limbs/trunk.nix:4 through flake.modules.nixos.trunk
      select flake.modules.homeManager.bark reference rows/limbs/blossom.nix:14 through flake.modules.nixos.blossom
      select flake.modules.homeManager.blossom reference rows/limbs/blossom.nix:15 through flake.modules.nixos.blossom  # below with …homeManager, so not the nixos one
      select flake.modules.nixos.blossom reference rows/machines/pippin.nix:5 through configurations.nixos.pippin.module
      select flake.modules.nixos.canopy reference rows/limbs/blossom.nix:9 through flake.modules.nixos.blossom
      select flake.modules.nixos.trunk reference rows/limbs/canopy.nix:6 through flake.modules.nixos.canopy  # its own config hides the outer one: topLevel.config
      select flake.modules.nixos.wren reference rows/machines/pippin.nix:6 through configurations.nixos.pippin.module
      nixos
        configurations.nixos.pippin.module
          rows/machines/pippin.nix:3  # 1
          flake.modules.nixos.blossom
            rows/limbs/blossom.nix:7  # 2
          flake.modules.nixos.wren
            rows/tools/grafting.nix:4  # 3: a factory wrote it, rows/people.nix contributes it
          flake.modules.nixos.blossom
            rows/limbs/blossom.nix:10 external inputs.home-manager.nixosModules.home-manager  # 4
            flake.modules.nixos.canopy
              rows/limbs/canopy.nix:4  # 5
              flake.modules.nixos.trunk
                rows/limbs/bark.nix:3  # 6
                rows/limbs/trunk.nix:3  # 7: two paths of one definition, one leaf
                flake.modules.generic.almanac
                  rows/limbs/almanac.nix:3  # 8
      home-manager.users.wren
        configurations.nixos.pippin.module
          flake.modules.nixos.blossom  # its leaf does the wiring
            flake.modules.homeManager.bark
              rows/limbs/bark.nix:8  # 9: same file as 6, another class and name
            flake.modules.homeManager.blossom
              rows/limbs/blossom.nix:20  # 10
    `,
  ));

test("russet: branches by attrValues of an inherit, a path and an input's module, 7 modules", () =>
  checkHost(
    "nixosConfigurations.russet",
    `
    nixosConfigurations.russet nixos complete  rows/tools/planting.nix:21
      select configurations.nixos.russet.module reference rows/tools/planting.nix:21
      select flake.modules.generic.almanac reference rows/limbs/trunk.nix:4 through flake.modules.nixos.trunk
      select flake.modules.nixos.finch reference rows/machines/russet.nix:9 through configurations.nixos.russet.module  # the names inside inherit: no wildcard
      select flake.modules.nixos.trunk reference rows/machines/russet.nix:9 through configurations.nixos.russet.module
      nixos
        configurations.nixos.russet.module
          rows/machines/russet.nix:7  # 1
          rows/machines/russet.nix:10 external inputs.disko.nixosModules.disko  # 2
          rows/machines/_disk.nix:1  # 3: skipped by the tree, reached by path
          flake.modules.nixos.finch
            rows/tools/grafting.nix:4  # 4: the factory again
          flake.modules.nixos.trunk
            rows/limbs/bark.nix:3  # 5
            rows/limbs/trunk.nix:3  # 6
            flake.modules.generic.almanac
              rows/limbs/almanac.nix:3  # 7
    `,
  ));

// What a leaf brings in through its own `imports` is pulled by hosts, but contributed to no branch.
test("branches: 10 shared leaves and one of each host", () =>
  expect(branchesText(orchard)).toBe(
    withoutReasons(`
    configurations.nixos.pippin.module nixos of pippin selected by pippin
      rows/machines/pippin.nix:3
    configurations.nixos.russet.module nixos of russet selected by russet
      rows/machines/russet.nix:7
    flake.modules.generic.almanac nixos selected by pippin russet  # generic fits everywhere; this is where it is consumed
      rows/limbs/almanac.nix:3
    flake.modules.homeManager.bark homeManager selected by pippin
      rows/limbs/bark.nix:8
    flake.modules.homeManager.blossom homeManager selected by pippin
      rows/limbs/blossom.nix:20
    flake.modules.nixos.blossom nixos selected by pippin
      rows/limbs/blossom.nix:7
    flake.modules.nixos.canopy nixos selected by pippin
      rows/limbs/canopy.nix:4
    flake.modules.nixos.cider nixos  # published, selected by nobody
      rows/limbs/cider.nix:3
    flake.modules.nixos.finch nixos selected by russet
      rows/tools/grafting.nix:4 as rows/people.nix  # Nix credits the definition, the place is the factory's
    flake.modules.nixos.trunk nixos selected by pippin russet
      rows/limbs/bark.nix:3
      rows/limbs/trunk.nix:3
    flake.modules.nixos.wren nixos selected by pippin
      rows/tools/grafting.nix:4 as rows/people.nix
    `),
  ));

test("files that give a host a module: the factory's is none of them", () =>
  expect(orchard.graph.hosts.map((host) => host.files.map((file) => file.split("/rows/")[1]).join(" "))).toEqual([
    "limbs/almanac.nix limbs/bark.nix limbs/blossom.nix limbs/canopy.nix limbs/trunk.nix machines/pippin.nix people.nix",
    "limbs/almanac.nix limbs/bark.nix limbs/trunk.nix machines/_disk.nix machines/russet.nix people.nix",
  ]));

test("cells and options", () => {
  expect(cellsText(orchard)).toBe(
    withoutReasons(`
    flake.nix reached root
    rows/ground.nix imported  # imports flake-parts' own declaration of flake.modules
    rows/limbs/almanac.nix imported leaf
    rows/limbs/bark.nix imported leaf
    rows/limbs/blossom.nix imported leaf
    rows/limbs/canopy.nix imported leaf
    rows/limbs/cider.nix imported leaf
    rows/limbs/trunk.nix imported leaf
    rows/machines/_disk.nix reached leaf
    rows/machines/pippin.nix imported leaf
    rows/machines/russet.nix imported leaf
    rows/people.nix imported leaf
    rows/tools/grafting.nix imported  # flake.lib is undeclared and set once: legal
    rows/tools/planting.nix imported schema host
    `),
  );
  const options = orchard.graph.options.map(
    ({ path, class: className }) => `${showOption(path)}${className ? ` (${className})` : ""}`,
  );
  expect(options).toEqual(["almanac.season (nixos)", "configurations.nixos", "configurations.nixos.<name>.module"]);
});
