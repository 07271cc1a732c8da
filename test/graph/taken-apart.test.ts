import { describe, test } from "vitest";
import { checkSilence } from "../rules/check-findings.ts";
import { checkHosts } from "./check-graph.ts";

/** Two definitions of one module, `apps`, whose attributes are modules themselves. */
const apps = `
#- /cells/act.nix
let act = { lib, ... }: { environment.variables.ACT = lib.version; }; in
{ flake.nixosModules.apps.act = act; }
#- /cells/jq.nix
{ flake.nixosModules.apps.jq = { programs.jq.enable = true; }; }
`;

/** Makes a set of modules of it. */
const flatten = `
  flatten = module: lib.foldl' (all: one: all // flatten one) (removeAttrs module [ "_file" "_class" "imports" ]) (module.imports or [ ]);`;

const pulled = `
  nixos
    flake.nixosModules.apps
      cells/act.nix:2
      cells/jq.nix:1`;

describe("a collector's module is taken apart", () => {
  test("its parts are handed to a host: the host has the leaves that hold them", () =>
    checkHosts(
      `${apps}
#- /cells/desk.nix
{ config, lib, ... }:
let${flatten}
in { flake.nixosConfigurations.desk = lib.nixosSystem { modules = lib.attrValues (flatten config.flake.nixosModules.apps); }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:4
  select flake.nixosModules.apps wildcard cells/desk.nix:4${pulled}`,
    ));

  test("another branch imports its parts", () =>
    checkHosts(
      `${apps}
#- /cells/common.nix
{ config, lib, ... }:
let${flatten}
in { flake.nixosModules.common.imports = lib.attrValues (flatten config.flake.nixosModules.apps); }
#- /cells/desk.nix
{ self, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ self.nixosModules.common ]; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:1
  select flake.nixosModules.apps wildcard cells/common.nix:4 through flake.nixosModules.common
  select flake.nixosModules.common reference cells/desk.nix:1
  nixos
    flake.nixosModules.common
      cells/common.nix:4
      flake.nixosModules.apps
        cells/act.nix:2
        cells/jq.nix:1`,
    ));

  test("what a helper adds to a part or removes from it leaves it the same branch's", () =>
    checkHosts(
      `${apps}
#- /cells/desk.nix
{ config, lib, ... }:
let${flatten}
  tidy = module: if lib.isFunction module then module else removeAttrs module [ "_file" ] // { imports = [ ]; };
in { flake.nixosConfigurations.desk = lib.nixosSystem { modules = map tidy (lib.attrValues (flatten config.flake.nixosModules.apps)); }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:5
  select flake.nixosModules.apps wildcard cells/desk.nix:5${pulled}`,
    ));

  test("what a function gives that calls a part is the same branch's", () =>
    checkHosts(
      `${apps}
#- /cells/desk.nix
{ config, lib, ... }:
let${flatten}
  quiet = module: args: removeAttrs (if lib.isFunction module then module args else module) [ "environment" ];
in { flake.nixosConfigurations.desk = lib.nixosSystem { modules = map quiet (lib.attrValues (flatten config.flake.nixosModules.apps)); }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:5
  select flake.nixosModules.apps wildcard cells/desk.nix:5${pulled}`,
    ));

  test("nothing is said of parts that a helper makes something else of, so that nobody can tell whose it is", () =>
    checkSilence(`${apps}
#- /cells/desk.nix
{ config, lib, ... }:
let${flatten}
  names = lib.attrNames (flatten config.flake.nixosModules.apps);
in { flake.nixosConfigurations.desk = lib.nixosSystem { modules = map (name: { environment.variables.\${name} = "1"; }) names; }; }
`));

  test("nothing is said of a branch whose module holds one that comes by another branch", () =>
    checkSilence(`
#- /cells/act.nix
let act = { lib, ... }: { environment.variables.ACT = lib.version; }; in
{
  flake.nixosModules.apps.act = act;
  flake.nixosModules.act = act;
}
#- /cells/desk.nix
{ self, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ self.nixosModules.act ]; }; }
`));
});
