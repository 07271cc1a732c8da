import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server/nix/budget.ts";
import { showOption } from "../../server/option-path.ts";
import { makeSnapshot } from "../../server/project/snapshot.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles } from "../fixture.ts";
import { analyseFixture, filesOfFixture } from "../flake.ts";
import { checkSilence } from "../rules/check-findings.ts";
import { flakeNix } from "../small-flake.ts";

const flake = `
${flakeNix({ inputs: { wheel: "github:someone/wheel" } })}#- /cells/partitions.nix
{ inputs, lib, ... }: {
  imports = [ inputs.flake-parts.flakeModules.partitions inputs.flake-parts.flakeModules.modules inputs.wheel.flakeModules.default ];
  options.wheel = lib.mkOption {
    type = lib.types.submodule { options.spokes = lib.mkOption { type = lib.types.int; default = 8; }; };
    default = { };
  };
  config.wheel.rim = "wide";
  config.partitionedAttrs.nixosConfigurations = "machines";
  config.partitions.machines.module = ../machines.nix;
  config.partitions.others.module = { };
}
#- /cells/base.nix
{ flake.modules.nixos.base = { boot.tmp.cleanOnBoot = true; }; }
#- /machines.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}
`;

test("partitions extend each other without end, and the walk does not", () => {
  const { analysis } = analyseFixture(flake);
  const deep = analysis.graph.branches.filter(({ id }) => id.split("partitions.").length > 2);
  expect(deep).toEqual([]);
  expect(analysis.graph.options.filter(({ path }) => path.filter((name) => name === "partitions").length > 1)).toEqual(
    [],
  );
});

test("an option that shares its name with an input may have more inside than is declared here", () =>
  checkSilence(flake));

test("what a partition does for each platform is not a branch", () => {
  const { analysis } = analyseFixture(`${flake}
#- /cells/tools.nix
{ perSystem = { pkgs, ... }: { packages.tool = pkgs.hello; }; }
`);
  expect(analysis.graph.branches.map(({ id }) => id)).toEqual(["flake.modules.nixos.base"]);
});

test("strings that select branches are not looked for in partitions of partitions", () => {
  const files = filesOfFixture(`${flake}
#- /cells/hosts.nix
{ lib, config, inputs, ... }: {
  options.machines = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule {
    options.takes = lib.mkOption { type = lib.types.listOf lib.types.str; };
  }); };
  config.machines.box.takes = [ "base" ];
  config.flake.nixosConfigurations = lib.mapAttrs (_: { takes }: inputs.nixpkgs.lib.nixosSystem {
    modules = map (name: config.flake.modules.nixos.\${name}) takes;
  }) config.machines;
}
`);
  const limits = { ...DEFAULT_LIMITS, steps: 200_000 };
  const snapshot = makeSnapshot({
    directory: "/flake",
    files: memoryFiles(files),
    parse: (text) => parse(text),
    limits,
  });
  expect(snapshot.graph().selectors.map(({ option }) => showOption(option))).toEqual(["machines.<name>.takes"]);
});
