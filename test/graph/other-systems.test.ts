import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = [
  modulesCell,
  branchCell("base", "boot.tmp.cleanOnBoot = true;"),
  branchCell("shell", "programs.zsh.enable = true;"),
].join("");

describe("systems that are not NixOS, and images", () => {
  test("darwin, a standalone home, an image", () =>
    checkHosts(
      `${setup}
#- /cells/others.nix
{ config, inputs, ... }:
let inherit (config.flake.modules) darwin homeManager nixos; in
{
  flake.modules.darwin.dock = { system.defaults.dock.autohide = true; };
  flake.modules.homeManager.git = { programs.git.enable = true; };
  flake.darwinConfigurations.mac = inputs.nix-darwin.lib.darwinSystem {
    modules = [ darwin.dock inputs.home-manager.darwinModules.home-manager { home-manager.users.rowan.imports = [ homeManager.git ]; } ];
  };
  flake.homeConfigurations."rowan@desk" = inputs.home-manager.lib.homeManagerConfiguration { modules = [ homeManager.git ]; };
  flake.packages.x86_64-linux.card = inputs.nixos-generators.nixosGenerate { format = "iso"; modules = [ nixos.base ]; };
}
`,
      `
darwinConfigurations.mac darwin complete  cells/others.nix:6
  select flake.modules.darwin.dock reference cells/others.nix:7
  select flake.modules.homeManager.git reference cells/others.nix:7
  darwin
    cells/others.nix:7 external inputs.home-manager.darwinModules.home-manager
    cells/others.nix:7
    flake.modules.darwin.dock
      cells/others.nix:4
  home-manager.users.rowan
    flake.modules.homeManager.git
      cells/others.nix:5
homeConfigurations.rowan@desk homeManager complete  cells/others.nix:9
  select flake.modules.homeManager.git reference cells/others.nix:9
  homeManager
    flake.modules.homeManager.git
      cells/others.nix:5
packages.x86_64-linux.card nixos complete  cells/others.nix:10
  select flake.modules.nixos.base reference cells/others.nix:10
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
`,
    ));

  test("a builder from outside shows the modules in its arguments, and is not complete", () =>
    checkHosts(
      `${setup}
#- /cells/desk.nix
{ config, inputs, ... }: { flake.nixosConfigurations.desk = inputs.sops-nix.mkThing { stuff = [ config.flake.modules.nixos.base ]; }; }
`,
      `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:1
  unresolved it is built by inputs.sops-nix.mkThing(…), which is outside this flake  cells/desk.nix:1
`,
    ));
});
