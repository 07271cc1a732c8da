import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

describe("imports-in-config", () => {
  test("in the flake's own config", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{ config, lib, ... }: {
  options.my.editor = lib.mkOption { default = "vi"; };
  config = {
    imports = [ ./_more.nix ];
#   ^^^^^^^ imports-in-config: \`imports\` is among the settings of this module, so Nix takes it for an option, which does not exist.
    flake.modules.nixos.base.environment.variables.EDITOR = config.my.editor;
  };
}
#- /cells/_more.nix
{ }
`));

  test("in a condition of a leaf", () =>
    checkFindings(`${mapped}
#- /cells/more.nix
{
  nixos.modules.base = { config, lib, ... }: lib.mkIf config.boot.isContainer {
    imports = [ ./_more.nix ];
#   ^^^^^^^ imports-in-config: which \`desk\` uses
  };
}
#- /cells/_more.nix
{ }
`));

  test("options below config", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base = { lib, ... }: {
    config.options.my.shell = lib.mkEnableOption "a shell";
#          ^^^^^^^ imports-in-config: Move \`options\` out of \`config\`
  };
}
`));

  test("an option of that name that a module declares", () =>
    checkSilence(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base = { lib, ... }: {
    options.imports = lib.mkOption { type = lib.types.listOf lib.types.str; };
    config.imports = [ "a" ];
  };
}
`));

  test("the same name further down is anybody's", () =>
    checkSilence(`${byClass}
#- /cells/more.nix
{ flake.modules.nixos.base = { services.samba.imports = [ ]; services.samba.config.global = { }; }; }
`));
});

describe("branches-as-module", () => {
  test("all branches of a class, in a leaf and in a host", () =>
    checkFindings(`${flakeModules}
#- /cells/all.nix
{ config, ... }: {
  flake.modules.nixos.shell.programs.zsh.enable = true;
  flake.modules.nixos.all.imports = [ config.flake.modules.nixos ];
#                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ branches-as-module: \`config.flake.modules.nixos\` is a set of branches, not a module, so \`desk\` cannot be built. Import one of its branches, such as \`base\`.
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.all ]; }; }
`));

  test("of an option of the flake's own", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: {
  nixos.hosts.desk.imports = with config.nixos; [ modules ];
#                                                 ^^^^^^^ branches-as-module: \`modules\` is a set of branches
}
`));

  test("a module that hands branches on in an option is a module", () =>
    checkSilence(`${byClass}
#- /cells/home.nix
{ config, inputs, ... }: {
  flake.modules.homeManager.shell.programs.zsh.enable = true;
  flake.modules.nixos.base = {
    imports = [ inputs.home-manager.nixosModules.home-manager ];
    home-manager.sharedModules = [ config.flake.modules.homeManager.shell ];
    home-manager.users.rowan = { };
  };
}
`));
});

describe("dropped-by-merge", () => {
  test("both sides set something below one name", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base = { programs.zsh.enable = true; boot.x = 1; }
    // { programs.git = { enable = true; }; };
#        ^^^^^^^^ dropped-by-merge: \`//\` replaces \`programs\` as a whole, so \`programs.zsh.enable\` from its left side is lost.
}
`));

  test("a condition on one side", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{ config, lib, ... }: {
  flake.modules.nixos.base = { programs.zsh.enable = true; } // lib.optionalAttrs (config.systems != [ ]) { programs.git.enable = true; };
#                                                                                                           ^^^^^^^^ dropped-by-merge
}
`));

  test("what is set anew, what is replaced as a whole, and conditions that may exclude each other", () =>
    checkSilence(`${byClass}
#- /cells/more.nix
{ config, lib, ... }:
let all = { programs.zsh.enable = true; }; in
{
  flake.modules.nixos.base.imports = [
    ({ programs.zsh.enable = true; } // { programs.zsh.enable = false; })
    ({ programs.zsh.enable = true; } // { programs = all; })
    ({ programs.zsh.enable = true; } // { services.openssh.enable = true; })
    (all // { programs.git.enable = true; })
    (lib.optionalAttrs (config.systems != [ ]) { boot.a = 1; } // lib.optionalAttrs (config.systems == [ ]) { boot.b = 1; })
  ];
}
`));
});
