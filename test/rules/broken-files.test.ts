import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { namedBranches } from "./dialects.ts";

const hosts = (desk: string) => `${namedBranches}
#- /cells/hosts.nix
{ inputs, lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  my.hosts.rack.branches = [ "shell" ];
  my.hosts.home.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos ++ [ ${desk} ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
  flake.nixosConfigurations.home = lib.nixosSystem {
    modules = (gather "home").nixos ++ [ inputs.home-manager.nixosModules.home-manager { home-manager.users.wren.imports = (gather "home").home; } ];
  };
}
#- /cells/shell.nix
{ my.branches.shell = { nixosModules = [ { } ]; hmModules = [ { } ]; }; my.branches.vpn.nixosModules = [ { } ]; }
`;

const broken = `#- /cells/_hardware.nix
{ boot.initrd.kernelModules = [ "dm" }
`;

function seen(text: string) {
  const { graph, findings } = analyseFixture(text).analysis;
  return {
    complete: graph.hosts.filter(({ complete }) => complete).map(({ name }) => name),
    codes: findings.map(({ code, hosts }) => [code, ...hosts].join(" ")).sort(),
  };
}

/** The flake with a cell more, whose last file is broken. */
const withCell = (cell: string) => `${hosts("")}#- /cells/zoo.nix\n${cell}\n`;
const everything = {
  complete: ["desk", "home", "rack"],
  codes: [
    "syntax",
    "unmerged-class nixosConfigurations.desk",
    "unmerged-class nixosConfigurations.rack",
    "unmerged-leaf",
  ],
};
const nothing = { complete: [], codes: ["syntax"] };

describe("a cell that is broken inside of brackets concerns what these can reach", () => {
  test.each([
    ["a setting in a module that nobody takes", "{ my.branches.vpn.hmModules = [ { services.x = { a = ; }; } ]; }"],
    ["a setting in a module of every host", "{ my.branches.base.nixosModules = [ { services.x = { a b }; } ]; }"],
    ["a list of such a setting", "{ my.branches.base.nixosModules = [ { services.x.y = [ 1 = 2 ]; } ]; }"],
    ["a part of a package", "{ perSystem = { pkgs, ... }: { packages.x = pkgs.mkShell { a = ; }; }; }"],
  ])("%s", (_what, cell) => expect(seen(withCell(cell))).toEqual(everything));

  test.each([
    ["a selection of one host", "{ my.hosts.rack = { branches = ; }; }", ["desk", "home"]],
    ["more in one host's list", '{ my.hosts.rack.branches = [ "base" = ]; }', ["desk", "home"]],
    ["the option of a branch", "{ my.branches.other = { nixosModules = ; }; }", ["desk", "home", "rack"]],
    ["a module of a branch that all take", "{ my.branches.base.nixosModules = [ { imports = ; } ]; }", []],
    ["a slot in it", "{ my.branches.base.nixosModules = [ { home-manager.users = { a b }; } ]; }", []],
  ])("%s", (_what, cell, complete) => {
    const { complete: known, codes } = seen(withCell(cell));
    expect(known).toEqual(complete);
    expect(codes).not.toContain("unmerged-leaf");
  });

  test.each([
    ["the whole cell", "{ my.branches.vpn = { }; my. }"],
    ["a let around it", "let x = 1 y = 2; in { my.branches.vpn = { }; }"],
    ["a bracket that is never closed", "{ my.branches.vpn.hmModules = [ { services.x = { a = 1; }; ]; }"],
    ["a quote that is never closed", '{ my.branches.vpn.hmModules = [ { services.x = { a = "1; }; } ]; }'],
  ])("%s may hold anything", (_what, cell) => expect({ ...seen(withCell(cell)), codes: ["syntax"] }).toEqual(nothing));
});

test("while a cell may hold anything, what fails without it may be all right", () =>
  expect(
    seen(
      `${hosts("")}#- /cells/late.nix\n{ my.hosts.rack.branches = [ "late" ]; }\n#- /cells/zoo.nix\n{ my.branches.late. }\n`,
    ),
  ).toEqual(nothing));

describe("a file that does not parse", () => {
  test("when a host alone takes it, the others are known as before; whether some branch is selected is not", () =>
    expect(seen(hosts("./_hardware.nix") + broken)).toEqual({
      complete: ["home", "rack"],
      codes: ["syntax", "unmerged-class nixosConfigurations.rack"],
    }));

  test("when it is sound again", () =>
    expect(seen(hosts("./_hardware.nix") + broken.replace('"dm"', '"dm" ]').replace("] }", "]; }"))).toEqual({
      complete: ["desk", "home", "rack"],
      codes: ["unmerged-class nixosConfigurations.desk", "unmerged-class nixosConfigurations.rack", "unmerged-leaf"],
    }));

  test("when its value may be anything", () =>
    expect(seen(hosts("(import ./_hardware.nix)") + broken)).toEqual({ complete: [], codes: ["syntax"] }));

  test("when the flake itself takes it", () =>
    expect(
      seen(`${hosts("./_hardware.nix") + broken}#- /cells/more.nix\n{ imports = [ ./_hardware.nix ]; }\n`),
    ).toEqual({
      complete: [],
      codes: ["syntax"],
    }));
});

describe("a cell that fails as a whole", () => {
  // Nix stops at each of these, and says the same.
  const failing = {
    '{ lib, ... }: throw "not yet"': "evaluation-error",
    '{ lib, ... }: { imports = [ (throw "not yet") ]; }': "evaluation-error",
    "{ lib, ... }: { imports = [ ./gone.nix ]; }": "missing-path",
  };
  for (const [cell, code] of Object.entries(failing))
    test(`is reported, and nothing that it may have a part in: ${cell}`, () => {
      expect(seen(withCell(cell))).toEqual({ complete: [], codes: [code] });
    });
});
