import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHosts, namedBranches } from "./dialects.ts";

const PKGS = "inputs.nixpkgs.legacyPackages.x86_64-linux";

describe("ignored-nixpkgs: a host that is given its pkgs", () => {
  test("flake.modules", () =>
    checkFindings(`${flakeModules}
#- /cells/apps.nix
{ flake.modules.nixos.apps = { nixpkgs.config.allowUnfree = true; nixpkgs.overlays = [ (final: prev: { }) ]; }; }
#                                      ^^^^^^ ignored-nixpkgs: \`desk\` is built with the argument \`pkgs\`
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    pkgs = ${PKGS};
    modules = with config.flake.modules.nixos; [ base apps ];
  };
}
`));

  test("branches selected by strings", () =>
    checkFindings(`${namedBranches}
#- /cells/apps.nix
{ my.branches.apps.nixosModules = [ ({ lib, ... }: { nixpkgs = { config = { allowUnfree = true; }; }; }) ]; }
#                                                                ^^^^^^ ignored-nixpkgs: \`desk\` and \`rack\` are built
#- /cells/desk.nix
{ inputs, lib, gather, ... }: {
  my.hosts = lib.genAttrs [ "desk" "rack" ] (_: { branches = [ "apps" ]; });
  flake.nixosConfigurations = lib.mapAttrs (name: _: lib.nixosSystem {
    pkgs = import inputs.nixpkgs { system = "x86_64-linux"; };
    modules = (gather name).nixos;
  }) { desk = { }; rack = { }; };
}
`));

  test("nix-darwin ignores its overlays as well", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/book.nix
{ config, inputs, ... }: {
  flake.modules.darwin.apps.nixpkgs.overlays = [ (final: prev: { }) ];
#                                   ^^^^^^^^ ignored-nixpkgs
  flake.darwinConfigurations.book = inputs.nix-darwin.lib.darwinSystem {
    pkgs = ${PKGS};
    modules = [ config.flake.modules.darwin.apps ];
  };
}
`));

  test("not given, given perhaps, or nothing is set", () =>
    checkSilence(`${mappedHosts}
#- /cells/apps.nix
{ nixos.modules.apps.nixpkgs.config.allowUnfree = true; nixos.modules.none.nixpkgs.config = { }; }
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  nixos.hosts.lamp.imports = [ config.nixos.modules.base config.nixos.modules.apps ];
  flake.nixosConfigurations.desk = lib.nixosSystem { pkgs = ${PKGS}; modules = with config.nixos.modules; [ base none ]; };
}
`));
});

describe("ignored-nixpkgs: Home Manager with useGlobalPkgs", () => {
  const host = (settings: string) => `${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      config.flake.modules.nixos.base
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.wren.imports = [ config.flake.modules.homeManager.apps ]; ${settings} }
    ];
  };
}`;

  test("both settings", () =>
    checkFindings(`${host("home-manager.useGlobalPkgs = true;")}
#- /cells/apps.nix
{
  flake.modules.homeManager.apps = {
    nixpkgs.config.allowUnfree = true;
#           ^^^^^^ ignored-nixpkgs: \`desk\` sets \`home-manager.useGlobalPkgs\`
    nixpkgs.overlays = [ (final: prev: { }) ];
#           ^^^^^^^^ ignored-nixpkgs
  };
}
`));

  test("by a default of the system", () =>
    checkFindings(`${host("home-manager.useGlobalPkgs = lib.mkDefault true;")}
#- /cells/apps.nix
{ flake.modules.homeManager.apps.nixpkgs.config.allowUnfree = true; }
#                                        ^^^^^^ ignored-nixpkgs
`));

  test("turned off, or emptied, or behind a condition that is false", () => {
    checkSilence(`${host("home-manager.useGlobalPkgs = false;")}
#- /cells/apps.nix
{ flake.modules.homeManager.apps.nixpkgs.config.allowUnfree = true; }
`);
    checkSilence(`${host("home-manager.useGlobalPkgs = true;")}
#- /cells/apps.nix
{ flake.modules.homeManager.apps = { lib, ... }: {
  imports = [ { nixpkgs.overlays = [ ]; } ];
  nixpkgs.overlays = lib.mkForce null;
  nixpkgs.config = lib.mkIf false { allowUnfree = true; };
}; }
`);
  });
});

describe("ignored-nixpkgs: names of settings", () => {
  test("in modules, and where nixpkgs is imported", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/free.nix
{ inputs, ... }: {
  flake.modules.nixos.base.nixpkgs.config.allowedUnfree = true;
#                                         ^^^^^^^^^^^^^ ignored-nixpkgs: Did you mean \`allowUnfree\`?
  flake.modules.nixos.base.imports = [ ({ pkgs, ... }: { nixpkgs.config = { permittedInsecurePackage = [ "x-1" ]; }; }) ];
#                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^ ignored-nixpkgs
  perSystem = { system, ... }: {
    _module.args.pkgs = import inputs.nixpkgs { inherit system; config.allowUnfreePredicates = _: true; };
#                                                                      ^^^^^^^^^^^^^^^^^^^^^ ignored-nixpkgs
  };
}
`));

  test("other settings, an option of the flake's own, other configurations", () =>
    checkSilence(`${flakeModules}${flakeModulesHost}
#- /cells/free.nix
{ config, lib, ... }: {
  options.nixpkgs.allowedUnfree = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  config.nixpkgs.allowedUnfree = [ "steam" ];
  config.flake.modules.nixos.base = {
    nixpkgs.config = { allowUnfreePackages = config.nixpkgs.allowedUnfree; cudaSupport = true; cudnnSupport = true; };
    services.box.settings.config.allowUnfre = true;
  };
}
`));
});
