import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

describe("aliases of the outer scope", () => {
  const setup = modulesCell + branchCell("base", "", "homeManager");
  const wanted = (line: number) => `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.homeManager.base reference cells/desk.nix:${line}
  nixos
    cells/desk.nix:3
  home-manager.users.ada
    flake.modules.homeManager.base
      cells/base.nix:1
`;
  const cells: readonly (readonly [name: string, head: string, reference: string])[] = [
    ["topLevel@", "topLevel@{ inputs, ... }: {", "topLevel.config.flake.modules.homeManager.base"],
    [
      "let flakeConfig = config",
      "{ inputs, config, ... }: let flakeConfig = config; in {",
      "flakeConfig.flake.modules.homeManager.base",
    ],
    ["{ … }@outer", "{ inputs, ... }@outer: {", "outer.config.flake.modules.homeManager.base"],
    [
      "an argument of all modules",
      "{ inputs, config, mods, ... }: { _module.args.mods = config.flake.modules.homeManager;",
      "mods.base",
    ],
  ];
  for (const [name, head, reference] of cells)
    test(`${name}; the innermost config is the host's own`, () =>
      checkHosts(
        `${setup}
#- /cells/desk.nix
${head}
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [
    ({ config, ... }: { home-manager.users.ada = { imports = [ ${reference} ]; home.username = config.user; }; }) ]; };
}
`,
        wanted(3),
      ));
});

