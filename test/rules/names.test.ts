import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

describe("unknown-branch", () => {
  test("a string that the resolver rejects, with the near name", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shel" ];
#                            ^^^^^^ unknown-branch: There is no branch \`shel\`, so \`desk\` cannot be built. Did you mean \`shell\`?
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/rack.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "shell" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`));

  test("a string of the only host, so that none is seen to select by it: the near name tells", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shel" ];
#                            ^^^^^^ unknown-branch: There is no branch \`shel\`, so \`desk\` cannot be built. Did you mean \`shell\`?
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`));

  test("a string of a list that every host takes, so that all fail: the other strings tell", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.common = [ "base" "desktop" ];
#                      ^^^^^^^^^ unknown-branch: There is no branch \`desktop\`, so \`desk\` cannot be built.
  my.hosts.desk = { };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
`));

  test("a string that an error mentions, of an option that has nothing to do with branches", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  options.users = lib.mkOption { type = lib.types.listOf lib.types.str; };
  config.users = [ "wren" ];
  config.flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ (throw "nobody knows \${builtins.head config.users}") ];
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation-error: Nobody knows wren
  };
}
`));

  // A real flake loads what lists of its hosts name, by a function of its own that throws.
  test("a string that is not an option, in the words of the error", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }:
let
  load = map (name: config.flake.modules.nixos.\${name} or (throw "no module '\${name}' for anybody"));
  names = [ "base" "blutooth" ];
#                  ^^^^^^^^^^ unknown-branch: There is no branch \`blutooth\`, so \`desk\` cannot be built. Did you mean \`bluetooth\`?
in
{
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = load names; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = [ config.flake.modules.nixos.bluetooth ]; };
}
#- /cells/bluetooth.nix
{ flake.modules.nixos.bluetooth = { hardware.bluetooth.enable = true; }; }
`));

  test("a reference to a branch of flake.modules, which exists in another class", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base config.flake.modules.nixos.shell ];
#                                                                          ^^^^^ unknown-branch: There is no branch \`shell\`, so \`desk\` cannot be built. A branch of that name exists for Home Manager
  };
}
#- /cells/shell.nix
{ flake.modules.homeManager.shell = { programs.zsh.enable = true; }; }
`));

  test("a reference below with", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shel ]; };
#                                                                                                      ^^^^ unknown-branch: There is no branch \`shel\`, so \`desk\` cannot be built. Did you mean \`shell\`?
}
#- /cells/shell.nix
{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; }
`));

  test("an own option: a branch in the imports of a host", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: {
  nixos.hosts.desk.imports = [ config.nixos.modules.bse ];
#                                                   ^^^ unknown-branch: There is no branch \`bse\`, so \`desk\` cannot be built. Did you mean \`base\`?
}
`));

  // A real flake refers to a branch that is long gone, in a module that no host takes.
  test("in a module that nobody takes", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/tower.nix
{ config, ... }: {
  flake.modules.nixos.tower = { pkgs, ... }: { imports = [ config.flake.modules.nixos.gone ]; };
#                     ^^^^^ unmerged-leaf
#                                                                                     ^^^^ unknown-branch: There is no branch \`gone\`
}
`));

  // A real flake gets modules of that name from a library's flake module.
  test("a module from outside may define branches: only typos are reported", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base config.flake.modules.nixos.library ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.bsae ]; };
#                                                                                           ^^^^ unknown-branch: Did you mean \`base\`?
}
`));

  test("guarded lookups are somebody's choice", () =>
    checkSilence(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base (config.flake.modules.nixos.shel or { }) ];
  };
}
`));
});

describe("undeclared-option", () => {
  const host = `
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
`;

  test("a name that nobody declares, with the near one", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/extras.nix
{
  my.swich = true;
#    ^^^^^ undeclared-option: No module declares the option \`my.swich\`, so Nix refuses it. Did you mean \`my.switch\`?
}
`));

  test("an option of a submodule", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/extras.nix
{
  my.branches.base.nixosModule = [ ];
#                  ^^^^^^^^^^^ undeclared-option: Did you mean \`my.branches.base.nixosModules\`?
}
`));

  test("flake accepts anything, and so does what a module from outside may declare", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/extras.nix
{ inputs, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  flake.anything = 1;
  treefmt.enable = true;
}
`));

  test("no name at the top is a typo where a module from outside may declare it", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/extras.nix
{ inputs, lib, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  options.garden.size = lib.mkOption { type = lib.types.int; default = 1; };
  config = {
    gardne.size = 2;
    gardens.size = 3;
    flake.lib.size = garden: garden.size;
  };
}
`));

  test("own options: the namespace is declared, the name is not", () =>
    checkFindings(
      `${mappedHosts}
#- /cells/desk.nix
{ config, ... }: {
  nixos.hosts.desk.imports = [ config.nixos.modules.base ];
  nixos.module.tower = { };
#       ^^^^^^ undeclared-option: Did you mean \`nixos.modules\`?
}
`,
      ["unmerged-leaf"],
    ));

  // Without flake-parts' own declaration, flake.modules is one more freeform attribute.
  test("flake.modules: perSystem and systems are declared, perSytem is not", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
  perSytem = { };
# ^^^^^^^^ undeclared-option: Did you mean \`perSystem\`?
}
`));
});

