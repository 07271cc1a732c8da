import { flakeNix } from "../../small-flake.ts";
import { ACCEPTED, type Mistake, mistakes } from "./mistake.ts";

/** The flake's root, with a loader of one's own. */
const rootWith = (
  loader: string,
) => `${flakeNix({ inputs: { "home-manager": true }, loader: `inputs.import-tree${loader}` })}#- /cells/draft/x.nix
{ }
`;
const pattern = [rootWith(`.matchNot «"draft"»`), '"draft"', '".*/draft/.*"'] as const;

export const MODULE_MISTAKES: readonly Mistake[] = [
  ...mistakes("import-typo", "The option `import' does not exist", {
    named: [
      `#- /cells/x.nix\n{ «import» = [ ./_more.nix ]; }\n#- /cells/_more.nix\n{ my.switch = true; }\n`,
      "import =",
      "imports =",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base.«import» = [ ./_more.nix ]; }\n#- /cells/_more.nix\n{ programs.git.enable = true; }\n`,
      "import =",
      "imports =",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.hosts.desk = { «import» = [ { programs.git.enable = true; } ]; }; }\n`,
      "import =",
      "imports =",
    ],
    traits: [
      `#- /cells/x.nix\n{ traits.x.home.«import» = [ { programs.git.enable = true; } ]; machines.desk.home = [ "x" ]; }\n`,
      "import =",
      "imports =",
      "The option `home-manager.users.wren.import' does not exist",
    ],
  }),

  ...mistakes("imports-in-config", "The option `imports' does not exist", {
    named: [
      `#- /cells/_x.nix\n{ }\n#- /cells/x.nix\n{ lib, ... }: { config = lib.mkMerge [ { «imports» = [ ./_x.nix ]; } ]; }\n`,
      "{ config = lib.mkMerge [ { imports = [ ./_x.nix ]; } ]; }",
      "{ imports = [ ./_x.nix ]; }",
    ],
    byClass: [
      `#- /cells/_x.nix\n{ }\n#- /cells/x.nix\n{ flake.modules.nixos.base = { config = { «imports» = [ ./_x.nix ]; }; }; }\n`,
      "config = { imports = [ ./_x.nix ]; }",
      "imports = [ ./_x.nix ]",
    ],
    mapped: [
      `#- /cells/_x.nix\n{ }\n#- /cells/x.nix\n{ nixos.modules.base = { lib, ... }: lib.mkIf true { «imports» = [ ./_x.nix ]; }; }\n`,
      "lib.mkIf true { imports",
      "{ imports",
    ],
    published: [
      `#- /cells/_x.nix\n{ }\n#- /cells/x.nix\n{ flake.nixosModules.base.config.«imports» = [ ./_x.nix ]; }\n`,
      "base.config.imports",
      "base.imports",
    ],
  }),

  ...mistakes("unknown-input", "attribute 'home-manger' missing", {
    named: [
      `#- /cells/x.nix\n{ inputs, ... }: { my.branches.base.nixosModules = [ inputs.«home-manger».nixosModules.home-manager ]; }\n`,
      "home-manger",
      "home-manager",
    ],
    byClass: [
      `#- /cells/x.nix\n{ inputs, ... }: { flake.modules.nixos.base.imports = [ inputs.«home-manger».nixosModules.home-manager ]; }\n`,
      "home-manger",
      "home-manager",
    ],
    mapped: [
      `#- /cells/x.nix\n{ inputs, ... }: { nixos.modules.base.imports = with inputs; [ inputs.«home-manger».nixosModules.home-manager ]; }\n`,
      "home-manger",
      "home-manager",
    ],
    published: [
      `#- /cells/x.nix\n{ inputs, ... }: { flake.nixosModules.base.imports = [ inputs.«home-manger».nixosModules.home-manager ]; }\n`,
      "home-manger",
      "home-manager",
    ],
  }),

  ...mistakes("branches-as-module", "does not exist", {
    byClass: [
      `#- /cells/x.nix\n{ config, lib, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ «config.flake.modules.nixos» ]; }; }\n`,
      "modules.nixos ]",
      "modules.nixos.base ]",
    ],
    mapped: [
      `#- /cells/x.nix\n{ config, ... }: { nixos.hosts.lamp = { imports = [ «config.nixos.modules» ]; }; }\n`,
      "nixos.modules ]",
      "nixos.modules.base ]",
    ],
    published: [
      `#- /cells/x.nix\n{ lib, self, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ «self.nixosModules» ]; }; }\n`,
      "nixosModules ]",
      "nixosModules.base ]",
    ],
  }),

  ...mistakes("dropped-by-merge", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ my.branches.base.nixosModules = [ ({ programs.zsh.enable = true; } // { «programs».git.enable = true; }) ]; }\n`,
      "programs.zsh.enable = true; } // { ",
      "programs.zsh.enable = true; ",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = { services.a.enable = true; } // { «services» = { b.enable = true; }; }; }\n`,
      "} // { services = { b.enable = true; }; }",
      "services.b.enable = true; }",
    ],
    mapped: [
      `#- /cells/x.nix\n{ lib, ... }: { nixos.modules.base = { boot.a = 1; } // lib.optionalAttrs true { «boot».b = 1; }; }\n`,
      "boot.b = 1",
      "networking.b = 1",
    ],
    published: [
      `#- /cells/x.nix\n{ flake.nixosModules.base = { programs = { zsh.enable = true; }; } // { «programs».git.enable = true; }; }\n`,
      "{ programs = { zsh.enable = true; }; } // ",
      "",
    ],
  }),

  ...mistakes("mixed-module-form", "has an unsupported attribute", {
    named: [
      `#- /cells/x.nix\n{ lib, ... }: { options.my.more = lib.mkEnableOption "more"; «my».more = true; }\n`,
      " my.more",
      " config.my.more",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = { ... }: { config.boot.x = true; «programs».git.enable = true; }; }\n`,
      "programs",
      "config.programs",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.modules.base = { lib, ... }: { options.extra = lib.mkEnableOption "more"; «services».a.enable = true; }; }\n`,
      "services",
      "config.services",
    ],
    published: [
      `#- /cells/x.nix\n{ flake.nixosModules.base = { options = { }; «services».a.enable = true; }; }\n`,
      "services",
      "config.services",
    ],
  }),

  ...mistakes("recursive-imports", "infinite recursion encountered", {
    named: [
      `#- /cells/x.nix\n{ config, lib, ... }: { imports = lib.optional «config.my.switch» { my.branches.base.description = "x"; }; }\n`,
      "config.my.switch",
      "true",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = { config, lib, ... }: {
  imports = lib.optional «config.services.a.enable» { programs.git.enable = true; };
}; }\n`,
      "config.services.a.enable",
      "(lib ? mkIf)",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.modules.base = { config, lib, ... }: { imports = lib.optional «config.services.a.enable» { }; }; }\n`,
      "imports = lib.optional config.services.a.enable { };",
      "config = lib.mkIf (config.services ? a) { };",
    ],
    published: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  options.more = lib.mkEnableOption "more";
  imports = lib.optional «config.more» { flake.nixosModules.base = { programs.git.enable = true; }; };
}\n`,
      "imports = lib.optional config.more {",
      "config = lib.mkIf (!config.more) {",
    ],
  }),

  ...mistakes("misplaced-module", "does not exist", {
    named: [
      `#- /cells/x.nix\n{ modulesPath, ... }: { «boot».loader.grub.enable = true; fileSystems."/".device = "/dev/sda1"; }\n`,
      '{ boot.loader.grub.enable = true; fileSystems."/".device = "/dev/sda1"; }',
      "{ my.branches.base.nixosModules = [ { boot.loader.grub.enable = true; } ]; }",
      "The option `boot' does not exist",
    ],
    byClass: [
      `#- /cells/x.nix\n{ lib, ... }: { «services».openssh.enable = true; networking.firewall.enable = lib.mkDefault true; }\n`,
      "{ services.openssh.enable = true; networking.firewall.enable = lib.mkDefault true; }",
      "{ flake.modules.nixos.base.services.openssh.enable = true; }",
    ],
    mapped: [
      `#- /cells/x.nix\n{ «services».openssh.enable = true; }\n`,
      "services.openssh",
      "nixos.modules.base.services.openssh",
      "The option `services' does not exist",
    ],
    published: [
      `#- /cells/x.nix\n{ modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/minimal.nix") ];
  «swapDevices» = [ { device = "/dev/sda2"; } ];
}\n`,
      `{ modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/minimal.nix") ];
  swapDevices`,
      "{\n  flake.nixosModules.base.swapDevices",
      "infinite recursion encountered",
    ],
  }),

  ...mistakes("missing-path", "No such file or directory", {
    named: [
      `#- /cells/_disks.nix\n{ fileSystems."/".device = "/dev/sda1"; }\n#- /cells/x.nix\n{ my.branches.base.nixosModules = [ «./_disk.nix» ]; }\n`,
      "./_disk.nix",
      "./_disks.nix",
    ],
    byClass: [
      `#- /cells/_disks.nix\n{ fileSystems."/".device = "/dev/sda1"; }\n#- /cells/x.nix\n{ flake.modules.nixos.base.imports = [ «./_disk.nix» ]; }\n`,
      "./_disk.nix",
      "./_disks.nix",
    ],
    mapped: [
      `#- /cells/_more.nix\n{ nixos.modules.base.programs.git.enable = true; }\n#- /cells/x.nix\n{ imports = [ «./_mor.nix» ]; }\n`,
      "./_mor.nix",
      "./_more.nix",
    ],
    published: [
      `#- /cells/_text.nix\n"x"\n#- /cells/x.nix\n{ flake.nixosModules.base = { lib, ... }: { users.motd.text = import «./_txt.nix»; }; }\n`,
      "./_txt.nix",
      "./_text.nix",
    ],
  }),

  ...mistakes("missing-argument", "undefined variable 'lib'", {
    named: [
      `#- /cells/x.nix\n{ config, ... }: { my.switch = «lib».mkDefault (config.my.common == [ ]); }\n`,
      "{ config,",
      "{ config, lib,",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = { config, ... }: { environment.systemPackages = [ «pkgs».git ]; }; }\n`,
      "{ config,",
      "{ config, pkgs,",
      "undefined variable 'pkgs'",
    ],
    mapped: [
      `#- /cells/x.nix\n{ nixos.modules.base.imports = [ ./_tools.nix ]; }\n#- /cells/_tools.nix\n{ environment.systemPackages = [ «pkgs».git ]; }\n`,
      "{ environment",
      "{ pkgs, ... }: { environment",
      "undefined variable 'pkgs'",
    ],
    traits: [
      `#- /cells/x.nix\n{ traits.x.home = { programs.git.package = «helper»; }; machines.desk.home = [ "x" ]; }\n`,
      "{ traits",
      'let helper = "y"; in { traits',
      "undefined variable 'helper'",
    ],
  }),

  ...mistakes("duplicate-attribute", "already defined", {
    named: [`#- /cells/x.nix\n{ my.switch = true; my.«switch» = false; }\n`, " my.switch = false;", ""],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = 1; flake.modules.nixos.«base» = 2; }\n`,
      "= 1; flake.modules.nixos.base = 2",
      "= { }",
    ],
    mapped: [`#- /cells/x.nix\nlet x = 1; «x» = 2; in { }\n`, "x = 1; ", ""],
    published: [`#- /cells/x.nix\n{ flake.nixosModules.base = { boot.a = 1; boot.«a» = 2; }; }\n`, " boot.a = 2;", ""],
  }),

  ...mistakes("syntax", "syntax error", {
    named: [`#- /cells/x.nix\n{ my.switch = true«» }\n`, "true }", "true; }"],
    byClass: [`#- /cells/x.nix\n{ flake.modules.nixos.base = «[» ; }\n`, "[ ;", "{ };"],
    mapped: [`#- /cells/x.nix\n«{» nixos.modules.base = { programs.git.enable = true; };\n`, "true; };", "true; }; }"],
  }),

  ...mistakes("ignored-cell", ACCEPTED, {
    named: [
      `#- /cells/_x.nix\n«»{ my.branches.base.nixosModules = [ { programs.git.enable = true; } ]; }\n#- /cells/y.nix\n{ }\n`,
      "#- /cells/y.nix\n{ }",
      "#- /cells/y.nix\n{ imports = [ ./_x.nix ]; }",
    ],
    byClass: [
      `#- /cells/_x.nix\n«»{ flake.modules.nixos.base = { programs.git.enable = true; }; }\n`,
      "_x.nix",
      "x.nix",
    ],
    mapped: [`#- /cells/_more/x.nix\n«»{ nixos.modules.base.programs.git.enable = true; }\n`, "_more", "more"],
    published: [
      `#- /cells/_x.nix\n«»{ flake.nixosModules.base = { programs.git.enable = true; }; }\n`,
      "_x.nix",
      "x_.nix",
    ],
  }),

  ...mistakes("unanchored-match", ACCEPTED, {
    named: pattern,
    byClass: pattern,
    mapped: [rootWith(`.match «"(desk|base|schema)"»`), '"(desk|base|schema)"', '".*/(desk|base|schema).nix"'],
    published: pattern,
  }),

  ...mistakes("evaluation-error", "not today", {
    named: [`#- /cells/x.nix\n{ my.branches.base.nixosModules = «throw "not today"»; }\n`, 'throw "not today"', "[ ]"],
    byClass: [
      `#- /cells/x.nix\n{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.base («throw "not today"») ]; };
}\n`,
      ' (throw "not today")',
      "",
    ],
    mapped: [
      `#- /cells/x.nix\n{ lib, ... }: { nixos.hosts.desk.imports = [ (assert «lib.hasPrefix "a" "b"»; { }) ]; }\n`,
      '"a" "b"',
      '"a" "ab"',
      'assertion \'((lib).hasPrefix "a" "b")\' failed',
    ],
    traits: [
      `#- /cells/x.nix\n{ lib, ... }: { machines.lamp.traits = [ («lib.head [ ]») ]; }\n`,
      "lib.head [ ]",
      '"base"',
      "list index 0 is out of bounds",
    ],
  }),

  ...mistakes("unused-pragma", ACCEPTED, {
    named: [
      `#- /cells/x.nix\n{ my.switch = true; } # dendritic: allow «unmerged-leaf»\n`,
      " # dendritic: allow unmerged-leaf",
      "",
    ],
    byClass: [
      `#- /cells/x.nix\n# dendritic: allow «unmerged-leaff»\n{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; }\n#- /cells/y.nix\n{ config, ... }: { flake.modules.nixos.base = config.flake.modules.nixos.shell; }\n`,
      "# dendritic: allow unmerged-leaff\n",
      "",
    ],
    mapped: [
      `#- /cells/x.nix\n# dendritic: allow «wrong-class»\n{ nixos.modules.base.programs.git.enable = true; }\n`,
      "# dendritic: allow wrong-class\n",
      "",
    ],
  }),
];
