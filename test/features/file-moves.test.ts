import { expect, test } from "vitest";
import { type FileMove, fileMoveEdits } from "../../server/features/file-moves.ts";
import { asked, changedLines } from "./ask.ts";
import { branches, host, root, schema } from "./seedling.ts";

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

test("a default.nix that is called otherwise is no folder any more", () => {
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
