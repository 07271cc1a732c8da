import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

describe("duplicate-definition", () => {
  const user = `
#- /cells/user.nix
{ lib, ... }: { options.person.name = lib.mkOption { type = lib.types.str; }; config.person.name = "rowan"; }
`;

  test("two words for one string", () =>
    checkFindings(`${named}${user}
#- /cells/zone.nix
{
  person.name = "alder";
#        ^^^^ duplicate-definition: \`person.name\` is defined twice
}
`));

  test("the same host in two files", () =>
    checkFindings(`${byClass}
#- /cells/twin.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
#                           ^^^^ duplicate-definition: \`flake.nixosConfigurations.desk\` is defined twice
}
`));

  test("an option of leaves, in a host that takes both", () =>
    checkFindings(`${mapped}
#- /cells/feature.nix
{
  nixos.modules.base = { lib, ... }: { options.feature.level = lib.mkOption { type = lib.types.int; }; config.feature.level = 1; };
}
#- /cells/use.nix
{
  nixos.modules.base.feature.level = 2;
#                            ^^^^^ duplicate-definition: \`feature.level\` is defined twice
}
`));

  test("equal values, strengths, conditions, lists and sets", () =>
    checkSilence(`${byClass}${user}
#- /cells/same.nix
{ person.name = "rowan"; }
#- /cells/strong.nix
{ inputs, lib, ... }: {
  options.person.title = lib.mkOption { type = lib.types.str; default = "none"; };
  options.person.pets = lib.mkOption { type = lib.types.listOf lib.types.str; };
  config = lib.mkMerge [
    { person.title = lib.mkDefault "dr"; person.pets = [ "cat" ]; }
    { person.title = "prof"; person.pets = [ "dog" ]; }
    (lib.mkIf inputs.nixpkgs.strange { person.title = "sir"; })
  ];
}
`));
});

describe("undeclared-output", () => {
  const strings = `
#- /cells/strings.nix
{ flake.lib.shout = text: text + "!"; }
`;
  const numbers = `
#- /cells/numbers.nix
{
  flake.lib.twice = number: number * 2;
#       ^^^ undeclared-output: \`flake.lib\` is defined in 2 places, but no option declares it
}
`;

  test("an output in two files", () =>
    checkFindings(`${byClass}${numbers.replace("numbers.nix", "tables.nix")}${strings}`));
  test("own options", () => checkFindings(`${mapped}${numbers.replace("numbers.nix", "tables.nix")}${strings}`));

  test("flake.modules without the option that flake-parts has for it", () =>
    checkFindings(`${named}
#- /cells/a.nix
{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; }
#- /cells/b.nix
{
  flake.modules.nixos.fish = { programs.fish.enable = true; };
#       ^^^^^^^ undeclared-output: Import \`inputs.flake-parts.flakeModules.modules\`
}
`));

  test("one file, or an option", () =>
    checkSilence(`${named}${strings}
#- /cells/tables.nix
{ lib, ... }: { options.flake.tables = lib.mkOption { type = lib.types.attrsOf lib.types.raw; }; config.flake.tables.a = 1; }
#- /cells/more.nix
{ flake.tables.b = 2; }
`));
});

test("a read-only option is reported where something sets it that does not declare it, also by handing on a configuration", () =>
  checkFindings(`
#- /cells/id.nix
{ lib, ... }: {
  flake.modules.generic.id = { lib, ... }: {
    options.my.id = lib.mkOption { type = lib.types.str; readOnly = true; };
    config.my.id = "aa";
  };
}
#- /cells/a-box.nix
{ config, inputs, lib, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  flake.nixosConfigurations.box = lib.nixosSystem {
    modules = [
      config.flake.modules.generic.id
      inputs.home-manager.nixosModules.home-manager
      {
        home-manager.users.ann = { osConfig, ... }: {
          imports = [ config.flake.modules.generic.id ];
          config = { inherit (osConfig) my; };
#                                       ^^ duplicate-definition: \`my.id\` is read-only, but defined twice
        };
      }
    ];
  };
}
`));
