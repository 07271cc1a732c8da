import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("branches selected by strings", () => {
  const shell = `
#- /cells/shell.nix
{
  my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ];
  my.branches.shell.hmModules = [ { programs.starship.enable = true; } ];
}
#- /cells/desk.nix
{ inputs, lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = (gather "desk").nixos ++ [
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.rowan.imports = (gather "desk").home; }
    ];
  };
}
`;

  test("one host takes both parts, another drops one", () =>
    checkFindings(`${namedBranches}${shell}
#- /cells/rack.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "shell" ];
#                            ^^^^^^^ unmerged-class: \`rack\` selects \`shell\` but uses no Home Manager modules of it, so its module
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
`));

  test("a branch that may not be selected at all, for something outside decides it", () => {
    const rack = (list: string) => `${namedBranches}${shell}
#- /cells/rack.nix
{ inputs, lib, gather, ... }: {
  my.hosts.rack.branches = ${list};
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
`;
    const codes = (list: string) => analyseFixture(rack(list)).analysis.findings.map(({ code }) => code);
    expect(codes('[ "shell" ]')).toEqual(["unmerged-class"]);
    expect(codes('lib.optional (inputs.nixpkgs.shortRev == "abc") "shell"')).toEqual([]);
  });

  test("a branch without Home Manager modules", () =>
    checkSilence(`${namedBranches}${shell}
#- /cells/rack.nix
{ lib, gather, ... }: { my.hosts.rack = { }; flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; }; }
`));

  test("a standalone home takes the part", () =>
    checkSilence(`${namedBranches}
#- /cells/shell.nix
{
  my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ];
  my.branches.shell.hmModules = [ { programs.starship.enable = true; } ];
}
#- /cells/desk.nix
{ config, inputs, lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
  flake.homeConfigurations.rowan = inputs.home-manager.lib.homeManagerConfiguration { pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; modules = (gather "desk").home; };
}
`));
});

describe("flake.modules", () => {
  const parts = `
#- /cells/shell.nix
{
  flake.modules.nixos.shell = { programs.zsh.enable = true; };
  flake.modules.homeManager.shell = { programs.starship.enable = true; };
}
`;

  // Classes stand before the name here: the two parts are published apart, and which host takes which is the flake's own business.
  test("parts under different class keys are silent; the unconsumed one is unmerged", () =>
    checkFindings(`${flakeModules}${parts}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.shell config.flake.modules.nixos.base ];
  };
}
`));

  test("sibling system classes", () =>
    checkSilence(`${flakeModules}
#- /cells/shell.nix
{
  flake.modules.nixos.shell = { programs.zsh.enable = true; };
  flake.modules.darwin.shell = { programs.zsh.enable = true; };
}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shell ]; };
  flake.darwinConfigurations.mac = inputs.nix-darwin.lib.darwinSystem { modules = [ config.flake.modules.darwin.shell ]; };
}
`));
});

test("own options with a builder over all hosts: two options of one name are two things", () =>
  checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = with config.nixos.modules; [ base shell ]; }
#- /cells/shell.nix
{
  nixos.modules.shell.programs.zsh.enable = true;
  home.shell.programs.zsh.enable = true;
}
`));

test("a user whose name cannot be computed may take them", () => {
  const { analysis } = analyseFixture(`${namedBranches}
#- /cells/desk.nix
{ config, lib, gather, inputs, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = (gather "desk").nixos ++ [
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.\${config.my.owner}.imports = (gather "desk").home; }
    ];
  };
}
#- /cells/shell.nix
{ my.branches.shell = { nixosModules = [ { } ]; hmModules = [ { } ]; }; }
`);
  expect(analysis.graph.hosts.map(({ complete }) => complete)).toEqual([false]);
  expect(analysis.findings.map(({ code }) => code)).not.toContain("unmerged-class");
});

test("a part of a den host's own aspect that reaches none of its users", () => {
  const flake = (hollow: string) => `
#- /flake.nix
{
inputs.den.url = "github:vic/den";
inputs.flake-parts.url = "github:hercules-ci/flake-parts";
inputs.home-manager.url = "github:nix-community/home-manager";
inputs.import-tree.url = "github:vic/import-tree";
inputs.nixpkgs.url = "github:NixOS/nixpkgs";
outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
#- /cells/hosts.nix
{ inputs, ... }: { imports = [ inputs.den.flakeModule ]; den.hosts.x86_64-linux.hollow.users.ash.classes = [ "homeManager" ]; }
#- /cells/hollow.nix
{
den.aspects.ash.homeManager.programs.git.enable = true;
den.aspects.hollow.nixos.networking.hostName = "hollow";
${hollow}}
`;
  checkFindings(
    flake(`  den.aspects.hollow.homeManager.programs.direnv.enable = true;
#                    ^^^^^^^^^^^ unmerged-class: This module is for Home Manager, but it is in \`den.aspects.hollow.homeManager\`, which is the host's own
`),
  );
  checkSilence(flake(""));
});
