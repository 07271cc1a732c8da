import { ACCEPTED, type Mistake, mistakes } from "./mistake.ts";

/** An option of the flake's own. */
const person = `
#- /cells/person.nix
{ lib, ... }: { options.person.name = lib.mkOption { type = lib.types.str; default = "rowan"; }; }
`;

export const OPTION_MISTAKES: readonly Mistake[] = [
  ...mistakes("undeclared-option", "The option `my.swich' does not exist", {
    named: [`#- /cells/x.nix\n{ my.«swich» = true; }\n`, "swich", "switch"],
    byClass: [
      `${person}#- /cells/x.nix\n{ person.«nmae» = "wren"; }\n`,
      "nmae",
      "name",
      "The option `person.nmae' does not exist",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.«module».base.programs.git.enable = true; }\n`,
      "module.",
      "modules.",
      "The option `nixos.module' does not exist",
    ],
    traits: [
      `#- /cells/x.nix\n{ traits.base.«nixs».programs.git.enable = true; }\n`,
      "nixs",
      "nixos",
      "The option `traits.base.nixs' does not exist",
    ],
    published: [
      `#- /cells/x.nix\n{
  flake.nixosModules.base = { lib, ... }: { options.watch.enable = lib.mkEnableOption "it"; config.watch.«enbale» = true; };
}\n`,
      "enbale",
      "enable",
      "The option `watch.enbale' does not exist",
    ],
  }),

  ...mistakes("type-mismatch", "is not of type `boolean'", {
    named: [`#- /cells/x.nix\n{ my.switch = «"yes"»; }\n`, '"yes"', "true"],
    byClass: [
      `#- /cells/x.nix\n{ lib, ... }: { options.look.dark = lib.mkOption { type = lib.types.bool; }; config.look.dark = «1»; }\n`,
      "= 1",
      "= true",
    ],
    mapped: [
      `#- /cells/x.nix\n{
  nixos.modules.base = { lib, ... }: { options.look.dark = lib.mkOption { type = lib.types.bool; }; config.look.dark = «[ ]»; };
}\n`,
      "= [ ]",
      "= true",
    ],
    traits: [
      `#- /cells/x.nix\n{ machines.desk.home = «"base"»; }\n`,
      '"base"',
      '[ "base" ]',
      "is not of type `list of string'",
    ],
  }),

  ...mistakes("duplicate-definition", "has conflicting definition values", {
    named: [
      `${person}#- /cells/x.nix\n{ person.name = "wren"; }\n#- /cells/y.nix\n{ person.«name» = "alder"; }\n`,
      '"alder"',
      '"wren"',
    ],
    byClass: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  flake.nixosConfigurations.«desk» = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}\n`,
      "nixosConfigurations.desk",
      "nixosConfigurations.lamp",
      "while it's expected to be unique",
    ],
    mapped: [
      `#- /cells/x.nix\n{
  nixos.modules.base = { lib, ... }: { options.level = lib.mkOption { type = lib.types.int; }; config.level = 1; };
}
#- /cells/y.nix\n{ nixos.modules.base.«level» = 2; }\n`,
      "= 2",
      "= 1",
    ],
    traits: [
      `${person}#- /cells/x.nix\n{ person.name = "wren"; }\n#- /cells/y.nix\n{ lib, ... }: { person = { «name» = "alder"; }; }\n`,
      '"alder"',
      'lib.mkForce "alder"',
    ],
  }),

  ...mistakes("undeclared-output", "while it's expected to be unique", {
    named: [
      `#- /cells/x.nix\n{ flake.shapes.one = 1; }\n#- /cells/y.nix\n{ flake.«shapes».two = 2; }\n`,
      "flake.shapes.two",
      "flake.sizes.two",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.shapes.one = 1; }\n#- /cells/y.nix\n{ flake.«shapes».two = 2; }\n#- /cells/z.nix\n{ lib, ... }: { flake.sizes.a = 1; }\n`,
      "flake.sizes.a = 1;",
      "options.flake.shapes = lib.mkOption { type = lib.types.attrsOf lib.types.int; };",
    ],
    mapped: [
      `#- /cells/x.nix\n{ flake.homeModules.one = { }; }\n#- /cells/y.nix\n{ flake.«homeModules».two = { }; }\n`,
      "{ flake.homeModules.two = { }; }",
      "{ }",
    ],
    published: [
      `#- /cells/x.nix\n{ flake.modules.nixos.one = { }; }\n#- /cells/y.nix\n{ flake.«modules».nixos.two = { }; }\n#- /cells/z.nix\n{ self, ... }: { flake.nixosModules.base = { imports = [ (self.modules.nixos.one or { }) ]; }; }\n`,
      "{ flake.modules.nixos.two = { }; }",
      "{ }",
    ],
  }),

  ...mistakes("undeclared-in-host", "The option `backup' does not exist", {
    named: [
      `#- /cells/backup.nix
{ my.branches.backup.nixosModules = [ ({ lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.raw; }; }) ]; }
#- /cells/mail.nix
{ my.branches.mail.nixosModules = [ { backup.«paths» = [ "/var/mail" ]; } ]; }
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "mail" "backup" ];
  my.hosts.lamp.branches = [ "mail" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}
`,
      '[ "mail" ]',
      '[ "mail" "backup" ]',
    ],
    byClass: [
      `#- /cells/backup.nix
{ flake.modules.nixos.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.raw; }; }; }
#- /cells/mail.nix
{ config, lib, ... }: {
  flake.modules.nixos.mail = { backup.«paths» = [ "/var/mail" ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = with config.flake.modules.nixos; [ backup mail ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ mail ]; };
}
`,
      "[ mail ]",
      "[ mail backup ]",
    ],
    mapped: [
      `#- /cells/backup.nix
{ nixos.modules.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.raw; default = [ ]; }; }; }
#- /cells/mail.nix
{ config, ... }: {
  nixos.modules.mail = { lib, ... }: { backup.«paths» = lib.mkIf false [ "/var/mail" ]; };
  nixos.hosts.rack.imports = with config.nixos.modules; [ backup mail ];
  nixos.hosts.lamp.imports = with config.nixos.modules; [ mail ];
}
`,
      "{ backup.paths = lib.mkIf false",
      "lib.optionalAttrs false { backup.paths =",
    ],
    published: [
      `#- /cells/backup.nix
{ flake.nixosModules.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.raw; }; }; }
#- /cells/mail.nix
{ lib, self, ... }: {
  flake.nixosModules.mail = { options, lib, ... }: { config = { backup.«paths» = [ "/var/mail" ]; }; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = with self.nixosModules; [ backup mail ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with self.nixosModules; [ mail ]; };
}
`,
      "config = {",
      "config = lib.optionalAttrs (options ? backup) {",
    ],
  }),

  ...mistakes("undeclared-in-host", "attribute 'features' missing", {
    traits: [
      `#- /cells/x.nix\n{
  traits.features.nixos = { lib, ... }: { options.features.port = lib.mkOption { type = lib.types.port; default = 25; }; };
  traits.mail.nixos = { config, ... }: { services.postfix.port = config.«features.port»; };
  machines.rack.traits = [ "features" "mail" ];
  machines.lamp.traits = [ "mail" ];
}\n`,
      "= config.features.port",
      "= config.features.port or 25",
    ],
  }),

  ...mistakes("wrong-class", "The option `home' does not exist", {
    named: [
      `#- /cells/x.nix\n{ my.branches.base.nixosModules = [ ({ pkgs, ... }: { home.«packages» = [ pkgs.git ]; }) ]; }\n`,
      "home.packages",
      "environment.systemPackages",
    ],
    byClass: [
      `#- /cells/x.nix\n{ config, inputs, ... }: {
  flake.modules.homeManager.wren = { boot.«tmp».cleanOnBoot = true; };
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration { pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; modules = [ config.flake.modules.homeManager.wren ]; };
}\n`,
      "boot.tmp.cleanOnBoot",
      "programs.git.enable",
      "The option `boot' does not exist",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.modules.base.home.«shellAliases».ll = "ls -l"; }\n`,
      "home.shellAliases.ll",
      "programs.bash.shellAliases.ll",
    ],
    traits: [
      `#- /cells/x.nix\n{ traits.x.home.fileSystems.«"/"».device = "/dev/sda1"; machines.desk.home = [ "x" ]; }\n`,
      'fileSystems."/".device = "/dev/sda1"',
      "programs.git.enable = true",
      "The option `home-manager.users.wren.fileSystems' does not exist",
    ],
  }),

  ...mistakes("ignored-nixpkgs", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ my.branches.base.nixosModules = [ { nixpkgs.config.«allowedUnfree» = true; } ]; }\n`,
      "allowedUnfree",
      "allowUnfree",
    ],
    byClass: [
      `#- /cells/x.nix\n{ config, inputs, lib, ... }: {
  flake.modules.nixos.apps = { nixpkgs.«config».allowUnfree = true; };
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ config.flake.modules.nixos.apps ];
  };
}\n`,
      "    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;\n",
      "",
    ],
    traits: [
      `#- /cells/x.nix\n{
  traits.base.nixos.home-manager.useGlobalPkgs = true;
  traits.x.home.nixpkgs.«overlays» = [ (final: prev: { }) ];
  machines.desk.home = [ "x" ];
}\n`,
      "GlobalPkgs = true",
      "GlobalPkgs = false",
    ],
  }),

  ...mistakes("unread-option", ACCEPTED, {
    named: unread("my.gadget"),
    byClass: unread("own.gadget"),
    mapped: unread("nixos.gadget"),
    traits: unread("gadget"),
  }),

  ...mistakes("outer-config", "attribute 'networking' missing", {
    named: [
      `#- /cells/x.nix\n{ config, ... }: {
  my.branches.base.nixosModules = [ ({ lib, ... }: { users.motd.text = config.«networking.hostName»; networking.hostName = "x"; }) ];
}\n`,
      "({ lib",
      "({ config, lib",
    ],
    byClass: [
      `#- /cells/x.nix\n{ config, ... }: {
  flake.modules.nixos.base = { lib, ... }: { users.motd.text = config.«networking.hostName»; networking.hostName = "x"; };
}\n`,
      "= { lib",
      "= { config, lib",
    ],
    mapped: [
      `#- /cells/x.nix\n{ config, ... }: {
  nixos.modules.base = { lib, ... }: { users.motd.text = "\${config.«networking.hostName»}"; networking.hostName = "x"; };
}\n`,
      "= { lib",
      "= { config, lib",
    ],
    published: [
      `#- /cells/x.nix\n{ config, ... }: {
  flake.nixosModules.base = { lib, ... }: { users.motd.text = if config.«networking.hostName» or null == null then "nobody" else "x"; };
}\n`,
      "= { lib",
      "= { config, lib",
      ACCEPTED,
    ],
  }),

  ...mistakes("inner-config", "attribute 'my' missing", {
    named: [
      `#- /cells/x.nix\n{ my.branches.base.nixosModules = [ ({ config, ... }: { programs.git.enable = config.«my.switch»; }) ]; }\n`,
      "{ my.branches.base.nixosModules = [ ({ config, ... }",
      "{ config, ... }: { my.branches.base.nixosModules = [ ({ lib, ... }",
    ],
    byClass: [
      `${person}#- /cells/x.nix\n{ flake.modules.nixos.base = { config, ... }: { users.motd.text = config.«person.name»; }; }\n`,
      "{ flake.modules.nixos.base = { config, ... }",
      "{ config, ... }: { flake.modules.nixos.base = { lib, ... }",
      "attribute 'person' missing",
    ],
    mapped: [
      `${person}#- /cells/x.nix\n{ nixos.modules.base = { config, ... }: { users.motd.text = config.«person.name» or "nobody"; }; }\n`,
      "{ nixos.modules.base = { config, ... }",
      "{ config, ... }: { nixos.modules.base = { lib, ... }",
      ACCEPTED,
    ],
    traits: [
      `${person}#- /cells/x.nix\n{ traits.base.nixos = { config, ... }: { users.motd.text = config.«person.name»; }; }\n`,
      "{ traits.base.nixos = { config, ... }",
      "{ config, ... }: { traits.base.nixos = { lib, ... }",
      "attribute 'person' missing",
    ],
  }),
];

function unread(path: string): readonly [string, string, string] {
  const [name] = path.split(".").slice(-1);
  const declared = path.replace(name ?? "", `«${name}»`);
  return [
    `#- /cells/x.nix\n{ config, lib, ... }: {
  options.${declared} = lib.mkOption { type = lib.types.bool; default = false; };
  config.flake.lib.some = false;
}\n`,
    "some = false",
    `some = config.${path}`,
  ];
}
