import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";

test("a loader from outside that takes the outputs as a function gets the pinned inputs", () => {
  const { analysis } = analyseFixture(`
#- /flake.nix
{ outputs = _: import ./.; }
#- /default.nix
let
  sources = import ./npins;
  with-inputs = import sources.with-inputs sources (inputs: { nixpkgs-lib.follows = "nixpkgs"; });
in
with-inputs (inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells))
#- /npins/default.nix
builtins.mapAttrs (name: pin: pin // { outPath = builtins.fetchTarball pin.url; }) (builtins.fromJSON (builtins.readFile ./sources.json)).pins
#- /npins/sources.json
{
  "pins": {
    "with-inputs": { "url": "https://example.org/w.tar.gz" },
    "nixpkgs": { "url": "https://example.org/n.tar.gz", "repository": { "type": "GitHub", "owner": "nixos", "repo": "nixpkgs" } },
    "flake-parts": { "url": "https://example.org/f.tar.gz" },
    "import-tree": { "url": "https://example.org/i.tar.gz" }
  },
  "version": 7
}
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "desk"; } ]; };
}
`);
  expect(analysis.graph.hosts.map(({ id, complete, files }) => [id, complete, files])).toEqual([
    ["nixosConfigurations.desk", true, ["/flake/cells/desk.nix"]],
  ]);
});
