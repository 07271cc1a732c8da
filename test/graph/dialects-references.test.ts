import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const branches = [
  modulesCell,
  branchCell("base", "boot.tmp.cleanOnBoot = true;"),
  branchCell("shell", "programs.zsh.enable = true;"),
].join("");

/** The desk with both branches, selected as `places` says: lines of cells/desk.nix. */
function checkDesk(desk: string, [base, shell, at]: readonly [number, number, number], kind = "reference"): void {
  checkHosts(
    `${branches}
#- /cells/desk.nix
${desk.trim()}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:${at}
  select flake.modules.nixos.base ${kind} cells/desk.nix:${base}
  select flake.modules.nixos.shell ${kind} cells/desk.nix:${shell}
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
    flake.modules.nixos.shell
      cells/shell.nix:1
`,
  );
}

describe("ways to say which branch", () => {
  test("the whole path", () =>
    checkDesk(
      `
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = [
    config.flake.modules.nixos.base
    config.flake.modules.nixos.shell
  ]; }; }`,
      [3, 4, 1],
    ));

  test("self and inputs.self close the loop", () =>
    checkDesk(
      `
{ self, inputs, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = [
    self.modules.nixos.base
    inputs.self.modules.nixos.shell
  ]; }; }`,
      [3, 4, 1],
    ));

  test("inherit (config.flake) modules, below with", () =>
    checkDesk(
      `
{ config, lib, ... }:
let inherit (config.flake) modules; in
{ flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = with modules.nixos; [
    base
    shell
  ]; }; }`,
      [5, 6, 3],
    ));

  test("inherit (config.flake.modules) nixos", () =>
    checkDesk(
      `
{ config, lib, ... }:
let inherit (config.flake.modules) nixos; in
{ flake.nixosConfigurations.desk = lib.nixosSystem { modules = [
  nixos.base
  nixos.shell
]; }; }`,
      [4, 5, 3],
    ));

  test("a chain of names: mods = config.flake.modules; with mods.nixos", () =>
    checkDesk(
      `
topLevel@{ lib, ... }:
let flakeConfig = topLevel.config; mods = flakeConfig.flake.modules; in
{ flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = with mods.nixos; [ base shell ]; }; }`,
      [4, 4, 3],
    ));

  test("attrValues of an inherit", () =>
    checkDesk(
      `
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = builtins.attrValues { inherit (config.flake.modules.nixos)
    base
    shell; }; }; }`,
      [3, 4, 1],
    ));

  test("attrVals of strings", () =>
    checkDesk(
      `
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = lib.attrVals [
    "base"
    "shell"
  ] config.flake.modules.nixos; }; }`,
      [3, 4, 1],
      "string",
    ));

  test("pipe operators", () =>
    checkDesk(
      `
{ config, lib, ... }: { flake.nixosConfigurations.desk =
  [
    "base"
    "shell"
  ] |> map (name: config.flake.modules.nixos.\${name}) |> (modules: lib.nixosSystem { inherit modules; }); }`,
      [3, 4, 5],
      "string",
    ));

  test("a wildcard over everything", () =>
    checkDesk(
      `
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem {
  modules = lib.attrValues config.flake.modules.nixos; }; }`,
      [2, 2, 1],
      "wildcard",
    ));

  test("lexical names win over with", () =>
    checkHosts(
      `${branches}
#- /cells/desk.nix
{ config, lib, ... }:
let shell = ./_own.nix; in
{ flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shell ]; }; }
#- /cells/_own.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:3
  select flake.modules.nixos.base reference cells/desk.nix:3
  nixos
    cells/_own.nix:1
    flake.modules.nixos.base
      cells/base.nix:1
`,
    ));
});

/** A flake whose only other cell is `leaf`, with a host that takes `flake.modules.nixos.base`; `first` are selections before that. */
function checkLeaf(leaf: string, wanted: string, first = ""): void {
  checkHosts(
    `
${modulesCell}#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}
#- /cells/leaf.nix
${leaf.trim()}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
${first}
  select flake.modules.nixos.base reference cells/desk.nix:2
${wanted}
`,
  );
}

const oneLeaf = (line: number, condition = "") => `
  nixos
    flake.modules.nixos.base
      cells/leaf.nix:${line}${condition}`;

