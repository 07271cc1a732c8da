import { expect, test } from "vitest";
import { fileMoveEdits } from "../../../server/features/renaming/file-moves.ts";
import { movedNameEdits } from "../../../server/features/renaming/moved-names.ts";
import type { FileMove } from "../../../server/project/moved-files.ts";
import { asked, changedLines } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = `${root}${schema}${host}${branches}
#- /cells/parts.nix
{ imports = [ ./_parts ./_parts/two.nix ../lib/x.nix ]; my.theme = "$0"; }
#- /cells/_parts/default.nix
{ imports = [ ./two.nix ../_other.nix ]; }
#- /cells/_parts/two.nix
{ }
#- /cells/_other.nix
{ }
#- /lib/x.nix
{ }`;

const moved = (...moves: FileMove[]) => {
  const { view, fixture } = asked(flake);
  return changedLines(fixture, fileMoveEdits(view, moves));
};

test("a file: the paths to it, and those inside of it", () => {
  expect(moved({ from: "/cells/parts.nix", to: "/cells/deep/parts.nix" })).toEqual([
    '/cells/parts.nix:1 { imports = [ ../_parts ../_parts/two.nix ../../lib/x.nix ]; my.theme = ""; }',
  ]);
  expect(moved({ from: "/cells/_parts/two.nix", to: "/cells/_three.nix" })).toEqual([
    "/cells/_parts/default.nix:1 { imports = [ ../_three.nix ../_other.nix ]; }",
    '/cells/parts.nix:1 { imports = [ ./_parts ./_three.nix ../lib/x.nix ]; my.theme = ""; }',
  ]);
});

test("a folder: what is in it goes along, what leads into it follows", () => {
  expect(moved({ from: "/cells/_parts", to: "/lib/parts" })).toEqual([
    "/cells/_parts/default.nix:1 { imports = [ ./two.nix ../../cells/_other.nix ]; }",
    '/cells/parts.nix:1 { imports = [ ../lib/parts ../lib/parts/two.nix ../lib/x.nix ]; my.theme = ""; }',
  ]);
});

test("a default.nix that is called otherwise is not a folder any more", () => {
  expect(moved({ from: "/cells/_parts/default.nix", to: "/cells/_parts/one.nix" })).toEqual([
    '/cells/parts.nix:1 { imports = [ ./_parts/one.nix ./_parts/two.nix ../lib/x.nix ]; my.theme = ""; }',
  ]);
});

test("several at once, and cells that only their tree imports", () => {
  expect(
    moved({ from: "/cells/parts.nix", to: "/lib/parts.nix" }, { from: "/lib/x.nix", to: "/lib/deep/x.nix" }),
  ).toEqual([
    '/cells/parts.nix:1 { imports = [ ../cells/_parts ../cells/_parts/two.nix ./deep/x.nix ]; my.theme = ""; }',
  ]);
  expect(moved({ from: "/cells/desk.nix", to: "/cells/rooms/desk.nix" })).toEqual([]);
  expect(moved({ from: "/cells", to: "/modules" })).toEqual([
    "/flake.nix:5 outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./modules);",
  ]);
});

test("a host that is named after its file: where it is named otherwise follows", () => {
  const { view, fixture } = asked(`${root}
#- /cells/machines.nix
{ lib, ... }: {
  flake.nixosConfigurations = lib.mapAttrs' (file: _: {
    name = lib.removeSuffix ".nix" file;
    value = lib.nixosSystem { modules = [ (../machines + "/\${file}") ]; };
  }) (builtins.readDir ../machines);
}
#- /machines/lamp.nix
{ networking.hostName = "la$0mp"; }
#- /machines/fan.nix
{ }
#- /cells/deploy.nix
{ self, config, ... }: {
  flake.deploy = { inherit (self.nixosConfigurations) lamp; };
  flake.fan = config.flake.nixosConfigurations.fan;
  flake.lamp = config.flake.nixosConfigurations.lamp.config;
}
`);
  const following = (...moves: FileMove[]) => changedLines(fixture, movedNameEdits(view, moves, []));
  expect(following({ from: "/machines/lamp.nix", to: "/machines/torch.nix" })).toEqual([
    "/cells/deploy.nix:2 flake.deploy = { lamp = self.nixosConfigurations.torch; };",
    "/cells/deploy.nix:4 flake.lamp = config.flake.nixosConfigurations.torch.config;",
  ]);
  expect(following({ from: "/machines/lamp.nix", to: "/machines/fan.nix" })).toEqual([]);
  expect(following({ from: "/machines/lamp.nix", to: "/cells/lamp.nix" })).toEqual([]);
});

test("a branch that is named after its file", () => {
  const { view, fixture } = asked(`${root}
#- /cells/parts.nix
{ config, lib, inputs, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  flake.modules.nixos = lib.mapAttrs' (file: _: lib.nameValuePair (lib.removeSuffix ".nix" file) (../parts + "/\${file}"))
    (builtins.readDir ../parts);
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.de$0sk ]; };
  flake.nixosConfigurations.fan = lib.nixosSystem { modules = with config.flake.modules.nixos; [ desk ]; };
}
#- /parts/desk.nix
{ }
`);
  const moves = [{ from: "/parts/desk.nix", to: "/parts/table.nix" }];
  expect(changedLines(fixture, movedNameEdits(view, moves, []))).toEqual([
    "/cells/parts.nix:5 flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.table ]; };",
    "/cells/parts.nix:6 flake.nixosConfigurations.fan = lib.nixosSystem { modules = with config.flake.modules.nixos; [ table ]; };",
  ]);
});

test("a host whose name is written stays what it is when a file of its name is moved", () => {
  const { view, fixture } = asked(`${root}${schema}${host}${branches}
#- /cells/ask.nix
{ self, ... }: { flake.lamp = self.nixosConfigurations.la$0mp; }
`);
  const moves = [{ from: "/cells/lamp.nix", to: "/cells/torch.nix" }];
  expect(changedLines(fixture, movedNameEdits(view, moves, []))).toEqual([]);
});
