import { describe, expect, test } from "vitest";
import { renamedLines } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = root + schema + host + branches;

describe("a branch", () => {
  test("its keys, the strings that select it, references", () => {
    const found = renamedLines(
      `${flake}
#- /cells/more.nix
{ config, ... }: { my.branches.shed.nixos = [ { n = builtins.length config.my.branches.de$0sk.nixos; s = "desk"; } ]; }
`,
      "table",
    );
    expect(found).toEqual([
      '/cells/desk.nix:2 my.branches.table.nixos = [ { networking.hostName = "lamp"; } ];',
      '/cells/lamp.nix:3 my.hosts.lamp.branches = [ "table" ];',
      '/cells/more.nix:1 { config, ... }: { my.branches.shed.nixos = [ { n = builtins.length config.my.branches.table.nixos; s = "desk"; } ]; }',
    ]);
  });

  test("asked at the string that selects it, quoted where it must be", () => {
    const text = `${root}${schema}${host.replace('"desk"', '"de$0sk"')}${branches}`;
    expect(renamedLines(text, "desk/1")).toEqual([
      '/cells/desk.nix:2 my.branches."desk/1".nixos = [ { networking.hostName = "lamp"; } ];',
      '/cells/lamp.nix:3 my.hosts.lamp.branches = [ "desk/1" ];',
    ]);
  });

  const published = `${root}
#- /cells/modules.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }
#- /cells/bench.nix
{
  flake.modules.nixos.bench = { services.openssh.enable = true; };
  flake.modules.homeManager.bench = { programs.git.enable = true; };
}`;

  test("all its classes, under a with, inherited, and in a set that is taken whole", () => {
    const found = renamedLines(
      `${published}
#- /cells/lamp.nix
{ config, lib, ... }:
let
  inherit (config.flake.modules) nixos;
  inherit (nixos) bench;
in
{
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ be$0nch ]; };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ bench ] ++ builtins.attrValues { inherit (nixos) bench; }; };
}
`,
      "stool",
    );
    expect(found).toEqual([
      "/cells/bench.nix:2 flake.modules.nixos.stool = { services.openssh.enable = true; };",
      "/cells/bench.nix:3 flake.modules.homeManager.stool = { programs.git.enable = true; };",
      "/cells/lamp.nix:4 inherit (nixos) stool;",
      "/cells/lamp.nix:7 flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ stool ]; };",
      "/cells/lamp.nix:8 flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ stool ] ++ builtins.attrValues { bench = nixos.stool; }; };",
    ]);
  });

  test("a builder that is given its name as a string", () => {
    const found = renamedLines(
      `${published}
#- /cells/lamp.nix
{ config, lib, ... }:
let
  mkHost = name: lib.nixosSystem { modules = [ config.flake.modules.nixos.\${name} ]; };
in
{ flake.nixosConfigurations.lamp = mkHost "bench"; }
#- /cells/more.nix
{ flake.modules.nixos.be$0nch = { }; }
`,
      "stool",
    );
    expect(found).toContain('/cells/lamp.nix:5 { flake.nixosConfigurations.lamp = mkHost "stool"; }');
  });

  test("refused when its name decides something else", () => {
    const found = renamedLines(
      `${published}
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations = lib.mapAttrs (_: module: lib.nixosSystem { modules = [ module ]; }) (
    lib.filterAttrs (name: _: lib.hasPrefix "ben" name) config.flake.modules.nixos
  );
}
#- /cells/more.nix
{ flake.modules.nixos.be$0nch = { }; }
`,
      "stool",
    );
    expect(found).toContain("would not stay the same");
  });

  test("hosts that are called after their branches are renamed with them", () => {
    const found = renamedLines(
      `${published}
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations = lib.mapAttrs (_: module: lib.nixosSystem { modules = [ module ]; }) config.flake.modules.nixos;
}
#- /cells/more.nix
{ flake.modules.nixos.be$0nch = { }; }
`,
      "stool",
    );
    expect(found).toContain("/cells/more.nix:1 { flake.modules.nixos.stool = { }; }");
  });
});

test("a host: its output, and what is its own", () => {
  const text = `${root}${schema}${host.replace("nixosConfigurations.lamp", "nixosConfigurations.la$0mp")}${branches}`;
  expect(renamedLines(text, "candle")).toEqual([
    '/cells/lamp.nix:3 my.hosts.candle.branches = [ "desk" ];',
    "/cells/lamp.nix:4 flake.nixosConfigurations.candle = lib.nixosSystem {",
    `/cells/lamp.nix:5 modules = lib.concatMap (name: config.my.branches.\${name}.nixos) config.my.hosts.candle.branches;`,
  ]);
});