describe("ways to write a leaf", () => {
  test("one dotted path, nested sets, config in front", () => {
    checkLeaf("{ flake.modules.nixos.base = { a = 1; }; }", oneLeaf(1));
    checkLeaf("{ flake.modules = {\n  nixos.base = { a = 1; }; }; }", oneLeaf(2));
    checkLeaf("{ flake = { modules.nixos = {\n  base = { a = 1; }; }; }; }", oneLeaf(2));
    checkLeaf("{ config.flake.modules.nixos.base = { a = 1; }; }", oneLeaf(1));
  });

  test("a path that continues into the module", () =>
    checkLeaf(
      "{\n  flake.modules.nixos.base.programs.zsh.enable = true;\n  flake.modules.nixos.base.programs.git.enable = true; }",
      oneLeaf(2),
    ));

  test("let and inherit", () =>
    checkLeaf("let\n  flake.modules.nixos.base = { a = 1; };\nin { inherit flake; }", oneLeaf(2)));

  test("quoted and interpolated names", () => {
    checkLeaf('{ flake.modules."nixos"."base" = { a = 1; }; }', oneLeaf(1));
    checkLeaf(`let name = "base"; in { flake.modules.nixos.\${name} = { a = 1; }; }`, oneLeaf(1));
    checkLeaf(
      `{ flake.modules = builtins.listToAttrs [ { name = "nixos"; value.\${"ba" + "se"} = { a = 1; }; } ]; }`,
      oneLeaf(1),
    );
    checkLeaf('{ lib, ... }: { flake.modules.nixos = lib.genAttrs [ "base" "other" ] (_: { a = 1; }); }', oneLeaf(1));
  });

  test("mkMerge, mkDefault, mkForce, //", () => {
    checkLeaf("{ lib, ... }: { flake.modules = lib.mkMerge [ {\n  nixos.base = { a = 1; }; } ]; }", oneLeaf(2));
    checkLeaf("{ lib, ... }: { flake.modules.nixos.base = lib.mkDefault { a = 1; }; }", oneLeaf(1));
    checkLeaf("{ lib, ... }: { flake.modules.nixos = { other = { }; } // {\n  base = { a = 1; }; }; }", oneLeaf(2));
  });

  test("mkMerge inside one branch makes two leaves", () =>
    checkLeaf(
      "{ lib, ... }: { flake.modules.nixos.base = lib.mkMerge [\n  { a = 1; }\n  { b = 2; } ]; }",
      `${oneLeaf(2)}\n      cells/leaf.nix:3`,
    ));

  test("conditions: true, false, unknown", () => {
    checkLeaf(
      "{ lib, ... }: { flake.modules.nixos.base = lib.mkIf true { a = 1; }; }",
      oneLeaf(1, " if cells/leaf.nix:1 is true"),
    );
    checkLeaf(
      "{ lib, ... }: { flake.modules.nixos.base = lib.mkMerge [ { a = 1; } (lib.mkIf false { b = 1; }) ]; }",
      oneLeaf(1),
    );
    checkLeaf(
      "{ inputs, lib, ... }: { flake.modules.nixos.base = lib.mkIf inputs.sops-nix.wanted { a = 1; }; }",
      oneLeaf(1, " if cells/leaf.nix:1 is unknown"),
    );
    checkLeaf(
      "{ inputs, lib, ... }: { flake.modules.nixos.base.imports =\n  lib.optional (inputs.sops-nix ? wanted) ./_x.nix; }\n#- /cells/_x.nix\n{ }",
      `${oneLeaf(1)}\n      cells/_x.nix:1 if cells/leaf.nix:2 is unknown`,
    );
  });

  test("a factory: the place is the factory's, the file the caller's", () =>
    checkLeaf(
      `
{ self, ... }: { flake.modules.nixos.base = self.lib.user "rowan"; }
#- /cells/factory.nix
{ flake.lib.user = name:
  { users.users.\${name}.isNormalUser = true; }; }`,
      `
  nixos
    flake.modules.nixos.base
      cells/factory.nix:2`,
    ));

  test("a factory that makes several branches at once", () =>
    checkLeaf(
      `
{ lib, self, ... }: { flake.modules = lib.mkMerge [ (self.lib.feature "base") { nixos.other = { }; } ]; }
#- /cells/factory.nix
{ flake.lib.feature = name: {
  nixos.\${name} = { a = 1; };
  homeManager.\${name} = { b = 1; }; }; }`,
      `
  nixos
    flake.modules.nixos.base
      cells/factory.nix:2`,
    ));

  test("moduleWithSystem", () =>
    checkLeaf(
      "{ moduleWithSystem, ... }: { flake.modules.nixos.base = moduleWithSystem (perSystem@{ config }: nixos@{ pkgs, ... }: { a = 1; }); }",
      "  nixos\n    flake.modules.nixos.base\n      cells/leaf.nix:1",
    ));

  test("a module given by its path", () =>
    checkLeaf(
      "{ flake.modules.nixos.base = ./_base.nix; }\n#- /cells/_base.nix\n{ }",
      "  nixos\n    flake.modules.nixos.base\n      cells/_base.nix:1",
    ));

  test("a generic branch fits into any class", () =>
    checkLeaf(
      "{ config, ... }: {\n  flake.modules.nixos.base.imports = [ config.flake.modules.generic.meta ];\n  flake.modules.generic.meta = { }; }",
      `${oneLeaf(2)}
      flake.modules.generic.meta
        cells/leaf.nix:3`,
      "  select flake.modules.generic.meta reference cells/leaf.nix:2 through flake.modules.nixos.base",
    ));

  test("_module.args that modules of the host define", () =>
    checkLeaf(
      `
{ config, ... }: { flake.modules.nixos.base = {
  imports = [
    ({ ... }: { _module.args.mine = 1; })
    config.flake.modules.nixos.other
  ]; };
  flake.modules.nixos.other = { mine, ... }: { networking.hostId = mine; }; }`,
      `
  select flake.modules.nixos.other reference cells/leaf.nix:4 through flake.modules.nixos.base
${oneLeaf(1)}
      flake.modules.nixos.other
        cells/leaf.nix:6`,
    ));
});
