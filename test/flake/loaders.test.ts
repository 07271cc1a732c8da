import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { checkCells } from "../graph/check-graph.ts";

const inputs = `
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";`;

/** A flake whose outputs are `outputs`, over the folders `cells` and `hosts`. */
function flake(outputs: string, more = ""): string {
  return `#- /flake.nix
{
${inputs}
  outputs = ${outputs};
}
#- /cells/a.nix
{ }
#- /cells/_b.nix
{ }
#- /cells/_c/d.nix
{ }
#- /cells/e.pkg.nix
{ }
#- /hosts/f.nix
{ }
${more}`;
}

const usual = `
cells/_b.nix ignored
cells/_c/d.nix ignored
cells/a.nix imported
cells/e.pkg.nix imported
`;

describe("roots", () => {
  test("a tree is the flake's module", () =>
    checkCells(
      flake("inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells)"),
      `${usual}\nflake.nix reached root`,
    ));

  test("trees among imports", () =>
    checkCells(
      flake(`inputs@{ flake-parts, import-tree, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
    imports = [ (import-tree ./cells) (import-tree ./hosts) ];
    systems = [ ];
  }`),
      `${usual}\nflake.nix reached root\nhosts/f.nix imported`,
    ));

  test("one tree over two folders", () =>
    checkCells(
      flake("inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree [ ./hosts ./cells ])"),
      `${usual}\nflake.nix reached root\nhosts/f.nix imported`,
    ));

  test("a tree with more beside it", () =>
    checkCells(
      flake(
        "inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } ((inputs.import-tree ./cells) // { systems = [ ]; })",
      ),
      `${usual}\nflake.nix reached root`,
    ));

  test("filters, and import-tree imported by hand", () =>
    checkCells(
      flake(`inputs: let inherit (inputs.nixpkgs) lib; in
    inputs.flake-parts.lib.mkFlake { inherit inputs; } ((import inputs.import-tree).filterNot (lib.hasSuffix ".pkg.nix") ./cells)`),
      `
      cells/_b.nix ignored
      cells/_c/d.nix ignored
      cells/a.nix imported
      cells/e.pkg.nix ignored
      flake.nix reached root
      `,
    ));

  test("outputs.nix", () =>
    checkCells(
      flake(
        "inputs: import ./outputs.nix inputs",
        `#- /outputs.nix
inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells)`,
      ),
      `${usual}\nflake.nix reached root\noutputs.nix reached`,
    ));

  test("outputs joined with others", () =>
    checkCells(
      flake(`{ self, flake-parts, ... }@inputs:
    flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells) // { lib.answer = 42; }`),
      `${usual}\nflake.nix reached root`,
    ));

  test("lib.evalModules without flake-parts", () =>
    checkCells(
      flake(`inputs: (inputs.nixpkgs.lib.evalModules {
    specialArgs = { inherit inputs; };
    modules = [ (inputs.import-tree ./cells) ({ lib, ... }: { options.flake = lib.mkOption { default = { }; }; }) ];
  }).config.flake`),
      `${usual}\nflake.nix reached root schema`,
    ));
});

describe("loaders that are not import-tree", () => {
  // Known gap: what a loader of the flake's own skips (cells/_b.nix) is not said to be ignored.
  test("lib.fileset: the underscore rule holds for names only", () =>
    checkCells(
      flake(`inputs: let
    inherit (inputs.nixpkgs) lib;
    import-tree = path: lib.fileset.toList (lib.fileset.fileFilter (file: file.hasExt "nix" && !(lib.hasPrefix "_" file.name)) path);
  in inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = import-tree ./cells; }`),
      `
      cells/_c/d.nix imported
      cells/a.nix imported
      cells/e.pkg.nix imported
      flake.nix reached root
      `,
    ));

  test("listFilesRecursive, and readDir by hand", () => {
    const listed = `
      cells/_b.nix imported
      cells/_c/d.nix imported
      cells/a.nix imported
      cells/e.pkg.nix imported
      flake.nix reached root
      `;
    checkCells(
      flake(
        "inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = inputs.nixpkgs.lib.filesystem.listFilesRecursive ./cells; }",
      ),
      listed,
    );
    checkCells(
      flake(`inputs: let
    walk = folder: builtins.concatLists (builtins.attrValues (builtins.mapAttrs
      (name: kind: if kind == "directory" then walk (folder + "/\${name}") else [ (folder + "/\${name}") ])
      (builtins.readDir folder)));
  in inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = walk ./cells; }`),
      listed,
    );
  });

  test("haumea, whose names with an underscore are private", () => {
    const text = (load: string) => `
#- /flake.nix
{
${inputs}
  inputs.haumea.url = "github:nix-community/haumea";
  outputs = inputs@{ nixpkgs, haumea, ... }:
    let load = src: haumea.lib.load { inherit src; loader = ${load}; };
    in inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = nixpkgs.lib.collect builtins.isPath (load ./cells); };
}
#- /cells/a.nix
{ }
#- /cells/_b.nix
{ }
#- /cells/c/d.nix
{ }
#- /cells/c/e.txt
no Nix
`;
    const wanted = "cells/_b.nix ignored\ncells/a.nix imported\ncells/c/d.nix imported\nflake.nix reached root";
    checkCells(text("haumea.lib.loaders.path"), wanted);
    checkCells(text("[ (haumea.lib.matchers.nix haumea.lib.loaders.path) ]"), wanted);
  });

  test("pipe operators", () =>
    checkCells(
      flake(`inputs: ./cells |> inputs.import-tree |> inputs.flake-parts.lib.mkFlake { inherit inputs; }`),
      `${usual}\nflake.nix reached root`,
    ));
});

test("why a cell is ignored", () => {
  const { analysis } = analyseFixture(
    flake(
      'inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree.filterNot (path: path == "/e.pkg.nix") ./cells)',
    ),
  );
  const reasons = analysis.graph.cells.flatMap(({ file, reason }) =>
    reason === undefined ? [] : [`${file}: ${reason}`],
  );
  expect(reasons).toEqual([
    "/flake/cells/_b.nix: its path contains `/_`, which the tree's loader skips",
    "/flake/cells/_c/d.nix: its path contains `/_`, which the tree's loader skips",
    "/flake/cells/e.pkg.nix: the tree's loader skips it",
  ]);
});

test("a cell that the tree skips and a host takes by path is reached", () =>
  checkCells(
    flake(
      "inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells)",
      `#- /cells/desk.nix
{ lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ ./_b.nix { imports = [ ./_c/d.nix ]; } ]; }; }`,
    ),
    `
    cells/_b.nix reached leaf
    cells/_c/d.nix reached leaf
    cells/a.nix imported
    cells/desk.nix imported leaf host
    cells/e.pkg.nix imported
    flake.nix reached root
    `,
  ));
