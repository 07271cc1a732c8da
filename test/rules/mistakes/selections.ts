import { ACCEPTED, type Mistake, mistakes } from "./mistake.ts";

const shell = {
  named: `#- /cells/shell.nix\n{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }\n`,
  byClass: `#- /cells/shell.nix\n{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; }\n`,
  mapped: `#- /cells/shell.nix\n{ nixos.modules.shell.programs.zsh.enable = true; }\n`,
  published: `#- /cells/shell.nix\n{ flake.nixosModules.shell = { programs.zsh.enable = true; }; }\n`,
  traits: `#- /cells/shell.nix\n{ traits.shell.nixos.programs.zsh.enable = true; }\n`,
};

/** Another host, which takes the branch `shell`, so that nothing is idle. */
const user = {
  named: `#- /cells/user.nix\n{ lib, gather, ... }: {
  my.hosts.user.branches = [ "shell" ];
  flake.nixosConfigurations.user = lib.nixosSystem { modules = (gather "user").nixos; };
}\n`,
  byClass: `#- /cells/user.nix\n{ config, lib, ... }: { flake.nixosConfigurations.user = lib.nixosSystem { modules = [ config.flake.modules.nixos.shell ]; }; }\n`,
  mapped: `#- /cells/user.nix\n{ config, ... }: { nixos.hosts.user = config.nixos.modules.shell; }\n`,
  published: `#- /cells/user.nix\n{ lib, self, ... }: { flake.nixosConfigurations.user = lib.nixosSystem { modules = [ self.nixosModules.shell ]; }; }\n`,
};

