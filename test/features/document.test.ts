import { expect, test } from "vitest";
import { inlayHints } from "../../server/features/annotations/inlay-hints.ts";
import { semanticTokens } from "../../server/features/annotations/semantic-tokens.ts";
import { documentLinks } from "../../server/features/documents/document-links.ts";
import { folding } from "../../server/features/documents/folding.ts";
import { selectionRanges } from "../../server/features/documents/selection-range.ts";
import { documentSymbols, type OutlineSymbol } from "../../server/features/symbols/document-symbols.ts";
import { workspaceSymbols } from "../../server/features/symbols/workspace-symbols.ts";
import type { OffsetRange } from "../../server/text.ts";
import { asked } from "./ask.ts";
import { branches, host, root, schema } from "./seedling.ts";

const flake = root + schema + host + branches;
const published = `${root}
#- /cells/modules.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ bench ]; };
}`;

function about(text: string) {
  const { view, place, fixture } = asked(text);
  const { file } = place;
  const said = fixture.files.get(file) ?? "";
  return { view, file, place, said, words: ({ start, end }: OffsetRange) => said.slice(start, end) };
}

const outline = (text: string): string[] => {
  const { view, file, words } = about(text);
  const lines = (symbols: readonly OutlineSymbol[], depth: number): string[] =>
    symbols.flatMap(({ kind, name, detail, word, children }) => [
      `${"  ".repeat(depth)}${kind} ${name} (${detail}) at ${words(word)}`,
      ...lines(children, depth + 1),
    ]);
  return lines(documentSymbols(view, file), 0);
};

test("the outline of declarations, by class, in code that is half typed, too", () => {
  expect(outline(`${flake.replace("options.my.theme", "options.my.the$0me")}`)).toMatchInlineSnapshot(`
    [
      "option my.theme (string) at theme",
      "option my.branches (attribute set of (submodule)) at branches",
      "  option my.branches.<name>.description (string) at description",
      "  option my.branches.<name>.nixos (list of module) at nixos",
      "option my.hosts (attribute set of (submodule)) at hosts",
      "  option my.hosts.<name>.branches (list of string) at branches",
    ]
  `);
  expect(
    outline(`${flake}\n#- /cells/more.nix\n{ lib, ... }: { options.my.fresh = lib.mkOption { }; my.theme = $0`),
  ).toMatchInlineSnapshot(`
    [
      "option my.fresh (unspecified value) at fresh",
    ]
  `);
});

test("the outline of a branch with its leaves, and of a host", () => {
  expect(
    outline(`${flake}
#- /cells/feature.nix
{ lib, ... }: {
  my.branches.fan.description = "Wi$0nd.";
  my.branches.fan.nixos = [
    ({ config, lib, ... }: { options.features.fan.speed = lib.mkOption { type = lib.types.int; }; })
  ];
}
`),
  ).toMatchInlineSnapshot(`
    [
      "branch fan (branch) at fan",
      "leaf fan (leaf · nixos) at { config, lib, ... }: { options.features.fan.speed = lib.mkOption { type = lib.types.int; }; }",
      "  option features.fan.speed (signed integer · nixos) at speed",
    ]
  `);
  expect(
    outline(flake.replace("config, lib, ... }:\n{\n  my.hosts", "config, lib, ... }:\n{\n  my.h$0osts")),
  ).toMatchInlineSnapshot(`
    [
      "host lamp (host · nixos) at lib.nixosSystem {
        modules = lib.concatMap (name: config.my.branches.\${name}.nixos) config.my.hosts.lamp.branches;
      }",
    ]
  `);
});

test("symbols of the workspace whose name holds the letters of a query", () => {
  const found = (query: string) => {
    const { view, said } = about(flake.replace("my.theme", "my.the$0me"));
    expect(said).not.toBe("");
    return workspaceSymbols(view, query).map(
      ({ kind, name, container, at }) => `${kind} ${name} in ${container} ${at.file}`,
    );
  };
  expect(found("lamp")).toMatchInlineSnapshot(`
    [
      "host lamp in nixosConfigurations /cells/lamp.nix",
    ]
  `);
  expect(found("shd")).toMatchInlineSnapshot(`
    [
      "branch shed in my.branches.shed /cells/shed.nix",
      "leaf cells/shed.nix in my.branches.shed.nixos /cells/shed.nix",
    ]
  `);
  expect(found("theme")).toMatchInlineSnapshot(`
    [
      "option my.theme in option /cells/schema.nix",
    ]
  `);
  expect(found("zzz")).toEqual([]);
});

