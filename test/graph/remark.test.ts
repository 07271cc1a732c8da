import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { flakeNix } from "../small-flake.ts";

function remark(text: string): string | undefined {
  return analyseFixture(text).analysis.graph.root.remark?.message;
}

test("a function from outside that makes all outputs is named", () =>
  expect(
    remark(`
#- /flake.nix
{
  inputs.snowfall-lib.url = "github:snowfallorg/lib";
  outputs = inputs: inputs.snowfall-lib.mkFlake { inherit inputs; src = ./.; };
}
`),
  ).toBe("no host can be shown, because `inputs.snowfall-lib.mkFlake(…)` makes them and its source is not at hand"));

const wired = (module: string) => `
${flakeNix({ inputs: { wires: "github:srid/nixos-unified", "treefmt-nix": true } })}#- /cells/setup.nix
{ inputs, ... }: { imports = [ ${module} ]; systems = [ "x86_64-linux" ]; }
`;

test("so is a flake module that makes hosts from folders, whatever the input is called", () => {
  expect(remark(wired("inputs.wires.flakeModules.autoWire"))).toBe(
    "no host can be shown, because `inputs.wires.flakeModules.autoWire` makes them and its source is not at hand",
  );
  expect(remark(wired("inputs.treefmt-nix.flakeModule"))).toBeUndefined();
});

test("nothing is said where hosts are seen", () =>
  expect(
    remark(`${wired("inputs.wires.flakeModules.autoWire")}
#- /cells/host.nix
{ lib, ... }: { flake.nixosConfigurations.box = lib.nixosSystem { modules = [ { } ]; }; }
`),
  ).toBeUndefined());
