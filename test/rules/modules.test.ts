import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

describe("missing-path", () => {
  test("a host's hardware file is called otherwise", () =>
    checkFindings(`${named}
#- /cells/_disks.nix
{ imports = [ ]; }
#- /cells/lamp.nix
{ lib, gather, ... }: {
  my.hosts.lamp = { };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ ./_disk.nix ] ++ (gather "lamp").nixos; };
#                                                                ^^^^^^^^^^^ missing-path: The file \`cells/_disk.nix\` does not exist, so Nix stops here. Did you mean \`_disks.nix\`?
}
`));

  test("in the modules of a host that cannot be built for another reason", () =>
    checkFindings(`${named}
#- /cells/_disks.nix
{ }
#- /cells/lamp.nix
{ lib, gather, ... }: {
  my.hosts.lamp.branches = [ "bas" ];
#                            ^^^^^ unknown-branch
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos ++ [ ./_disk.nix ]; };
#                                                                                         ^^^^^^^^^^^ missing-path: The file \`cells/_disk.nix\` does not exist, so Nix stops when it gets here. Did you mean \`_disks.nix\`?
}
`));

  test("in the imports of a leaf that a host takes", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base.imports = [ ./_printers.nix ];
#                                      ^^^^^^^^^^^^^^^ missing-path: The file \`cells/_printers.nix\` does not exist
}
`));

  test("at each place that imports it, for the hosts that get there", () =>
    checkFindings(`${byClass}
#- /cells/hosts.nix
{ lib, config, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ./_gone.nix ]; };
#                                                                                                ^^^^^^^^^^^ missing-path: The file \`cells/_gone.nix\` does not exist, so Nix stops here.
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ./_gone.nix ]; };
#                                                                                                ^^^^^^^^^^^ missing-path: The file \`cells/_gone.nix\` does not exist, so Nix stops here.
}
`));

  test("once, at the path, where the whole import fails", () =>
    checkFindings(`${byClass}
#- /cells/_parts/default.nix
{
  a = (import ./gone.nix).a;
#             ^^^^^^^^^^ missing-path: The file \`cells/_parts/gone.nix\` does not exist, so Nix stops here.
}
#- /cells/hosts.nix
{ lib, config, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.base (import ./_parts).a ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = [ config.flake.modules.nixos.base (import ./_parts).a ]; };
}
`));

  test("in the imports of a cell", () =>
    checkFindings(`${mapped}
#- /cells/more.nix
{
  imports = [ ../parts/tools.nix ];
#             ^^^^^^^^^^^^^^^^^^ missing-path: The file \`parts/tools.nix\` does not exist
}
`));

  test("in code that only the system evaluates", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base = { config, lib, ... }: { environment.etc.x.text = (import ./_texts.nix).x; };
#                                                                                     ^^^^^^^^^^^^ missing-path: so Nix stops when it gets here
}
`));

  test("guarded, or in a leaf that nobody takes", () =>
    checkSilence(`${named}
#- /cells/more.nix
{ lib, ... }: {
  my.branches.base.nixosModules = [ (if builtins.pathExists ./_local.nix then ./_local.nix else { }) ];
}
`));
});

describe("mixed-module-form", () => {
  test("a cell with options and settings", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{ lib, ... }: {
  options.my.common = lib.mkOption { type = lib.types.listOf lib.types.str; };
  my.switch = true;
# ^^ mixed-module-form: \`my\` is next to \`options\`
}
`));

  test("a leaf with config and settings", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{
  flake.modules.nixos.base = { pkgs, ... }: {
    config.programs.git.enable = true;
    programs.git.package = pkgs.git;
#   ^^^^^^^^ mixed-module-form: \`programs\` is next to \`config\`
  };
}
`));

  test("an own option", () =>
    checkFindings(`${mapped}
#- /cells/extras.nix
{
  nixos.modules.base = { lib, ... }: {
    options.extra = lib.mkEnableOption "more";
    services.openssh.enable = true;
#   ^^^^^^^^ mixed-module-form: \`services\` is next to \`options\`
  };
}
`));

  test("what may stand beside them", () =>
    checkSilence(`${byClass}
#- /cells/extras.nix
{ lib, ... }: {
  _class = "flake";
  imports = [ ];
  options.extra = lib.mkOption { type = lib.types.bool; default = true; };
  config.extra = false;
  config.flake.modules.nixos.base = { meta.maintainers = [ ]; disabledModules = [ "services/x.nix" ]; config = { }; };
}
`));
});

