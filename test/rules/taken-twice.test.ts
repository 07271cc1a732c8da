import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}`;

/** The branch, and two that import it; `desk` takes both. */
const diamond = (leaf: string) => `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base laptop office ]; };
}
#- /cells/shell.nix
{ config, lib, ... }: {
  flake.modules.nixos.shell = ${leaf};
}
#- /cells/laptop.nix
{ config, ... }: { flake.modules.nixos.laptop.imports = [ config.flake.modules.nixos.shell ]; }
`;

const office = `
#- /cells/office.nix
{ config, ... }: {
  flake.modules.nixos.office.imports = [ config.flake.modules.nixos.shell ];
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ taken-twice: \`desk\` takes branch \`shell\` twice, so `;

const silentOffice = `
#- /cells/office.nix
{ config, ... }: { flake.modules.nixos.office.imports = [ config.flake.modules.nixos.shell ]; }
`;

const declaring = '{ options.my.prompt = lib.mkOption { default = "$ "; }; }';

describe("taken-twice", () => {
  test("an option that a branch declares, reached over two others", () =>
    checkFindings(`${diamond(declaring)}${office}\`my.prompt\` is declared twice, which Nix refuses.
}
`));

  test("options that a helper makes", () =>
    checkFindings(`${diamond("import ../_options.nix")}${office}\`my.prompt\` is declared twice
}
#- /_options.nix
{ lib, ... }: let mk = default: lib.mkOption { inherit default; }; in { options.my.prompt = mk "$ "; }
`));

  test("the host's own list names it twice", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base shell shell ];
#                                                           ^^^^^ taken-twice: so \`my.prompt\` is declared twice, which Nix refuses
  };
}
#- /cells/shell.nix
{ lib, ... }: { flake.modules.nixos.shell = ${declaring}; }
`));

  test("lists and texts are doubled", () =>
    checkFindings(`${diamond('{ boot.kernelParams = [ "quiet" ]; }')}${office}\`boot.kernelParams\` is given the same items twice.
}
`));

  test("a set of settings is the same twice, and a profile has each package once", () =>
    checkSilence(
      `${diamond("{ pkgs, ... }: { programs.zsh.enable = true; environment.systemPackages = [ pkgs.zsh ]; }")}${silentOffice}`,
    ));

  test("a declaration without a default goes together with itself", () =>
    checkSilence(`${diamond("{ options.my.prompt = lib.mkOption { type = lib.types.str; }; }")}${silentOffice}`));

  test("files and modules with a key count once", () => {
    checkSilence(`${diamond("./_shell.nix")}${silentOffice}#- /cells/_shell.nix\n{ lib, ... }: ${declaring}\n`);
    checkSilence(
      `${diamond('{ imports = [ { key = "shell"; options.my.prompt = lib.mkOption { default = "$ "; }; } ]; }')}${silentOffice}`,
    );
  });

  test("a condition that is not known may keep one of them away", () =>
    checkSilence(`${diamond(declaring)}
#- /cells/office.nix
{ config, inputs, lib, ... }: {
  flake.modules.nixos.office.imports = lib.optional inputs.nixpkgs.isOld config.flake.modules.nixos.shell;
}
`));

  test("a module of an input, at two places", () =>
    checkFindings(`${byClass}
#- /cells/disk.nix
{ inputs, ... }: {
  flake.modules.nixos.base = {
    imports = [ inputs.home-manager.nixosModules.home-manager ];
  };
}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base.imports = [
    inputs.home-manager.nixosModules.home-manager
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ taken-twice: \`desk\` takes \`inputs.home-manager.nixosModules.home-manager\` twice.
  ];
}
`));
});
