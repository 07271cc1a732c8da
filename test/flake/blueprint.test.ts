import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkCells, checkHosts } from "../graph/check-graph.ts";

/** A flake that blueprint makes of its folders. */
function flake(files: string, settings = ""): string {
  return `#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.blueprint.url = "github:numtide/blueprint";
  inputs.home-manager.url = "github:nix-community/home-manager";
  inputs.nix-darwin.url = "github:nix-darwin/nix-darwin";
  outputs = inputs: inputs.blueprint { inherit inputs; ${settings} };
}
${files}`;
}

test("a folder's file says which system a host is, and the host stands there", () =>
  checkHosts(
    flake(`#- /hosts/desk/configuration.nix
{ flake, inputs, hostName, perSystem, ... }: { imports = [ ./disk.nix ]; networking = { inherit hostName; }; }
#- /hosts/desk/disk.nix
{ }
#- /hosts/book/darwin-configuration.nix
{ }
#- /hosts/rack/default.nix
{ flake, inputs, hostName }: {
  class = "nixos";
  value = inputs.nixpkgs.lib.nixosSystem { modules = [ { networking = { inherit hostName; }; } ]; };
}
#- /hosts/README.md
`),
    `
    darwinConfigurations.book darwin complete  hosts/book/darwin-configuration.nix:1
      darwin
        hosts/book/darwin-configuration.nix:1
    nixosConfigurations.desk nixos complete  hosts/desk/configuration.nix:1
      nixos
        hosts/desk/configuration.nix:1
        hosts/desk/disk.nix:1
    nixosConfigurations.rack nixos complete  hosts/rack/default.nix:3
      nixos
        hosts/rack/default.nix:3`,
  ));

test("modules are published by class, called with the flake where they take nothing else", () =>
  checkHosts(
    flake(`#- /hosts/desk/configuration.nix
{ flake, inputs, ... }: { imports = [ flake.nixosModules.plain flake.modules.nixos.called inputs.self.nixosModules.folder ]; }
#- /modules/nixos/plain.nix
{ pkgs, ... }: { }
#- /modules/nixos/called.nix
{ flake, inputs }: { pkgs, ... }: { imports = [ flake.nixosModules.last ]; networking.hostName = "desk"; }
#- /modules/nixos/folder/default.nix
{ config, ... }: { }
#- /modules/nixos/last.nix
{ }`),
    `
    nixosConfigurations.desk nixos complete  hosts/desk/configuration.nix:1
      nixos
        hosts/desk/configuration.nix:1
        modules/nixos/plain.nix:1
        modules/nixos/folder/default.nix:1
        modules/nixos/called.nix:1
        modules/nixos/last.nix:1`,
  ));

test("users of a host's folder are its homes; a folder of users alone is not a host", () =>
  checkHosts(
    flake(`#- /hosts/desk/configuration.nix
{ }
#- /hosts/desk/users/ann.nix
{ flake, perSystem, osConfig, ... }: { imports = [ flake.homeModules.shell ]; }
#- /hosts/desk/users/bob/home-configuration.nix
{ }
#- /hosts/desk/users/eve/notes.nix
{ }
#- /hosts/alone/users/ann.nix
{ }
#- /modules/home/shell.nix
{ pkgs, ... }: { }`),
    `
    nixosConfigurations.desk nixos complete  hosts/desk/configuration.nix:1
      nixos
        hosts/desk/configuration.nix:1
      home-manager.users.ann
        hosts/desk/users/ann.nix:1
        modules/home/shell.nix:1
      home-manager.users.bob
        hosts/desk/users/bob/home-configuration.nix:1`,
  ));

for (const prefix of ["./nix", '"nix"', '"nix/"'])
  test(`the folders lie below the prefix ${prefix}`, () =>
    checkHosts(
      flake(
        `#- /nix/hosts/desk/configuration.nix
{ flake, ... }: { imports = [ flake.nixosModules.base ]; }
#- /nix/modules/nixos/base.nix
{ pkgs, ... }: { }
#- /hosts/rack/configuration.nix
{ }`,
        `prefix = ${prefix}; systems = [ "x86_64-linux" ]; nixpkgs.config.allowUnfree = true;`,
      ),
      `
      nixosConfigurations.desk nixos complete  nix/hosts/desk/configuration.nix:1
        nixos
          nix/hosts/desk/configuration.nix:1
          nix/modules/nixos/base.nix:1`,
    ));

test("a folder that holds no configuration leaves the hosts in doubt", () =>
  checkHosts(
    flake("#- /hosts/desk/configuration.nix\n{ }\n#- /hosts/empty/notes.nix\n{ }"),
    `
    nixosConfigurations.desk nixos incomplete  hosts/desk/configuration.nix:1
      unresolved the model of blueprint fails: host 'empty' does not have a configuration  nowhere
      nixos
        hosts/desk/configuration.nix:1`,
  ));

test("with an argument that the model does not know, nothing is said of hosts", () => {
  const { analysis } = analyseFixture(flake("#- /hosts/desk/configuration.nix\n{ }", "folders = [ ];"));
  expect(analysis.graph.hosts).toEqual([]);
  expect(analysis.findings).toEqual([]);
  expect(analysis.graph.root.remark?.message).toContain("`inputs.blueprint` makes them");
});

test("files of hosts that nothing imports are known", () =>
  checkCells(
    flake("#- /hosts/desk/configuration.nix\n{ }\n#- /hosts/desk/spare.nix\n{ }"),
    "flake.nix reached root\nhosts/desk/configuration.nix reached leaf host\nhosts/desk/spare.nix ignored",
  ));

test("its own functions list folders elsewhere", () =>
  checkHosts(
    flake(`#- /hosts/desk/configuration.nix
{ inputs, ... }: { imports = builtins.attrValues (inputs.blueprint.lib.importDir ../../shared inputs.blueprint.lib.entriesPath); }
#- /shared/base.nix
{ }`),
    `
    nixosConfigurations.desk nixos complete  hosts/desk/configuration.nix:1
      nixos
        hosts/desk/configuration.nix:1
        shared/base.nix:1`,
  ));