describe("import-typo", () => {
  test("beside options", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{ config, lib, ... }: {
  import = [ { } ];
# ^^^^^^ import-typo
  options.extra = lib.mkOption { type = lib.types.int; default = 1; };
  config.flake.lib.extra = config.extra;
}
`));

  test("a cell", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{
  import = [ ./_more.nix ];
# ^^^^^^ import-typo: The modules to import are listed in \`imports\`
}
#- /cells/_more.nix
{ }
`));

  test("a leaf", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{ config, ... }: {
  flake.modules.nixos.base.import = [ config.flake.modules.nixos.more ];
#                          ^^^^^^ import-typo
  flake.modules.nixos.more = { programs.git.enable = true; };
#                     ^^^^ unmerged-leaf
}
`));

  test("a host", () =>
    checkFindings(`${mapped}
#- /cells/lamp.nix
{ config, ... }: {
  nixos.hosts.lamp.import = [ config.nixos.modules.base ];
#                  ^^^^^^ import-typo
}
`));

  test("beside config", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{
  import = [ ./_more.nix ];
# ^^^^^^ import-typo: The modules to import are listed in \`imports\`
  config = { };
}
#- /cells/_more.nix
{ }
`));

  test("for each platform", () =>
    checkFindings(`${byClass}
#- /cells/extras.nix
{
  perSystem = { pkgs, ... }: {
    import = [ { packages.tool = pkgs.hello; } ];
#   ^^^^^^ import-typo
  };
}
`));

  test("an option of that name, and a function's name", () =>
    checkSilence(`${byClass}
#- /cells/extras.nix
{ lib, ... }: {
  options.import = lib.mkOption { type = lib.types.listOf lib.types.raw; };
  config.import = [ { } ];
  config.flake.modules.nixos.base.imports = [ (import ./_more.nix) ];
}
#- /cells/_more.nix
{ programs.git.enable = true; }
`));
});