test("folds: sets, lists, lets, arguments, long strings, comments", () => {
  const { view, file, said } = about(`${flake}
#- /cells/fold.nix
# one
# two
{
  lib,
  ...
}:
let
  a = 1;
  b = [
    2
  ];
in
{
  my.theme$0 = ''
    # no comment
    # at all
  '';
  /* a
     block */
  x = { y = 1; };
}
`);
  const line = (offset: number) => said.slice(0, offset).split("\n").length;
  expect(folding(view, file).map(({ kind, start, end }) => `${kind} ${line(start)}-${line(end)}`)).toEqual([
    "comment 1-2",
    "code 3-6",
    "code 7-11",
    "code 9-11",
    "code 13-21",
    "code 14-17",
    "comment 18-19",
  ]);
});

test("selections grow from the word to the file", () => {
  const { view, place, words } = about(
    `${flake}\n#- /cells/set.nix\n{ lib, ... }: { my.the$0me = lib.mkForce "a b"; }\n`,
  );
  expect(selectionRanges(view, place).map(words)).toEqual([
    "theme",
    "my.theme",
    'my.theme = lib.mkForce "a b";',
    '{ my.theme = lib.mkForce "a b"; }',
    '{ lib, ... }: { my.theme = lib.mkForce "a b"; }',
    '{ lib, ... }: { my.theme = lib.mkForce "a b"; }\n',
  ]);
  const inString = about(`${flake}\n#- /cells/set.nix\n{ my.theme = [ "fe$0rn" 1 ]; }\n`);
  expect(selectionRanges(inString.view, inString.place).map(inString.words).slice(0, 4)).toEqual([
    "fern",
    '"fern"',
    '"fern" 1',
    '[ "fern" 1 ]',
  ]);
});

test("links of paths; a folder leads to its default.nix, nothing to nothing", () => {
  const { view, file, words } = about(`${flake}
#- /cells/links.nix
{ imports = [ ./_a.nix ./_dir ./_none.nix ../cells/_a.nix ]; my.theme = "$0"; }
#- /cells/_a.nix
{ }
#- /cells/_dir/default.nix
{ }
`);
  expect(documentLinks(view, file).map(({ range, target }) => `${words(range)} ${target}`)).toEqual([
    "./_a.nix /cells/_a.nix",
    "./_dir /cells/_dir/default.nix",
    "../cells/_a.nix /cells/_a.nix",
  ]);
});

test("tokens: pieces of own options, branches also in strings, arguments of modules", () => {
  const tokens = (text: string) => {
    const { view, file, words } = about(text);
    return semanticTokens(view, file).map((token) => `${token.kind}${token.declares ? "!" : ""} ${words(token)}`);
  };
  expect(tokens(`${flake.replace('[ "desk" ]', '[ "de$0sk" ]')}`)).toMatchInlineSnapshot(`
    [
      "argument config",
      "argument lib",
      "option my",
      "option hosts",
      "option lamp",
      "option branches",
      "branch "desk"",
      "argument lib",
      "argument lib",
      "argument config",
      "option my",
      "option branches",
      "option nixos",
      "argument config",
      "option my",
      "option hosts",
      "option lamp",
      "option branches",
    ]
  `);
  expect(
    tokens(`${flake}\n#- /cells/more.nix\n{ lib, ... }: { options.my.new$0 = lib.mkOption { }; x.y = 1; }\n`),
  ).toMatchInlineSnapshot(`
    [
      "argument lib",
      "option! my",
      "option! new",
      "argument lib",
    ]
  `);
  expect(
    tokens(`${published}\n#- /cells/bench.nix\n{ flake.modules.nixos.bench.services.x.ena$0ble = true; }\n`),
  ).toMatchInlineSnapshot(`
    [
      "branch bench",
    ]
  `);
});

test("hints: the class where the place does not say it, the hosts at a branch's name", () => {
  const hints = (text: string) => {
    const { view, file, said } = about(text);
    return inlayHints(view, file, { start: 0, end: said.length }).map(
      ({ offset, text: hint }) =>
        `${said.slice(Math.max(0, offset - 6), offset)}<${hint}>${said.slice(offset, offset + 6)}`,
    );
  };
  expect(hints(flake.replace("my.branches.shed.description", "my.branches.sh$0ed.description"))).toMatchInlineSnapshot(`
    [
      "s.shed<← no host>.descr",
      "s.shed<← no host>.nixos",
    ]
  `);
  expect(hints(`${published}\n#- /cells/bench.nix\n{ flake.modules.nixos.ben$0ch = { }; }\n`)).toMatchInlineSnapshot(`
    [
      ".bench<← lamp> = { }",
    ]
  `);
});
