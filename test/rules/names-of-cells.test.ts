import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { flakeNix } from "../small-flake.ts";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

describe("missing-argument", () => {
  test("a module argument", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{ config, ... }: {
  my.switch = lib.mkDefault (!config.my.common == [ ]);
#             ^^^ missing-argument: \`lib\` is not defined here, so Nix refuses the whole file. Add it to the arguments
}
`));

  test("where the evaluation of the flake stops at it, it is said once", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{ ... }: lib
#        ^^^ missing-argument: \`lib\` is not defined here, so Nix refuses the whole file.
`));

  test("in a leaf that nobody takes, and another name", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{
  flake.nixosModules.tools = { config, ... }: { environment.systemPackages = [ pkgs.git helper ]; };
#                                                                              ^^^^ missing-argument
#                                                                                       ^^^^^^ missing-argument: \`helper\` is not defined here
#                    ^^^^^ unmerged-leaf
}
`));

  test("own options: a file that is imported by its path", () =>
    checkFindings(`${mapped}
#- /cells/more.nix
{ nixos.modules.base.imports = [ ./_tools.nix ]; }
#- /cells/_tools.nix
{
  environment.systemPackages = [ pkgs.git ];
#                                ^^^^ missing-argument
}
`));

  test("names of the language, names that a with may supply", () =>
    checkSilence(`${byClass}
#- /cells/extras.nix
{ lib, ... }: {
  flake.lib.a = with lib; map toString (removeAttrs { } [ ]) ++ optional true (import ./_x.nix);
  flake.lib.b = __functionArgs;
}
#- /cells/_x.nix
[ builtins.currentTime or null ]
`));

  test("names that a loader puts in scope", () =>
    checkSilence(`
${flakeNix({ loader: 'inputs.import-tree.addScoped { site = "home"; }' })}#- /cells/hosts.nix
{ lib, ... }: { flake.nixosConfigurations.\${site} = lib.nixosSystem { modules = [ { } ]; }; }
`));
});

describe("duplicate-attribute", () => {
  test("in three layouts", () => {
    checkFindings(`${named}
#- /cells/extras.nix
{
  my.switch = true;
  my.switch = false;
#    ^^^^^^ duplicate-attribute: The attribute \`switch\` is already defined
}
`);
    checkFindings(
      `${byClass}
#- /cells/extras.nix
{
  flake.modules.nixos.a = { };
  flake.modules.nixos.a = { };
#                     ^ duplicate-attribute
}
`.replace("{ };\n  flake.modules.nixos.a = { };", "1;\n  flake.modules.nixos.a = { };"),
    );
    checkFindings(`${mapped}
#- /cells/extras.nix
let x = 1; x = 2; in { }
#          ^ duplicate-attribute
`);
  });

  test("paths that go on together", () =>
    checkSilence(
      `${named}
#- /cells/extras.nix
{ my.switch = true; my.common = [ "base" ]; my = { branches.base.description = "x"; }; }
`.replace(' my.common = [ "base" ];', ""),
    ));
});

// A typo under \`flake\` is accepted by flake-parts: a real flake lost all modules of a feature by it.
describe("misspelt-collector", () => {
  test("flake.module", () =>
    checkFindings(`${byClass}
#- /cells/shell.nix
{
  flake.module.nixos.shell = { programs.zsh.enable = true; };
#       ^^^^^^ misspelt-collector: Nothing uses the output \`flake.module\`, so what it holds has no effect. Did you mean \`flake.modules\`?
}
`));

  test("a function under flake.nixosModule", () =>
    checkFindings(`${named}
#- /cells/shell.nix
{
  flake.nixosModule.shell = { pkgs, ... }: { programs.zsh.enable = true; };
#       ^^^^^^^^^^^ misspelt-collector: Did you mean \`flake.nixosModules\`?
}
`));

  test("a host", () =>
    checkFindings(`${mapped}
#- /cells/lamp.nix
{ lib, ... }: {
  flake.nixosConfiguration.lamp = lib.nixosSystem { modules = [ ]; };
#       ^^^^^^^^^^^^^^^^^^ misspelt-collector: Did you mean \`flake.nixosConfigurations\`?
}
`));

  test("the output for one module, one that is read, one that is declared, one that is far", () =>
    checkSilence(`${byClass}
#- /cells/own.nix
{ config, lib, ... }: {
  options.flake.overlay = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; };
  config.flake = {
    nixosModule.services.openssh.enable = true;
    overlay.a = 1;
    nixvimModules.shell = { pkgs, ... }: { };
    modulez.x.y = { };
    lib.taken = config.flake.modulez.x.y;
  };
}
`));
});

describe("misspelt-class", () => {
  const home = `
#- /cells/home.nix
{ config, inputs, ... }: {
  flake.modules.homeManager.base = { home.stateVersion = "25.05"; };
  flake.homeConfigurations.rowan = inputs.home-manager.lib.homeManagerConfiguration { pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; modules = [ config.flake.modules.homeManager.base ]; };
}
`;

  test("flake.modules", () =>
    checkFindings(`${byClass}${home}
#- /cells/shell.nix
{
  flake.modules.homeManger.shell = { programs.zsh.enable = true; };
#               ^^^^^^^^^^ misspelt-class: No system uses modules of class \`homeManger\`, so these have no effect. Did you mean \`homeManager\`?
}
`));

  test("written as a set", () =>
    checkFindings(`${byClass}${home}
#- /cells/shell.nix
{ flake.modules = {
    nixoss.shell = { programs.zsh.enable = true; };
#   ^^^^^^ misspelt-class: Did you mean \`nixos\`?
}; }
`));

  test("an option of systems in the place of a class, and another name for Home Manager's", () =>
    checkFindings(`${byClass}${home}
#- /cells/shell.nix
{ flake.modules = {
    nixpkgs.config.allowUnfree = true;
#   ^^^^^^^ misspelt-class: \`nixpkgs\` is an option of systems: set it inside a module of class \`nixos\`.
    services = { openssh.enable = true; };
#   ^^^^^^^^ misspelt-class
    home.shell.programs.fish.enable = true;
#   ^^^^ misspelt-class: Did you mean \`homeManager\`?
}; }
`));

  test("a class that is read, one of another tool, one that is far", () =>
    checkSilence(`${byClass}${home}
#- /cells/shell.nix
{ config, ... }: {
  flake.modules.nixvim.shell = { };
  flake.modules.homemanager.shell = { };
  flake.modules.robot.shell = { };
  flake.lib.robot = config.flake.modules.homemanager.shell;
}
`));
});

// Half of the surveyed flakes have parked files; nothing is wrong with these.
describe("ignored-cell", () => {
  const parked = `
#- /cells/_shell.nix
{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; my.branches.shell = { }; nixos.modules.shell = { }; }
`;
  const told = (text: string) =>
    analyseFixture(text).analysis.findings.map(
      ({ code, severity, at }) => `${code} ${severity} ${at.file.replace("/flake/", "")}`,
    );

  test("parked, in three layouts", () => {
    for (const flake of [named, byClass, mapped])
      expect(told(`${flake}${parked}`)).toEqual(["ignored-cell hint cells/_shell.nix"]);
  });

  test("what it defines is missed elsewhere", () => {
    const lamp = `
#- /cells/lamp.nix
{ config, lib, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.shell ]; }; }
`;
    expect(told(`${byClass}${parked}${lamp}`)).toEqual([
      "ignored-cell warning cells/_shell.nix",
      "unknown-branch error cells/lamp.nix",
    ]);
  });

  test("neither the flake's own directory leads to it, nor a longer name that ends alike", () =>
    expect(
      told(`${byClass}
