import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("branches selected by strings", () => {
  const host = `
#- /cells/desk.nix
{ config, lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`;

  test("a branch that no host selects", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/tower.nix
{ my.branches.tower.nixosModules = [ { programs.mtr.enable = true; } ]; }
#                   ^^^^^^^^^^^^ unmerged-leaf: No host selects branch \`tower\`
`));

  test("one report for each place, with the number of modules", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/tower.nix
{
  my.branches.tower.nixosModules = [ { programs.mtr.enable = true; } { programs.fish.enable = true; } ];
#                   ^^^^^^^^^^^^ unmerged-leaf: these 2 modules are never used
}
#- /cells/more.nix
{ my.branches.tower.nixosModules = [ { programs.git.enable = true; } ]; }
#                   ^^^^^^^^^^^^ unmerged-leaf: this module is never used
`));

  test("selected branches, and one that holds nothing but a description", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/idea.nix
{ my.branches.idea.description = "Some day."; }
`));

  test("a host that is not known whole might select anything", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/other.nix
{ inputs, ... }: { flake.nixosConfigurations.other = inputs.sops-nix.mkMachine { }; }
#- /cells/tower.nix
{ my.branches.tower.nixosModules = [ { programs.mtr.enable = true; } ]; }
`));

  test("a class that no system of the flake has", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/tower.nix
{ my.branches.tower.hmModules = [ { programs.mtr.enable = true; } ]; }
`));
});

describe("flake.modules", () => {
  const host = `
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
`;

  test("a published branch is a hint", () =>
    checkFindings(`${flakeModules}${host}
#- /cells/tower.nix
{ flake.modules.nixos.tower = { programs.mtr.enable = true; }; }
#                     ^^^^^ unmerged-leaf: No host selects branch \`tower\`
`));

  test("a module that hosts take under another name", () =>
    checkSilence(`${flakeModules}${host}
#- /cells/screen.nix
let
  screen = { pkgs, ... }: { services.colord.enable = true; };
in
{
  flake.modules.nixos.hardware.screens.wide = screen;
  flake.modules.nixos.base.imports = [ screen ];
}
`));

  test("another part of the branch is taken", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base inputs.home-manager.nixosModules.home-manager { home-manager.users.wren = config.flake.modules.homeManager.shell; } ];
  };
}
#- /cells/parts.nix
{
  flake.modules.homeManager.shell = { programs.zsh.enable = true; };
  flake.modules.homeManager.base = { programs.git.enable = true; };
#                           ^^^^ unmerged-leaf: No host uses the Home Manager modules of branch \`base\`, so this module is never used
}
`));

  test("branches that other branches import, perSystem evaluates or an outside function takes", () =>
    checkSilence(`${flakeModules}${host}
#- /cells/editor.nix
{ config, inputs, lib, ... }: {
  flake.modules.nixvim.editor = { opts.number = true; };
  flake.modules.terranix.cloud = { resource.hcloud = { }; };
  flake.modules.generic.meta = { options.x = lib.mkOption { }; };
  perSystem = { pkgs, ... }: {
    packages.vim = inputs.nixvim.lib.makeNixvim { module = config.flake.modules.nixvim.editor; };
    packages.cloud = (lib.evalModules { modules = [ config.flake.modules.terranix.cloud { freeformType = lib.types.anything; } ]; }).config;
  };
}
`));

  test("a class without any system is not a finding", () =>
    checkSilence(`${flakeModules}${host}
#- /cells/mac.nix
{ flake.modules.darwin.dock = { system.defaults.dock.autohide = true; }; }
`));
});

describe("own options with a builder over all hosts", () => {
  test("a branch that no host imports", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.base ]; }
#- /cells/tower.nix
{ nixos.modules.tower.programs.mtr.enable = true; }
#               ^^^^^ unmerged-leaf: No host selects branch \`tower\`
`));

  test("a branch that only an imported branch imports", () =>
    checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.pc ]; }
#- /cells/pc.nix
{ config, ... }: { nixos.modules.pc.imports = [ config.nixos.modules.base ]; }
`));

  test("a branch that goes into a Home Manager slot", () =>
    checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ config, inputs, ... }: {
  nixos.hosts.desk = {
    imports = [ config.nixos.modules.base inputs.home-manager.nixosModules.home-manager ];
    home-manager.users.rowan = config.home.shell;
  };
}
#- /cells/shell.nix
{ home.shell.programs.zsh.enable = true; }
`));

  test("a name one letter away from that of a selected branch", () => {
    const cell = (name: string) => `{ flake.modules.nixos.${name}.programs.starship.enable = true; }`;
    const text = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shell ]; }; }
#- /cells/shell.nix
{ flake.modules.nixos.shell.programs.zsh.enable = true; }
#- /cells/prompt.nix
`;
    checkFindings(`${text}${cell("shel")}
#                     ^^^^ unmerged-leaf: No host selects branch \`shel\`, so this module is never used. Did you mean \`shell\`?
`);
    checkFix(text + cell("shel"), "Change to `shell`", { "/cells/prompt.nix": cell("shell") });
  });

  test("a branch that its file is named after, a number and a plural are no typos", () => {
    const { findings } = analyseFixture(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shell disk1 ]; }; }
#- /cells/shell.nix
{ flake.modules.nixos.shell.programs.zsh.enable = true; flake.modules.nixos.disk1.boot.a = 1; }
#- /cells/shelf.nix
{ flake.modules.nixos.shelf.programs.zsh.enable = true; }
#- /cells/more.nix
{ flake.modules.nixos.disk2.boot.a = 2; flake.modules.nixos.shells.boot.b = 2; }
`).analysis;
    expect(findings.map(({ message }) => message).filter((message) => message.includes("Did you mean"))).toEqual([]);
    expect(findings).toHaveLength(3);
  });
});