describe("undeclared-option: options that leaves declare", () => {
  const watch = (path: string) => `
#- /cells/watch.nix
{ ${path} = { lib, ... }: {
  options.watch.enable = lib.mkEnableOption "the watch";
  options.watch.dogs = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { options.name = lib.mkOption { type = lib.types.str; }; }); };
}; }
`;

  test("flake.modules", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}${watch("flake.modules.nixos.base")}
#- /cells/use.nix
{
  flake.modules.nixos.base.watch.enbale = true;
#                                ^^^^^^ undeclared-option: Did you mean \`watch.enable\`?
}
`));

  test("own options, in an instance of a submodule", () =>
    checkFindings(`${mappedHosts}${mappedHost}${watch("nixos.modules.base")}
#- /cells/use.nix
{
  nixos.modules.base = { lib, ... }: { watch.dogs.rex.nmae = lib.mkIf true "Rex"; };
#                                                     ^^^^ undeclared-option: Did you mean \`watch.dogs.rex.name\`?
}
`));

  test("branches selected by strings, without a near name", () =>
    checkFindings(`${namedBranches}${namedHost}${watch("my.branches.base.nixosModules").replace("= {", "= [ ({").replace("}; }\n", "}) ]; }\n")}
#- /cells/use.nix
{
  my.branches.base.nixosModules = [ { watch.cats = [ ]; } ];
#                                           ^^^^ undeclared-option: No module declares the option \`watch.cats\`
}
`));

  test("a typo in a namespace that NixOS has, too", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/more.nix
{
  flake.modules.nixos.base = { lib, ... }: {
    options.services.beacon.enable = lib.mkEnableOption "a beacon";
    config.services.becaon.enable = true;
#                   ^^^^^^ undeclared-option: Did you mean \`services.beacon\`?
  };
}
`));

  // Beside NixOS's own names there would hardly be one single strange name, and that so near.
  test("a typo in an instance, in a namespace inside one of NixOS's, and not at the root beside modules from outside", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    imports = [ inputs.sops-nix.nixosModules.sops ];
    options.services.caddy.proxies = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule { options.address = lib.mkOption { default = ""; }; });
    };
    options.users.wayland.session = lib.mkOption { default = ""; };
    options.profile.colour = lib.mkOption { default = ""; };
    config = {
      services.caddy.proxies.a.adress = "x";
#                              ^^^^^^ undeclared-option: Did you mean \`services.caddy.proxies.a.address\`?
      users.wayland.sesion = "x";
#                   ^^^^^^ undeclared-option: Did you mean \`users.wayland.session\`?
      proile.colour = "x";
    };
  };
}
`));

  test("namespaces that NixOS or a module from outside has, and what may be absent", () =>
    checkSilence(`${flakeModules}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    imports = [ inputs.sops-nix.nixosModules.sops ];
    options.sops.mine = lib.mkEnableOption "mine";
    options.services.mine.enable = lib.mkEnableOption "mine";
    options.services.caddy.virtualHosts = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule { options.mine = lib.mkOption { default = 1; }; });
    };
    options.mine.outside = inputs.nixpkgs.someOptions;
    options.mine.settings = lib.mkOption { type = lib.types.submodule { freeformType = inputs.nixpkgs.format.type; options.a = lib.mkOption { default = 1; }; }; };
    options.services.minerva.enable = lib.mkEnableOption "minerva";
    config = { services.caddy.virtualHosts.a.extraConfig = ""; services.minervad.enable = true; sops.mien = true; mine.settings.b = 2; mine.outside.c = 3; services.mien.enable = true; };
  };
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
`));
});

describe("undeclared-option: names that are read", () => {
  test("in a leaf that reads the flake's options, with the near name", () =>
    checkFindings(`${namedBranches}${namedHost}