#- /cells/_shell.nix
{ flake.modules.nixos.base = { programs.zsh.enable = true; }; }
#- /cells/more.nix
{ flake.lib.source = ../.; flake.lib.login_shell = "zsh"; }
`),
    ).toEqual(["ignored-cell hint cells/_shell.nix"]));

  // A host's folder is named by a computed path; its `default.nix` lists what it takes.
  test("left out of the list beside it", () => {
    const desk = (imports: string) => `${flakeModules}
#- /cells/desk.nix
{ lib, ... }: { flake.nixosConfigurations = lib.genAttrs [ "desk" ] (name: lib.nixosSystem { modules = [ ./\${name}/_nixos ]; }); }
#- /cells/desk/_nixos/default.nix
{ imports = [ ${imports} ]; }
#- /cells/desk/_nixos/disks.nix
{ fileSystems."/".device = "/dev/sda1"; }
#- /cells/rack.nix
{ lib, config, ... }: { flake.nixosConfigurations.rack = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
`;
    expect(told(desk("./disks.nix"))).toEqual([]);
    expect(told(desk('(./. + "/disks.nix")'))).toEqual([]);
    expect(told(desk(""))).toEqual(["ignored-cell hint cells/desk/_nixos/disks.nix"]);
  });

  test("a package that hands its own directory to a builder", () =>
    checkSilence(`${byClass}
#- /cells/_tool/default.nix
{ bundlerEnv }: bundlerEnv { name = "tool"; gemdir = ./.; }
#- /cells/_tool/gemset.nix
{ fileSystems = { version = "1.0"; }; }
#- /cells/tool.nix
{ perSystem = { pkgs, ... }: { packages.tool = pkgs.callPackage ./_tool { }; }; }
`));

  test("imported by its path, or nothing of the flake", () =>
    checkSilence(`${byClass}
#- /cells/_shell.nix
{ flake.modules.nixos.base = { programs.zsh.enable = true; }; }
#- /cells/_notes.nix
[ "eggs" ]
#- /cells/more.nix
{ imports = [ ./_shell.nix ]; }
`));
});

describe("unread-option", () => {
  test("an option that a module from outside may read, in an evaluation of the flake's own", () =>
    expect(
      analyseFixture(`
#- /cells/made.nix
{ inputs, lib, ... }: {
  flake.systemConfigs.box = lib.evalModules {
    modules = [ inputs.sops-nix.nixosModules.sops { options.gadget.label = lib.mkOption { type = lib.types.str; default = "x"; }; } ];
  };
}
`).analysis.findings.map(({ message }) => message),
    ).toEqual([]));

  test("in three layouts", () => {
    const option = `
#- /cells/extra.nix
{ lib, ... }: {
  options.own.gadget = lib.mkOption { type = lib.types.bool; default = false; };
#             ^^^^^^ unread-option: Nothing sets or reads \`own.gadget\`
}
`;
    for (const flake of [named, byClass, mapped]) checkFindings(`${flake}${option}`);
  });

  test("set, read, or mentioned", () =>
    checkSilence(`${named}
#- /cells/extra.nix
{ config, lib, ... }: {
  options.own.gadget = lib.mkOption { type = lib.types.bool; default = false; };
  options.own.widget = lib.mkOption { type = lib.types.bool; default = false; };
  config.own.gadget = true;
  config.flake.lib.pick = from: from.widget;
}
`));
});
