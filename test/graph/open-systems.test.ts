import { test } from "vitest";
import { modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = modulesCell;

test("an alias whose target is named by an option of the same host", () =>
  checkHosts(
    `${setup}
#- /cells/home.nix
{ inputs, lib, ... }: {
  flake.modules.nixos.home = { config, ... }: let userName = config.person.name; in {
    imports = [
      (lib.mkAliasOptionModule [ "mine" ] [ "hjem" "users" userName ])
      (lib.mkAliasOptionModule [ "dots" ] [ "hjem" "users" userName "dots" "folder" ])
    ];
    config.hjem.users.\${userName}.enable = true;
  };
}
#- /cells/person.nix
{ lib, ... }: {
  flake.modules.nixos.person = { config, ... }: {
    options.person.name = lib.mkOption { type = lib.types.str; default = config.login; };
    options.login = lib.mkOption { type = lib.types.str; default = "ada"; };
  };
}
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ home person ];
  };
}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.nixos.home reference cells/desk.nix:3
  select flake.modules.nixos.person reference cells/desk.nix:3
  nixos
    flake.modules.nixos.home
      cells/home.nix:2
    flake.modules.nixos.person
      cells/person.nix:2
`,
  ));

test("a module that merges one of NixOS's own, found by modulesPath, behind its own option", () =>
  checkHosts(
    `${setup}
#- /cells/guest.nix
{ lib, ... }: {
  flake.modules.nixos.guest = { config, modulesPath, ... }@all: {
    options.guest.enable = lib.mkEnableOption "guest";
    config = lib.mkIf config.guest.enable (lib.mkMerge [ { boot.x = 1; } (import (modulesPath + "/profiles/qemu-guest.nix") all) ]);
  };
}
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.guest { guest.enable = true; home-manager.users.ada = { }; } ]; };
}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.nixos.guest reference cells/desk.nix:2
  nixos
    cells/desk.nix:2
    flake.modules.nixos.guest
      cells/guest.nix:2
`,
  ));

test("a file elsewhere on the machine is a module from outside", () =>
  checkHosts(
    `${setup}
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ /etc/nixos/hardware-configuration.nix ]; };
}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  nixos
    cells/desk.nix:2 external /etc/nixos/hardware-configuration.nix
`,
  ));