#- /cells/extras.nix
{ config, ... }: {
  my.branches.base.nixosModules = [ ({ pkgs, ... }: { programs.git.enable = config.my.swich; }) ];
#                                                                                     ^^^^^ undeclared-option: No module declares the option \`my.swich\`, which is read here, so Nix stops when it gets here. Did you mean \`my.switch\`?
}
`));

  test("through an alias, in flake.modules", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/person.nix
{ lib, ... }: { options.person.name = lib.mkOption { type = lib.types.str; default = "rowan"; }; }
#- /cells/extras.nix
{ config, ... }: let who = config.person; in {
  flake.lib.who = who.name;
  flake.modules.nixos.base = { pkgs, ... }: { users.users.\${who.nmae}.isNormalUser = true; };
#                                                               ^^^^ undeclared-option: Did you mean \`person.name\`?
}
`));

  test("inherited, in own options; in an instance of a submodule", () =>
    checkFindings(`${mappedHosts}${mappedHost}
#- /cells/person.nix
{ lib, ... }: {
  options.people = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.shell = lib.mkOption { type = lib.types.str; }; });
    default = { };
  };
}
#- /cells/extras.nix
{ config, ... }: let inherit (config.nixos) module; in {
#                                           ^^^^^^ undeclared-option: Did you mean \`nixos.modules\`?
  flake.lib.a = { shell = config.people.rowan.shel; inherit module; };
#                                             ^^^^ undeclared-option
}
`));

  test("values of options, open submodules, outputs, what an input's module may declare, and guards", () =>
    checkSilence(`${namedBranches}${namedHost}
#- /cells/person.nix
{ config, inputs, lib, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  options.person = lib.mkOption { type = lib.types.attrs; default = { }; };
  options.open = lib.mkOption { type = lib.types.submodule { freeformType = lib.types.attrs; }; default = { }; };
  options.treefmt-nix.a = lib.mkOption { type = lib.types.str; default = ""; };
  config.flake.lib.b = [
    config.person.name.first config.open.door config.flake.whatever config.treefmt-nix.b config.treefmt.c
    (config.my.somethingElse or null) config.treefmt-nix.a
  ];
}
`));
});

describe("syntax and evaluation", () => {
  test("a missing semicolon makes everything uncertain, and is the only finding", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/broken.nix
{
  flake.modules.nixos.base.programs.mtr.enable = true
#                                                    ^ syntax: Expected \`;\`
}
#- /cells/tower.nix
{ flake.modules.nixos.tower = { }; }
`));

  test("a throw that a host hits", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base (throw "not today") ]; };
#                                                                                                 ^^^^^^^^^^^^^^^^^ evaluation-error: Not today
}
`));

  test("a throw that nobody asks for", () =>
    checkSilence(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
  flake.lib.never = throw "not today";
}
`));
});
