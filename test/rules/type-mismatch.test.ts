import { describe, expect, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { checkFix, fixesIn } from "./check-fix.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

const theme = `
#- /cells/theme.nix
{ lib, ... }: let notes = look: [ look.theme look.fonts look.screens.scale ]; in {
  options.look.theme = lib.mkOption { type = lib.types.enum [ "dark" "light" ]; default = "dark"; };
  options.look.port = lib.mkOption { type = lib.types.port; default = 22; };
  options.look.fonts = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  options.look.screens = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.scale = lib.mkOption { type = lib.types.numbers.positive; }; });
    default = { };
  };
}
`;

describe("type-mismatch", () => {
  test("a string for a boolean", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{
  my.switch = "yes";
#             ^^^^^ type-mismatch: \`my.switch\` accepts a boolean, but this is a string
}
`));

  test("a word that the option does not know, with the near one", () =>
    checkFindings(`${byClass}${theme}
#- /cells/extras.nix
{
  look.theme = "drak";
#              ^^^^^^ type-mismatch: accepts one of "dark", "light", but this is a string, which Nix refuses as soon as something reads the option. Did you mean \`"dark"\`?
}
`));

  test("out of range, an item of a list, an option of an instance", () =>
    checkFindings(`${mapped}${theme}
#- /cells/extras.nix
{ lib, ... }: {
  look.port = lib.mkForce 70000;
#                         ^^^^^ type-mismatch: accepts a 16 bit unsigned integer
  look.fonts = [ "Inter" 12 ];
#                        ^^ type-mismatch: \`look.fonts\` accepts a string, but this is an integer
  look.screens.left.scale = "1.5";
#                           ^^^^^ type-mismatch: \`look.screens.left.scale\` accepts
}
`));

  test("a default that does not fit is not an error until something reads it", () =>
    checkFindings(`${byClass}
#- /cells/wiki.nix
{
  flake.modules.nixos.base = { config, lib, ... }: {
    options.wiki = {
      enable = lib.mkEnableOption "a wiki";
      domain = lib.mkOption { type = lib.types.nonEmptyStr; default = ""; };
      names = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ 1 ]; };
      pages = lib.mkOption {
        type = lib.types.attrsOf (lib.types.submodule { options.title = lib.mkOption { type = lib.types.str; default = null; }; });
        default = { };
      };
    };
    config.wiki.pages.home = { };
  };
}
`));

  test("an option that a leaf declares, set by another leaf of the host", () =>
    checkFindings(`${byClass}
#- /cells/feature.nix
{
  flake.modules.nixos.base = { lib, ... }: { options.feature.level = lib.mkOption { type = lib.types.int; default = 1; }; };
}
#- /cells/use.nix
{
  flake.modules.nixos.base.feature.level = "three";
#                                          ^^^^^^^ type-mismatch: \`feature.level\` accepts a signed integer
}
`));

  test("the branch itself takes a list", () =>
    checkFindings(`${named}
#- /cells/extras.nix
{
  my.branches.extra.nixosModules = { programs.git.enable = true; };
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ type-mismatch: \`my.branches.extra.nixosModules\` accepts a list of module, but this is a set
}
`));

  test("computed and outside values, types from outside, values behind a false condition", () =>
    checkSilence(`${byClass}${theme}
#- /cells/extras.nix
{ config, inputs, lib, ... }: {
  options.look.settings = lib.mkOption { type = lib.types.either lib.types.str inputs.nixpkgs.formats.json; default = "x"; };
  options.look.other = lib.mkOption { type = lib.types.coercedTo inputs.nixpkgs.formats.json toString lib.types.str; default = "x"; };
  config.look.settings = { a = 1; };
  config.look.other = { a = 1; };
  config.look.theme = inputs.nixpkgs.theme;
  config.look.port = lib.mkIf false "none";
}
`));
});

describe("type-mismatch: well-known options of systems", () => {
  test("functions where options lie, and lists", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/ssh.nix
{
  flake.modules.nixos.base = { lib, ... }: {
    services.openssh = { pkgs, ... }: { enable = true; };
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ type-mismatch: accepts a set of options, but this is a function
    environment.systemPackages = pkgs: [ pkgs.git ];
#                                ^^^^^^^^^^^^^^^^^^ type-mismatch: \`environment.systemPackages\` accepts a list of package, but this is a function
    networking.hostName = lib.mkForce [ "desk" ];
#                                     ^^^^^^^^^^ type-mismatch: accepts a string, but this is a list
    fonts.packages = lib.mkIf false { };
  };
}
`));

  test("in Home Manager, in branches selected by strings", () =>
    checkFindings(`${namedBranches}
#- /cells/shell.nix
{ my.branches.base.hmModules = [ { programs = { pkgs, ... }: { }; home.packages = "git"; } ]; }
#                                             ^^^^^^^^^^^^^^^^^^ type-mismatch
#                                                                                 ^^^^^ type-mismatch
#- /cells/desk.nix
{ inputs, lib, gather, ... }: {
  my.hosts.desk = { };
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = (gather "desk").nixos ++ [
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.wren.imports = (gather "desk").home; }
    ];
  };
}
`));

  test("submodules, slots, options of the flake's own and of modules from outside, and what is not written out", () =>
    checkSilence(`${flakeModules}${flakeModulesHost}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base = { config, lib, pkgs, ... }: {
    imports = [ inputs.nixvim.nixosModules.nixvim ];
    options.services.own = lib.mkOption { type = lib.types.raw; };
    config = {
      services.own = { pkgs, ... }: { };
      services.box = { config, ... }: { enable = true; };
      programs.nixvim = { pkgs, ... }: { enable = true; };
      systemd.services.x = { pkgs, ... }: { };
      environment.systemPackages = with pkgs; [ git ];
      networking.hostName = config.networking.name or "x";
      time.timeZone = null;
    };
  };
}
`));
});

describe("type-mismatch: the same value in the form that the type takes", () => {
  const extras = (text: string) => `${byClass}${theme}\n#- /cells/extras.nix\n${text}\n`;

  test("a word for a boolean", () =>
    checkFix(`${named}\n#- /cells/extras.nix\n{ my.switch = "yes"; }\n`, "Change to `true`", {
      "/cells/extras.nix": "{ my.switch = true; }",
    }));
  test("digits for a number", () =>
    checkFix(extras('{ look.port = "8080"; }'), "Change to `8080`", { "/cells/extras.nix": "{ look.port = 8080; }" }));
  test("one for a list", () =>
    checkFix(extras('{ look.fonts = "Inter"; }'), 'Change to `[ "Inter" ]`', {
      "/cells/extras.nix": '{ look.fonts = [ "Inter" ]; }',
    }));
  test("a number for a text", () =>
    checkFix(extras("{ look.fonts = [ 12 ]; }"), 'Change to `"12"`', {
      "/cells/extras.nix": '{ look.fonts = [ "12" ]; }',
    }));
  test("nothing where it cannot be told", () => {
    expect(fixesIn(`${named}\n#- /cells/extras.nix\n{ my.switch = "maybe"; }\n`)).toEqual([]);
    expect(fixesIn(extras('{ look.port = "ssh"; }'))).toEqual([]);
    expect(fixesIn(extras("{ look.fonts = null; }"))).toEqual([]);
  });
});
