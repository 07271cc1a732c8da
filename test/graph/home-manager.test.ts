import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = [
  modulesCell,
  branchCell("base", "boot.tmp.cleanOnBoot = true;"),
  branchCell("shell", "programs.zsh.enable = true;"),
].join("");

describe("slots of Home Manager", () => {
  const home = `
#- /cells/home.nix
{ flake.modules.homeManager.git = { programs.git.enable = true; }; }
#- /cells/more.nix
{ flake.modules.homeManager.vim = { programs.vim.enable = true; }; }
`;

  test("sharedModules reach every user; a branch may fill the slot", () =>
    checkHosts(
      `${setup}${home}
#- /cells/wiring.nix
{ self, ... }: {
  flake.modules.nixos.people = {
    home-manager.sharedModules = with self.modules.homeManager; [ git ];
    home-manager.users.rowan.imports = [ self.modules.homeManager.vim ];
    home-manager.users.wren = { };
  };
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.people ]; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:1
  select flake.modules.homeManager.git reference cells/wiring.nix:3 through flake.modules.nixos.people
  select flake.modules.homeManager.vim reference cells/wiring.nix:4 through flake.modules.nixos.people
  select flake.modules.nixos.people reference cells/desk.nix:1
  nixos
    flake.modules.nixos.people
      cells/wiring.nix:2
  home-manager.users.rowan
    flake.modules.nixos.people
      flake.modules.homeManager.git  # an item of the list, where vim is imported by one
        cells/home.nix:1
      flake.modules.homeManager.vim
        cells/more.nix:1
  home-manager.users.wren
    flake.modules.nixos.people
      flake.modules.homeManager.git
        cells/home.nix:1
`,
    ));

  test("special arguments of the slot decide about imports", () =>
    checkHosts(
      `${setup}${home}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    specialArgs = { inherit inputs; };
    modules = [
      ({ inputs, ... }: { home-manager.extraSpecialArgs = { mods = inputs.self.modules.homeManager; }; })
      { home-manager.users.rowan = { mods, ... }: { imports = [ mods.git ]; }; }
    ];
  };
}
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.homeManager.git reference cells/desk.nix:6
  nixos
    cells/desk.nix:5
    cells/desk.nix:6
  home-manager.users.rowan
    flake.modules.homeManager.git
      cells/home.nix:1
`,
    ));

  test("a builder from outside: its modules are shown, the host is known in part", () =>
    checkHosts(
      `${setup}${home}
#- /cells/desk.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.makeMachine { modules = [ config.flake.modules.homeManager.git ]; };
}
`,
      `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved it is built by inputs.nixpkgs.makeMachine(…), which is outside this flake  cells/desk.nix:2
  select flake.modules.homeManager.git reference cells/desk.nix:2
  nixos
    flake.modules.homeManager.git
      cells/home.nix:1
`,
    ));
});
