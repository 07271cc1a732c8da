import { expect, test } from "vitest";
import { analysisOf } from "../features/ask.ts";
import { branches, host, root, schema } from "../features/seedling.ts";
import { parseFixture } from "../fixture.ts";

/** `word line path, path`, of one cell; `+` where it reads other things, too. */
function readsOf(code: string): readonly string[] {
  const { files } = parseFixture(`${root}${schema}${host}${branches}\n#- /cells/asking.nix\n${code}\n`);
  const { graph, linesOf } = analysisOf({ files });
  return graph.reads
    .filter(({ at }) => at.file === "/cells/asking.nix")
    .map(({ at, options, elsewhere }) => {
      const word = files.get(at.file)?.slice(at.start, at.end);
      const paths = options.map(({ path, class: moduleClass }) => [moduleClass, ...path].filter(Boolean).join("."));
      return `${linesOf(at.file).positionAt(at.start).line + 1} ${word}: ${paths.sort().join(", ")}${elsewhere ? " +" : ""}`;
    });
}

test("names by which options are read: in paths, inherits, patterns, a with, strings", () => {
  const code = `
{ config, lib, ... }:
let
  all = config.my;
  inherit (config.my) theme;
  named = { hosts, ... }: hosts ? lamp;
  of = set: set.theme or "none";
  used = [ all.theme theme (named all) (with all; branches ? desk) (of all) (of { theme = 1; }) (lib.attrByPath [ "my" "theme" ] 1 config) ];
in
{ my.branches.desk.description = builtins.toJSON used; flake.x = config.my.branches.desk.description; }`.trim();
  expect(readsOf(code)).toEqual([
    "3 my: my",
    "4 my: my",
    "4 theme: my.theme",
    "5 hosts: my.hosts",
    "5 lamp: my.hosts.lamp",
    "6 theme: my.theme +",
    "7 theme: my.theme",
    "7 branches: my.branches",
    "7 desk: my.branches.desk",
    '7 "my": my',
    '7 "theme": my.theme',
    "9 my: my",
    "9 branches: my.branches",
    "9 desk: my.branches.desk",
    "9 description: my.branches.desk.description",
  ]);
});

test("a set that takes the place of an option is none; names stay what they are when functions change their values", () => {
  const code = `
{ config, lib, ... }:
let
  over = config.my // { theme = "own"; };
  changed = lib.mapAttrs (_: value: value) config.my;
  used = [ over.theme changed.theme (lib.filterAttrs (name: _: name != "x") config.my).theme ];
in
{ flake.used = builtins.toJSON used; }`.trim();
  expect(readsOf(code).filter((line) => line.includes("theme"))).toEqual(["5 theme: my.theme", "5 theme: my.theme"]);
});
