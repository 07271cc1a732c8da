import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkCells, checkHosts } from "../graph/check-graph.ts";

/** A flake whose hosts are what haumea loads from the folder `hosts`. */
function flake(files: string, load = "{ src = ./hosts; inputs = { inherit nixpkgs; }; }"): string {
  return `#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.haumea.url = "github:nix-community/haumea";
  outputs = { self, nixpkgs, haumea }: {
    nixosConfigurations = nixpkgs.lib.mergeAttrsList (builtins.attrValues (haumea.lib.load ${load}));
  };
}
${files}`;
}

const host = (name: string) => `{ ${name} = nixpkgs.lib.nixosSystem { modules = [ ]; }; }`;

test("an argument that nobody supplies and nobody reads is not an error", () =>
  checkHosts(
    flake(`#- /hosts/desk.nix\n{ nixpkgs, extra, ... }: ${host("desk")}`),
    "nixosConfigurations.desk nixos complete  hosts/desk.nix:1",
  ));

test("an argument that nobody supplies and the file reads leaves the hosts in doubt, whatever the model makes of it", () => {
  const files = `#- /hosts/desk.nix
{ nixpkgs, ... }: ${host("desk")}
#- /hosts/rack.nix
{ nixpkgs, extra, ... }: ${host(`\${extra}`)}`;
  const { analysis } = analyseFixture(
    flake(files).replace(
      "nixosConfigurations =",
      "nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ]; };\n darwinConfigurations =",
    ),
  );
  const [oak] = analysis.graph.hosts;
  expect(oak?.complete).toBe(false);
  expect(new Set(oak?.unresolved.map(({ reason }) => reason))).toEqual(
    new Set(["the model of haumea fails: attribute 'extra' missing"]),
  );
  expect(oak?.unresolved.filter(({ at }) => at?.file.startsWith("/<native>"))).toEqual([]);
});

test("private files are seen by those that the folder loads", () =>
  checkHosts(
    flake(`#- /hosts/_names.nix
{ }: { first = "desk"; }
#- /hosts/inner/__near.nix
{ root, ... }: root.names.first
#- /hosts/inner/rack.nix
{ super, root, nixpkgs, ... }: nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = super.near + root.names.first; } ]; }
#- /hosts/oak.nix
{ super, nixpkgs, ... }: { \${super.names.first} = super.inner.rack; }`),
    `
    nixosConfigurations.desk nixos complete  hosts/inner/rack.nix:1
      nixos
        hosts/inner/rack.nix:1
    nixosConfigurations.rack nixos complete  hosts/inner/rack.nix:1
      nixos
        hosts/inner/rack.nix:1`,
  ));

test("what is loaded by name and asked for by nobody is not skipped by the loader", () => {
  const text = flake(`#- /hosts/desk.nix
{ nixpkgs, ... }: ${host("desk")}
#- /hosts/spare/rack.nix
{ nixpkgs, ... }: ${host("rack")}`)
    .replace("builtins.attrValues (", "map (all: all.desk) [ (")
    .replace("}; }));", "}; }) ]);");
  checkCells(text, "flake.nix reached root\nhosts/desk.nix reached host\nhosts/spare/rack.nix ignored");
  const { analysis } = analyseFixture(text);
  expect(analysis.graph.cells.flatMap(({ reason }) => reason ?? [])).toEqual(["nothing asks for it"]);
});
