import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("evaluation-error: arguments of builders", () => {
  test("those of another builder, in flake.modules", () =>
    checkFindings(`${flakeModules}
#- /cells/hosts.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    extraSpecialArgs = { inherit inputs; };
#   ^^^^^^^^^^^^^^^^ evaluation-error: \`nixosSystem\` has no argument \`extraSpecialArgs\`, so Nix refuses \`desk\`. Did you mean \`specialArgs\`?
    modules = [ config.flake.modules.nixos.base ];
  };
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    specialArgs = { inherit inputs; };
#   ^^^^^^^^^^^ evaluation-error: Did you mean \`extraSpecialArgs\`?
    modules = [ { home.username = "wren"; } ];
  };
}
`));

  test("a typo, and an argument that nothing is near to, of several hosts", () =>
    checkFindings(`${namedBranches}
#- /cells/hosts.nix
{ inputs, lib, gather, ... }: {
  my.hosts = lib.genAttrs [ "desk" "rack" ] (_: { });
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: inputs.nixpkgs.lib.nixosSystem {
    specialArg = { };
#   ^^^^^^^^^^ evaluation-error: so Nix refuses \`desk\` and \`rack\`. Did you mean \`specialArgs\`?
    hostname = name;
#   ^^^^^^^^ evaluation-error: \`nixosSystem\` has no argument \`hostname\`, so Nix refuses \`desk\` and \`rack\`. Remove it.
    modules = (gather name).nixos;
  });
}
`));

  test("pkgs is missing, in a mapped home", () =>
    checkFindings(`${mappedHosts}
#- /cells/homes.nix
{ config, inputs, lib, ... }: {
  nixos.hosts.desk = config.nixos.modules.base;
  flake.homeConfigurations = lib.mapAttrs (_: module: inputs.home-manager.lib.homeManagerConfiguration { modules = [ module ]; }) config.home;
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation-error: \`homeManagerConfiguration\` needs the argument \`pkgs\`
  home.wren.home.username = "wren";
}
`));

  test("builders of other flakes, arguments from outside, and those that every builder takes", () =>
    checkSilence(
      `${flakeModules}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: let modules = [ config.flake.modules.nixos.base ]; in {
  flake.nixosConfigurations = {
    desk = lib.nixosSystem { inherit modules; system = null; specialArgs = { }; pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; };
    rack = inputs.nixvim.lib.nixosSystem { inherit modules; extraSpecialArgs = { }; };
  };
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ { home.username = "wren"; } ];
  };
}
`,
    ));
});

describe("evaluation-error: lists of modules that are not lists", () => {
  test("modules that every user gets, and those of a host", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.modules.homeManager.shell.programs.fish.enable = true;
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      config.flake.modules.nixos.base
      inputs.home-manager.nixosModules.home-manager
      { home-manager = { sharedModules = config.flake.modules.homeManager.shell; users.wren = { }; }; }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation-error: \`home-manager.sharedModules\` must be a list, but this is not one, so Nix stops here. Put it in brackets.
    ];
  };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = config.flake.modules.nixos.base; };
#                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation-error: \`modules\` must be a list
}
`));
});