describe("collectors and hosts that the flake declares itself", () => {
  test("a leaf names its targets", () =>
    checkHosts(
      `
#- /cells/options.nix
{ lib, config, inputs, ... }:
let
  inherit (lib) types mkOption;
  part = mkOption {
    default = { };
    type = types.submodule {
      options.targets = mkOption { type = types.listOf types.str; default = [ ]; };
      options.modules = mkOption { type = types.listOf types.deferredModule; default = [ ]; };
    };
  };
  partsFor = host: lib.concatMap (aspect: lib.optionals (lib.elem host aspect.nixos.targets || lib.elem "*" aspect.nixos.targets) aspect.nixos.modules) (lib.attrValues config.garden.aspects);
in
{
  options.garden.aspects = mkOption { type = types.attrsOf (types.submodule { options.nixos = part; options.home = part; }); default = { }; };
  options.garden.hosts = mkOption { type = types.attrsOf (types.submodule { options.system = mkOption { type = types.str; }; }); default = { }; };
  config.flake.nixosConfigurations = lib.mapAttrs (name: host: inputs.nixpkgs.lib.nixosSystem { modules = partsFor name; }) config.garden.hosts;
}
#- /cells/hosts.nix
{ garden.hosts = { desk.system = "x"; lap.system = "x"; }; }
#- /cells/shell.nix
{ garden.aspects.shell.nixos = { targets = [ "*" ]; modules = [ { programs.zsh.enable = true; } ]; }; }
#- /cells/games.nix
{ garden.aspects.games.nixos = { targets = [ "desk" ]; modules = [ { programs.steam.enable = true; } ]; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/options.nix:16
  select garden.aspects.games.nixos.modules target cells/games.nix:1 helped by cells/options.nix:11
  select garden.aspects.shell.nixos.modules target cells/shell.nix:1 helped by cells/options.nix:11
  nixos
    garden.aspects.games.nixos.modules
      cells/games.nix:1
    garden.aspects.shell.nixos.modules
      cells/shell.nix:1
nixosConfigurations.lap nixos complete  cells/options.nix:16
  select garden.aspects.shell.nixos.modules target cells/shell.nix:1 helped by cells/options.nix:11
  nixos
    garden.aspects.shell.nixos.modules
      cells/shell.nix:1
`,
    ));

  test("a module and a list of what it uses, in one option", () =>
    checkHosts(
      `
#- /cells/options.nix
{ lib, config, inputs, ... }:
let
  inherit (lib) types mkOption;
  node = types.submodule {
    options.module = mkOption { type = types.deferredModule; default = { }; };
    options.use = mkOption { type = types.listOf types.str; default = [ ]; };
    options.isHost = mkOption { type = types.bool; default = false; };
  };
  closure = name: let one = config.nodes.\${name}; in [ one.module ] ++ lib.concatMap closure one.use;
in
{
  options.nodes = mkOption { type = types.attrsOf node; default = { }; };
  config.flake.nixosConfigurations = lib.mapAttrs (name: _: inputs.nixpkgs.lib.nixosSystem { modules = lib.unique (closure name); }) (lib.filterAttrs (_: one: one.isHost) config.nodes);
}
#- /cells/desk.nix
{ nodes.desk = { isHost = true; use = [ "desktop" ]; module.networking.hostName = "desk"; }; }
#- /cells/desktop.nix
{ nodes.desktop = { use = [ "shell" ]; module = { pkgs, ... }: { }; }; }
#- /cells/shell.nix
{ nodes.shell.module.imports = [ ./_zsh.nix ]; }
#- /cells/_zsh.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/options.nix:13
  select nodes.desk.module wildcard cells/options.nix:13
  select nodes.desktop.module string cells/desk.nix:1
  select nodes.shell.module string cells/desktop.nix:1
  nixos
    nodes.desk.module
      cells/desk.nix:1
    nodes.desktop.module
      cells/desktop.nix:1
    nodes.shell.module
      cells/shell.nix:1
      cells/_zsh.nix:1
`,
    ));

  test("a host is a submodule that makes its own system, by config of its own", () =>
    checkHosts(
      `
#- /cells/options.nix
{ lib, config, inputs, ... }:
let inherit (lib) types mkOption; in
{
  options.machines = mkOption {
    default = { };
    type = types.attrsOf (types.submodule ({ name, config, ... }: {
      options.modules = mkOption { type = types.listOf types.deferredModule; default = [ ]; };
      options.roles = mkOption { type = types.listOf (types.enum [ "server" "desktop" ]); default = [ ]; };
      options.built = mkOption {
        readOnly = true;
        default = inputs.nixpkgs.lib.nixosSystem { modules = config.modules ++ [ { networking.hostName = name; } ]; };
      };
      config.modules = lib.mkIf (lib.elem "server" config.roles) [ ./_server.nix ];
    }));
  };
  config.flake.nixosConfigurations = lib.mapAttrs (_: machine: machine.built) config.machines;
}
#- /cells/desk.nix
{ lib, ... }: { machines = lib.genAttrs [ "desk" "lap" ] (name: { roles = lib.optional (name == "desk") "server"; modules = [ ./_x.nix ]; }); }
#- /cells/_server.nix
{ }
#- /cells/_x.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/options.nix:11
  select machines.desk.modules reference cells/options.nix:11
  nixos
    cells/options.nix:11
    machines.desk.modules
      cells/_x.nix:1
      cells/_server.nix:1 if cells/options.nix:13 is true
nixosConfigurations.lap nixos complete  cells/options.nix:11
  select machines.lap.modules reference cells/options.nix:11
  nixos
    cells/options.nix:11
    machines.lap.modules
      cells/_x.nix:1
`,
    ));
});

test("what a stronger definition may beat is marked with its condition", () =>
  checkHosts(
    `
#- /cells/options.nix
{ lib, config, inputs, ... }: {
  options.parts = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; };
  config.flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = config.parts; };
}
#- /cells/plain.nix
{ parts = [ ./_plain.nix ]; }
#- /cells/strong.nix
{ lib, inputs, ... }: { parts = lib.mkIf (inputs.sops-nix.version > 3) (lib.mkForce [ ./_strong.nix ]); }
#- /cells/weak.nix
{ lib, ... }: { parts = lib.mkDefault [ ./_weak.nix ]; }
#- /cells/_plain.nix
{ }
#- /cells/_strong.nix
{ }
#- /cells/_weak.nix
{ }
`,
    `
nixosConfigurations.desk nixos complete  cells/options.nix:3
  select parts reference cells/options.nix:3
  nixos
    parts
      cells/_strong.nix:1 if cells/strong.nix:1 is unknown
      cells/_plain.nix:1 if cells/strong.nix:1 is unknown
`,
  ));