describe("class-mismatch", () => {
  const shell = `
#- /cells/shell.nix
{ flake.modules.homeManager.shell = { programs.zsh.enable = true; }; }
#- /cells/any.nix
{ flake.modules.generic.any = { lib, ... }: { }; }
`;
  test("a module for Home Manager in a NixOS host", () =>
    checkFindings(`${flakeModules}${shell}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules; [ nixos.base generic.any homeManager.shell ];
#                                                                 ^^^^^^^^^^^^^^^^^ class-mismatch: This module is for Home Manager (its class is \`homeManager\`), but \`desk\` uses it as a module for NixOS
  };
}
`));

  test("through another branch", () =>
    checkFindings(`${byClass}${shell}
#- /cells/more.nix
{ config, ... }: {
  flake.modules.nixos.base.imports = [ config.flake.modules.homeManager.shell ];
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch
}
`));

  test("flake.nixosModules in a home", () =>
    checkFindings(`${mapped}
#- /cells/home.nix
{ config, inputs, ... }: {
  flake.nixosModules.fonts = { fonts.enable = true; };
  flake.homeConfigurations.rowan = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ config.flake.nixosModules.fonts ];
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch: This module is for NixOS (its class is \`nixos\`), but \`rowan\` uses it as a module for Home Manager
  };
}
`));

  test("a module of an input whose output says another class", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base.imports = [ inputs.sops-nix.homeManagerModules.sops ];
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch: is a module for Home Manager, as its name says, but \`desk\` uses it as a module for NixOS
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ inputs.sops-nix.nixosModules.sops inputs.sops-nix.modules.nixos.more ];
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch: is a module for NixOS
#                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch
  };
  flake.darwinConfigurations.book = inputs.nix-darwin.lib.darwinSystem {
    modules = [ inputs.home-manager.nixosModules.home-manager ];
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch: uses it as a module for nix-darwin
  };
}
`));

  test("of inputs, where the name says both, or several classes may share it", () =>
    checkSilence(`${byClass}
#- /cells/more.nix
{ inputs, ... }: {
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ inputs.nixvim.nixosModules.home-manager.persist inputs.nixvim.modules.generic.more ];
  };
  flake.darwinConfigurations.book = inputs.nix-darwin.lib.darwinSystem { modules = [ inputs.nixvim.nixosModules.shared ]; };
}
`));

  test("a file of the tree that a host imports", () =>
    checkFindings(`${byClass}
#- /cells/feature.nix
{ flake.modules.nixos.feature.programs.git.enable = true; perSystem = { }; }
#                     ^^^^^^^ unmerged-leaf
#- /cells/lamp.nix
{ lib, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ ./feature.nix ]; }; }
#                                                                              ^^^^^^^^^^^^^ class-mismatch: \`feature.nix\` is a module for flake-parts, since it sets \`flake\`, but \`lamp\` uses it as a module for NixOS, where there is no such option. Select branch \`flake.modules.nixos.feature\`
`));

  test("what only flake-parts has, in a branch selected by strings", () =>
    checkFindings(`${namedBranches}${namedHost}
#- /cells/more.nix
{ my.branches.base.nixosModules = [ { perSystem = { pkgs, ... }: { packages.x = pkgs.hello; }; } ]; }
#                                     ^^^^^^^^^ class-mismatch: This module is for flake-parts, since it sets \`perSystem\`
`));

  test("an option of that name", () =>
    checkSilence(`${namedBranches}${namedHost}
#- /cells/more.nix
{ my.branches.base.nixosModules = [ ({ lib, ... }: { options.flake.url = lib.mkOption { type = lib.types.str; }; config.flake.url = "."; }) ]; }
`));

  test("in its place", () =>
    checkSilence(`${flakeModules}${shell}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      config.flake.modules.nixos.base
      config.flake.modules.generic.any
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.rowan.imports = with config.flake.modules; [ generic.any homeManager.shell ]; }
    ];
  };
}
`));

  test("own options say no class", () =>
    checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { home.shell = { lib, ... }: { }; nixos.hosts.desk.imports = [ config.nixos.modules.base config.home.shell ]; }
`));
});

describe("recursive-imports", () => {
  test("a cell's imports by its own config", () =>
    checkFindings(`${named}
#- /cells/more.nix
{ config, lib, ... }: {
  imports = lib.optional config.my.switch { my.branches.base.description = "x"; };
#                        ^^^^^^^^^^^^^^^^ recursive-imports
}
`));

  test("a leaf's imports by the host's config", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base = { config, lib, ... }: {
    imports = lib.optional config.services.openssh.enable { programs.git.enable = true; };
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recursive-imports
  };
}
`));

  test("files that import each other", () =>
    checkFindings(`${mapped}
#- /cells/a.nix
{ imports = [ ./b.nix ]; }
#- /cells/b.nix
{
  imports = [ ./a.nix ];
#             ^^^^^^^ recursive-imports: These files import each other
}
`));

  test("the flake's config decides what a leaf imports", () =>
    checkSilence(`${named}
#- /cells/more.nix
{ config, lib, ... }: {
  my.branches.base.nixosModules = [ { imports = lib.optional (!config.my.switch) { programs.git.enable = true; }; } ];
}
`));
});

describe("nested-module-key", () => {
  test("a name below the name of a module", () =>
    checkFindings(`${mapped}
#- /cells/apps.nix
{
  flake.nixosModules.apps.browser = { programs.firefox.enable = true; };
}
#- /cells/lamp.nix
{ config, ... }: {
  nixos.hosts.lamp.imports = [ config.flake.nixosModules.apps.browser ];
#                                                             ^^^^^^^ nested-module-key: \`browser\` is a setting inside the module \`flake.nixosModules.apps\`
}
`));

  test("flake.modules", () =>
    checkFindings(`${byClass}
#- /cells/apps.nix
{ flake.modules.nixos.apps.browser = { programs.firefox.enable = true; }; }
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.apps.browser ]; };
#                                                                                                ^^^^^^^ nested-module-key
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/apps.nix
{ nixos.modules.apps.browser = { programs.firefox.enable = true; }; }
#- /cells/lamp.nix
{ config, ... }: {
  nixos.hosts.lamp.imports = [ config.nixos.modules.apps.browser ];
#                                                        ^^^^^^^ nested-module-key
}
`));

  test("the imports of a module, taken apart by hand", () =>
    checkSilence(`${mapped}
#- /cells/lamp.nix
{ config, lib, ... }: {
  nixos.modules.lamp.imports = [ config.nixos.modules.base ];
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = config.nixos.modules.lamp.imports; };
}
`));

  test("the path simply goes on into the module", () =>
    checkSilence(`${byClass}
#- /cells/apps.nix
{ flake.modules.nixos.base.programs.firefox.enable = true; }
`));
});
