import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";

const HOST = `#- /cells/host.nix
{ config, inputs, ... }: {
  options.flake.branches = inputs.nixpkgs.lib.mkOption { type = inputs.nixpkgs.lib.types.attrsOf inputs.nixpkgs.lib.types.deferredModule; };
  config.flake.branches.base = { };
  config.flake.nixosConfigurations.heron = inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.branches.base ]; };
}
`;

test.each([
  ["a file by `import`", "{ imports = [ (import ./odd.nix) ]; }"],
  ["a file by its path and by `import`", "{ imports = [ ./odd.nix (import ./odd.nix) ]; }"],
  ["what a function makes", "let make = n: { imports = [ (make (n + 1)) ]; }; in make 0"],
  ["what it makes with keys", 'let make = n: { key = "k@{toString n}"; imports = [ (make (n + 1)) ]; }; in make 0'],
  ["ever more", "let make = n: { imports = [ (make (n + 1)) (make (n + 2)) ]; }; in make 0"],
  ["functions", "let make = n: { lib, ... }: { imports = [ ./host.nix (make (n + 1)) (make (n + 2)) ]; }; in make 0"],
])("imports without end are infinite recursion: %s", { timeout: 10_000 }, (_name, text) => {
  const { analysis } = analyseFixture(`#- /cells/odd.nix\n${text.replaceAll("@{", "${")}\n${HOST}`);
  expect(analysis.findings.map(({ at, message }) => [at.file, message])).toContainEqual([
    "/flake/cells/odd.nix",
    expect.stringMatching(/^Infinite recursion: modules in .* import further ones without end/),
  ]);
  expect(analysis.graph.hosts.map(({ name, complete }) => [name, complete])).toEqual([["heron", false]]);
});

test("many modules in each other are none", () => {
  const text = "let make = n: { imports = if n == 0 then [ ] else [ (make (n - 1)) ]; }; in make 200";
  const { analysis } = analyseFixture(`#- /cells/odd.nix\n${text}\n${HOST}`);
  expect(analysis.findings).toEqual([]);
  expect(analysis.graph.hosts.map(({ complete }) => complete)).toEqual([true]);
});

test.each([
  ["of its own", "let t = submodule { options = { a = option t; b = option t; }; }; in t"],
  ["made for it", "let t = n: submodule { options = { a = option (t (n + 1)); b = option (t (n + 2)); }; }; in t 0"],
])(
  "a type with options %s, whose defaults have no end, is bounded work and hurts no host",
  { timeout: 10_000 },
  (_name, type) => {
    const { analysis } = analyseFixture(`#- /cells/odd.nix
{ lib, ... }: let inherit (lib.types) submodule; option = type: lib.mkOption { inherit type; default = { }; }; in {
  options.tree = option (${type});
  config.tree.a.a = 3;
}
${HOST}`);
    expect(analysis.findings.map(({ code, at }) => [code, at.file])).toEqual([
      ["type-mismatch", "/flake/cells/odd.nix"],
    ]);
    expect(analysis.graph.hosts.map(({ name, complete }) => [name, complete])).toEqual([["heron", true]]);
  },
);
