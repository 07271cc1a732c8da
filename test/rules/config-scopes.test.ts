import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

// A leaf reads the flake's `config`, where a condition on a system's option is never true (a real flake kept such a condition for months).
describe("outer-config", () => {
  test("a leaf without config among its arguments", () =>
    checkFindings(`${byClass}
#- /cells/motd.nix
{ config, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    environment.etc.motd.text = config.networking.hostName;
#                                      ^^^^^^^^^^^^^^^^^^^ outer-config: \`config\` is the flake's configuration here, which has no \`networking.hostName\`, so Nix stops when it gets here. To read that of NixOS, add \`config\` to the arguments of this module.
  };
}
`));

  test("beside what is the flake's, which has to go before the module takes its own", () =>
    checkFindings(`${named}
#- /cells/motd.nix
{ config, ... }: {
  my.branches.base.nixosModules = [
    ({ lib, ... }: { users.motd = lib.mkIf config.my.switch config.networking.domain; })
#                                                                  ^^^^^^^^^^^^^^^^^ outer-config: To read that of NixOS, bind \`config.my.switch\`, which is the flake's, in a \`let\` around the module, then add \`config\` to the arguments of this module.
  ];
}
`));

  test("below or, where it is never true", () =>
    checkFindings(`${named}
#- /cells/motd.nix
{ config, ... }: {
  my.branches.base.nixosModules = [
    ({ lib, ... }: { programs.git.enable = lib.mkIf (config.services.openssh.enable or false) true; })
#                                                           ^^^^^^^^^^^^^^^^^^^^^^^ outer-config: so it is never found
  ];
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/motd.nix
{ config, ... }: {
  nixos.modules.base = { pkgs, ... }: { users.motd = "\${config.networking.hostName}"; };
#                                                              ^^^^^^^^^^^^^^^^^^^ outer-config
}
`));

  test("the leaf's own config, an option of the flake by that name, and code outside of leaves", () =>
    checkSilence(`${byClass}
#- /cells/motd.nix
{ config, lib, ... }: {
  options.networking.domain = lib.mkOption { type = lib.types.str; default = "example.org"; };
  config.flake.modules.nixos.base = { lib, ... }: {
    imports = [ ({ config, ... }: { users.motd = config.networking.hostName; }) ];
    networking.domain = config.networking.domain;
  };
  config.flake.lib.name = host: host.config.services.name;
}
`));
});

describe("inner-config", () => {
  test("an option of the flake, read through the config of the system", () =>
    checkFindings(`${named}
#- /cells/more.nix
{
  my.branches.base.nixosModules = [ ({ config, ... }: { programs.git.enable = config.my.switch; }) ];
#                                                                                    ^^^^^^^^^ inner-config: \`config\` is the system's configuration here, but \`my.switch\` is an option of the flake
}
`));

  test("flake.modules, below or", () =>
    checkFindings(`${byClass}
#- /cells/look.nix
{ lib, ... }: { options.look.dark = lib.mkOption { type = lib.types.bool; default = true; }; }
#- /cells/use.nix
{
  flake.modules.nixos.base = { config, lib, ... }: { environment.etc.look.enable = config.look.dark or false; };
#                                                                                         ^^^^^^^^^ inner-config: so it is never found
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/look.nix
{ lib, ... }: { options.look.dark = lib.mkOption { type = lib.types.bool; default = true; }; }
#- /cells/use.nix
{
  nixos.modules.base = { config, ... }: { environment.etc.look.enable = config.look.dark; };
#                                                                              ^^^^^^^^^ inner-config
}
`));

  test("a leaf that declares the name for systems, and the flake's config", () =>
    checkSilence(`${byClass}
#- /cells/look.nix
{ config, lib, ... }: {
  options.look.dark = lib.mkOption { type = lib.types.bool; default = true; };
  config.flake.modules.nixos.base = { config, lib, ... }: {
    options.look.light = lib.mkEnableOption "light";
    config.environment.etc.look.enable = config.look.light;
  };
}
#- /cells/use.nix
{ config, ... }: { flake.modules.nixos.base = { lib, ... }: { environment.etc.dark.enable = config.look.dark; }; }
`));
});

describe("misplaced-module", () => {
  test("a hardware file in the tree", () =>
    checkFindings(`${named}
#- /cells/hardware.nix
{ lib, modulesPath, ... }: {
  imports = [ ];
  boot.loader.grub.enable = true;
# ^^^^ misplaced-module: which has no option \`boot\`, so Nix stops. That is an option of systems: rename the file to \`_hardware.nix\`
  fileSystems."/".device = "/dev/sda1";
}
`));

  test("beside modules from outside, with several such options", () =>
    checkFindings(`${byClass}
#- /cells/outside.nix
{ inputs, ... }: { imports = [ inputs.treefmt-nix.flakeModule ]; }
#- /cells/server.nix
{
  services.openssh.enable = true;
# ^^^^^^^^ misplaced-module
  networking.firewall.enable = true;
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/server.nix
{ lib, ... }: {
  services.openssh.enable = true;
# ^^^^^^^^ misplaced-module
}
`));

  test("a flake with such an option of its own, one that may come from outside", () =>
    checkSilence(`${byClass}
#- /cells/own.nix
{ inputs, lib, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  options.networking.hosts = lib.mkOption { type = lib.types.attrsOf lib.types.str; };
  config.networking.hosts.desk = "10.0.0.1";
}
#- /cells/other.nix
{ services.elsewhere.enable = true; }
`));
});

describe("collector-in-persystem", () => {
  test("flake.modules", () =>
    checkFindings(`${byClass}
#- /cells/shell.nix
{
  perSystem = { pkgs, ... }: {
    flake.modules.nixos.shell = { programs.zsh.enable = true; };
#   ^^^^^^^^^^^^^ collector-in-persystem: \`perSystem\` has no option \`flake.modules\`
  };
}
`));

  test("own branches", () =>
    checkFindings(`${named}
#- /cells/shell.nix
{
  perSystem.my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ];
#           ^^^^^^^^^^^ collector-in-persystem: \`perSystem\` has no option \`my.branches\`
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/shell.nix
{
  perSystem = { ... }: { nixos.modules.base = { programs.zsh.enable = true; }; };
#                        ^^^^^^^^^^^^^ collector-in-persystem
}
`));

  test("what perSystem has, and what the flake declares for it", () =>
    checkSilence(`${byClass}
#- /cells/shell.nix
{ flake-parts-lib, lib, ... }: {
  options.perSystem = flake-parts-lib.mkPerSystemOption ({ ... }: { options.flake.modules = lib.mkOption { type = lib.types.raw; default = { }; }; });
  config.perSystem = { flake.modules = { }; packages = { }; };
}
`));
});

test("an option of the flake's own may be a part of one that NixOS declares", () =>
  checkSilence(`
#- /cells/desk.nix
{ inputs, lib, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [
      { options.services.caddy.virtualHosts = lib.mkOption { type = with lib.types; attrsOf (submodule { config.logFormat = "x"; }); }; }
      { services.caddy.virtualHosts."a.b".extraConfig = "x"; }
    ];
  };
}
`));