export const SELECTION_MISTAKES: readonly Mistake[] = [
  ...mistakes("unknown-branch", "attribute 'shel' missing", {
    named: [
      `${shell.named}${user.named}#- /cells/lamp.nix\n{ lib, gather, ... }: {
  my.hosts.lamp.branches = [ «"shel"» ];
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}\n`,
      '"shel"',
      '"shell"',
      "no such branches for lamp: shel",
    ],
    byClass: [
      `${shell.byClass}${user.byClass}#- /cells/lamp.nix\n{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.«shel» ]; };
}\n`,
      "nixos.shel ]",
      "nixos.shell ]",
    ],
    mapped: [
      `${shell.mapped}${user.mapped}#- /cells/lamp.nix\n{ config, ... }: { nixos.hosts.lamp.imports = with config.nixos.modules; [ base config.nixos.modules.«shel» ]; }\n`,
      "modules.shel ]",
      "modules.shell ]",
    ],
    published: [
      `${shell.published}${user.published}#- /cells/lamp.nix\n{ lib, self, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with self.nixosModules; [ base «shel» ]; };
}\n`,
      "base shel ]",
      "base shell ]",
      "undefined variable 'shel'",
    ],
    traits: [
      `${shell.traits}#- /cells/user.nix\n{ machines.user.traits = [ "shell" ]; machines.lamp.traits = [ «"shel"» ]; }\n`,
      '"shel"',
      '"shell"',
    ],
  }),

  ...mistakes("taken-twice", "is already declared in", {
    byClass: [
      `#- /cells/menu.nix\n{ config, lib, ... }: {
  flake.modules.nixos.menu.options.my.menu = lib.mkOption { default = "wofi"; };
  flake.modules.nixos.office.imports = [ «config.flake.modules.nixos.menu» ];
  flake.modules.nixos.games.imports = [ config.flake.modules.nixos.menu ];
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ games office ]; };
}\n`,
      "office.imports = [ config.flake.modules.nixos.menu ]",
      "office.programs.zsh.enable = true",
    ],
    mapped: [
      `#- /cells/menu.nix\n{ config, lib, ... }: {
  nixos.modules.menu = { options.my.menu = lib.mkEnableOption "a menu"; };
  nixos.modules.games.imports = [ «config.nixos.modules.menu» ];
  nixos.hosts.lamp.imports = with config.nixos.modules; [ games base menu ];
}\n`,
      "imports = [ config.nixos.modules.menu ]",
      "programs.zsh.enable = true",
    ],
    published: [
      `#- /cells/menu.nix\n{ self, lib, ... }: {
  flake.nixosModules.menu = { lib, ... }: { options.my.menu = lib.mkEnableOption "a menu"; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with self.nixosModules; [ menu base «menu» ]; };
}\n`,
      "base menu ]",
      "base ]",
    ],
  }),

  ...mistakes("hidden-lookup", ACCEPTED, {
    named: [
      `${shell.named}${user.named}#- /cells/x.nix\n{ config, lib, ... }: {
  my.branches.base.nixosModules = lib.optionals (config.my.branches ? «shel») config.my.branches.shell.nixosModules;
}\n`,
      "? shel)",
      "? shell)",
    ],
    byClass: [
      `${shell.byClass}${user.byClass}#- /cells/lamp.nix\n{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ (config.flake.modules.nixos.«shel» or { }) ]; };
}\n`,
      "nixos.shel or",
      "nixos.shell or",
    ],
    mapped: [
      `${shell.mapped}${user.mapped}#- /cells/lamp.nix\n{ config, ... }: { nixos.hosts.lamp.imports = [ (config.nixos.modules.«shel» or { }) ]; }\n`,
      "modules.shel or",
      "modules.shell or",
    ],
    published: [
      `${shell.published}${user.published}#- /cells/lamp.nix\n{ lib, self, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ (self.nixosModules.«shel» or { }) ]; };
}\n`,
      "nixosModules.shel or",
      "nixosModules.shell or",
    ],
  }),

  ...mistakes("repeated-selection", ACCEPTED, {
    named: [
      `#- /cells/lamp.nix\n{ lib, gather, ... }: {
  my.hosts.lamp.branches = [ «"base"» ];
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}\n`,
      '[ "base" ]',
      "[ ]",
    ],
    byClass: [
      `#- /cells/lamp.nix\n{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base «base» ]; };
}\n`,
      "[ base base ]",
      "[ base ]",
    ],
    mapped: [
      `#- /cells/lamp.nix\n{ config, ... }: { nixos.hosts.lamp.imports = with config.nixos.modules; [ base «base» ]; }\n`,
      "[ base base ]",
      "[ base ]",
    ],
    traits: [
      `#- /cells/lamp.nix\n{ machines.lamp.traits = [ "base" «"base"» ]; }\n`,
      '[ "base" "base" ]',
      '[ "base" ]',
    ],
  }),

  ...mistakes("unmerged-leaf", ACCEPTED, {
    named: [
      `#- /cells/shell.nix\n{ my.branches.shell.«nixosModules» = [ { programs.zsh.enable = true; } ]; }\n`,
      "branches.shell",
      "branches.base",
    ],
    byClass: [
      `#- /cells/shell.nix\n{ flake.modules.nixos.«shell» = { programs.zsh.enable = true; }; }\n`,
      "nixos.shell",
      "nixos.base",
    ],
    mapped: [
      `#- /cells/shell.nix\n{ nixos.modules.«shell».programs.zsh.enable = true; }\n`,
      "modules.shell",
      "modules.base",
    ],
    published: [
      `#- /cells/shell.nix\n{ flake.nixosModules.«shell» = { programs.zsh.enable = true; }; }\n`,
      "Modules.shell",
      "Modules.base",
    ],
    traits: [
      `#- /cells/shell.nix\n{ traits.shell.«nixos».programs.zsh.enable = true; }\n`,
      "traits.shell",
      "traits.base",
    ],
  }),

  ...mistakes("unmerged-condition", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ config, lib, ... }: { my.branches.base.nixosModules = lib.optional config.my.switch «{ programs.git.enable = true; }»; }\n`,
      "optional config.my.switch",
      "optional (!config.my.switch)",
    ],
    byClass: [
      `#- /cells/x.nix\n{ lib, ... }: { flake.modules.nixos.base = lib.mkIf false «{ programs.git.enable = true; }»; }\n`,
      "mkIf false",
      "mkIf true",
    ],
    mapped: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  options.more = lib.mkOption { type = lib.types.bool; default = false; };
  config.nixos.modules.base = lib.mkIf config.more «{ programs.git.enable = true; }»;
}\n`,
      "default = false",
      "default = true",
    ],
    traits: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  options.more = lib.mkEnableOption "more";
  config.traits = lib.mkIf config.more { base.nixos = «{ programs.git.enable = true; }»; };
}\n`,
      "mkIf config.more",
      "mkIf (!config.more)",
    ],
  }),

  ...mistakes("unmerged-class", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ inputs, lib, gather, ... }: {
  my.branches.shell = { nixosModules = [ { programs.zsh.enable = true; } ]; hmModules = [ { programs.git.enable = true; } ]; };
  my.hosts.whole.branches = [ "shell" ];
  my.hosts.half.branches = [ «"shell"» ];
  flake.nixosConfigurations.half = lib.nixosSystem { modules = (gather "half").nixos; };
  flake.nixosConfigurations.whole = lib.nixosSystem { modules = (gather "whole").nixos ++ [
    inputs.home-manager.nixosModules.home-manager
    { home-manager.users.wren.imports = (gather "whole").home; }
  ]; };
}\n`,
      'half.branches = [ "shell" ]',
      "half.branches = [ ]",
    ],
    traits: [
      `${shell.traits}#- /cells/x.nix\n{
  traits.shell.home.programs.git.enable = true;
  machines.whole = { traits = [ "shell" ]; home = [ "shell" ]; };
  machines.half.traits = [ «"shell"» ];
}\n`,
      'half.traits = [ "shell" ]',
      'half = { traits = [ "shell" ]; home = [ "shell" ]; }',
    ],
  }),

  ...mistakes("needs-unmet", ACCEPTED, {
    named: [
      `${shell.named}${user.named}#- /cells/x.nix\n{ lib, gather, ... }: {
  options.my.branches = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.needs = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; });
  };
  config.my.branches.mail = { needs = [ "shell" ]; nixosModules = [ { services.postfix.enable = true; } ]; };
  config.my.hosts.lamp.branches = [ «"mail"» ];
  config.flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}\n`,
      '[ "mail" ]',
      '[ "mail" "shell" ]',
    ],
    traits: [
      `${shell.traits}#- /cells/x.nix\n{
  traits.mail = { needs = [ "shell" ]; nixos.services.postfix.enable = true; };
  machines.lamp.traits = [ «"mail"» ];
  machines.user.traits = [ "shell" ];
}\n`,
      '[ "mail" ]',
      '[ "mail" "shell" ]',
    ],
  }),

  ...mistakes("misspelt-collector", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ flake.«nixosModule».shell = { pkgs, ... }: { programs.zsh.enable = true; }; }\n`,
      "{ flake.nixosModule.shell = { pkgs, ... }: { programs.zsh.enable = true; }; }",
      "{ my.branches.base.nixosModules = [ ({ pkgs, ... }: { programs.zsh.enable = true; }) ]; }",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.«module».nixos.base = { programs.zsh.enable = true; }; }\n`,
      "flake.module.",
      "flake.modules.",
    ],
    mapped: [
      `#- /cells/x.nix\n{ lib, ... }: { flake.«nixosConfiguration».lamp = lib.nixosSystem { modules = [ ]; }; }\n`,
      "nixosConfiguration.",
      "nixosConfigurations.",
    ],
    published: [
      `#- /cells/x.nix\n{ flake.«nixosModuls».base = { pkgs, ... }: { programs.zsh.enable = true; }; }\n`,
      "nixosModuls",
      "nixosModules",
    ],
  }),

  ...mistakes("misspelt-class", ACCEPTED, {
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.«nixoss».base = { programs.zsh.enable = true; }; }\n`,
      "nixoss",
      "nixos",
    ],
  }),

  ...mistakes("class-mismatch", "cannot be imported into a module evaluation that expects class", {
    named: [
      `#- /cells/x.nix\n{ inputs, self, ... }: {
  flake.nixosModules.fonts = { programs.git.enable = true; };
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration { pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; modules = [ «self.nixosModules.fonts» ]; };
}\n`,
      "flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration",
      "flake.nixosConfigurations.wren = inputs.nixpkgs.lib.nixosSystem",
    ],
    byClass: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  flake.modules.homeManager.shell = { programs.zsh.enable = true; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ «config.flake.modules.homeManager.shell» ]; };
}\n`,
      "modules.homeManager.shell = { programs.zsh.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.homeManager",
      "modules.generic.shell = { programs.zsh.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.generic",
    ],
    published: [
      `#- /cells/x.nix\n{ inputs, lib, self, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [
    inputs.home-manager.nixosModules.home-manager
    { home-manager.users.wren.imports = [ «self.nixosModules.base» ]; }
  ]; };
}\n`,
      "{ home-manager.users.wren.imports = [ self.nixosModules.base ]; }",
      "self.nixosModules.base",
    ],
  }),

  ...mistakes("nested-module-key", "attribute 'browser' missing", {
    byClass: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  flake.modules.nixos.apps.browser = { programs.firefox.enable = true; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.apps.«browser» ]; };
}\n`,
      "apps.browser = { programs.firefox.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.apps.browser ",
      "apps-browser = { programs.firefox.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.apps-browser ",
      "value is a function while a set was expected",
    ],
    mapped: [
      `#- /cells/x.nix\n{ config, ... }: {
  nixos.modules.apps.browser = { programs.firefox.enable = true; };
  nixos.hosts.lamp.imports = [ config.nixos.modules.apps.«browser» ];
}\n`,
      "apps.browser = { programs.firefox.enable = true; };\n  nixos.hosts.lamp.imports = [ config.nixos.modules.apps.browser ",
      "apps = { programs.firefox.enable = true; };\n  nixos.hosts.lamp.imports = [ config.nixos.modules.apps ",
    ],
    published: [
      `#- /cells/x.nix\n{ lib, self, ... }: {
  flake.nixosModules.apps.browser = { programs.firefox.enable = true; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ self.nixosModules.apps.«browser» ]; };
}\n`,
      "apps.browser = { programs.firefox.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ self.nixosModules.apps.browser ",
      "apps = { programs.firefox.enable = true; };\n  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ self.nixosModules.apps ",
    ],
  }),

  ...mistakes("collector-in-persystem", "does not exist", {
    named: [
      `#- /cells/x.nix\n{ systems = [ "x86_64-linux" ]; perSystem.«my.branches».base.nixosModules = [ { programs.zsh.enable = true; } ]; }\n`,
      "perSystem.my",
      "my",
      "The option `perSystem.x86_64-linux.my' does not exist",
    ],
    byClass: [
      `#- /cells/x.nix\n{ perSystem = { ... }: { «flake.modules».nixos.base = { programs.zsh.enable = true; }; }; }\n`,
      "{ perSystem = { ... }: { flake.modules.nixos.base = { programs.zsh.enable = true; }; }; }",
      "{ flake.modules.nixos.base = { programs.zsh.enable = true; }; }",
      "The option `perSystem.x86_64-linux.flake' does not exist",
    ],
    mapped: [
      `#- /cells/x.nix\n{ systems = [ "x86_64-linux" ]; perSystem = { ... }: { «nixos.modules».base = { programs.zsh.enable = true; }; }; }\n`,
      "perSystem = { ... }: { nixos.modules.base = { programs.zsh.enable = true; }; };",
      "nixos.modules.base = { programs.zsh.enable = true; };",
      "The option `perSystem.x86_64-linux.nixos' does not exist",
    ],
    published: [
      `#- /cells/x.nix\n{ perSystem = { «flake.nixosModules».base = { programs.zsh.enable = true; }; }; }\n`,
      "{ perSystem = { flake.nixosModules.base = { programs.zsh.enable = true; }; }; }",
      "{ flake.nixosModules.base = { programs.zsh.enable = true; }; }",
      "The option `perSystem.x86_64-linux.flake' does not exist",
    ],
  }),
];
