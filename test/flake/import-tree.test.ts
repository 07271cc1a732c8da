import { describe, expect, test } from "vitest";
import { show } from "../nix/evaluate.ts";
import { loadFixture, outputOf } from "./load.ts";

const files = `
#- /cells/a.nix
{ }
#- /cells/a_b.nix
{ }
#- /cells/_c.nix
{ }
#- /cells/_d/e.nix
{ }
#- /cells/f/_g/h.nix
{ }
#- /cells/f/default.nix
{ }
#- /cells/f/i.nix
{ }
#- /cells/.j/k.nix
{ }
#- /cells/l.txt
no Nix
#- /more/m.nix
{ }
#- /_root/n.nix
{ }
`;

/** The files that `expression` lists, relative to the flake and in order; `tree` is import-tree, `files` lists what it would import. */
function checkFiles(expression: string, wanted: string, lock = ""): void {
  const flake = loadFixture(`${files}
#- /flake.nix
{
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs:
    let
      inherit (inputs.nixpkgs) lib;
      tree = inputs.import-tree;
      files = configured: place: (configured.withLib lib).leafs place;
    in
    { answer = lib.concatMapStringsSep " " (file: lib.removePrefix "/flake/" (toString file)) (${expression}); };
}
${lock}`);
  expect(show(flake.machine, outputOf(flake, "answer"))).toBe(JSON.stringify(wanted));
}

const all = "cells/.j/k.nix cells/a.nix cells/a_b.nix cells/f/default.nix cells/f/i.nix";

describe("what is imported", () => {
  test("every .nix file in real folders, dotted ones too, but nothing below /_", () =>
    checkFiles("files tree ./cells", all));
  test("default.nix and its siblings alike", () =>
    checkFiles("files tree ./cells/f", "cells/f/default.nix cells/f/i.nix"));
  test("several folders, in lists within lists", () => {
    checkFiles("files tree [ ./cells ./more ]", `${all} more/m.nix`);
    checkFiles("files tree [ [ ./more ] ./cells/f ]", "more/m.nix cells/f/default.nix cells/f/i.nix");
  });
  test("text, a set with outPath, a configured tree", () => {
    checkFiles(`files tree "\${toString ./more}"`, "more/m.nix");
    checkFiles("files tree { outPath = ./more; }", "more/m.nix");
    checkFiles("files tree (tree.addPath ./more)", "more/m.nix");
  });
  test("modules that are not paths stay", () =>
    checkFiles("map (one: one.a or one) (files tree [ { a = ./x; } ./more ])", "x more/m.nix"));
});

describe("filters", () => {
  test("filter and filterNot add up, also with the underscore rule", () => {
    checkFiles('files (tree.filter (lib.hasInfix "f/")) ./cells', "cells/f/default.nix cells/f/i.nix");
    checkFiles('files ((tree.filter (lib.hasInfix "f/")).filter (lib.hasSuffix "i.nix")) ./cells', "cells/f/i.nix");
    checkFiles(
      'files (tree.filterNot (lib.hasSuffix "i.nix")) ./cells',
      "cells/.j/k.nix cells/a.nix cells/a_b.nix cells/f/default.nix",
    );
  });
  test("match is anchored at both ends", () => {
    checkFiles('files (tree.match ".*/a.*\\\\.nix") ./cells', "cells/a.nix cells/a_b.nix");
    checkFiles('files (tree.matchNot "a\\\\.nix") ./cells', all);
    checkFiles(
      'files (tree.matchNot ".*/a\\\\.nix") ./cells',
      "cells/.j/k.nix cells/a_b.nix cells/f/default.nix cells/f/i.nix",
    );
  });
  test("initFilter replaces the underscore rule and the suffix", () => {
    checkFiles('files (tree.initFilter (lib.hasSuffix ".txt")) ./cells', "cells/l.txt");
    checkFiles('files (tree.initFilter (lib.hasInfix "/_")) ./cells', "cells/_c.nix cells/_d/e.nix cells/f/_g/h.nix");
  });
  test("addPath comes before the argument, and is filtered with it", () => {
    checkFiles("files (tree.addPath ./more) ./cells", `more/m.nix ${all}`);
    checkFiles("files (tree.addPath ./more) [ ]", "more/m.nix");
    checkFiles('files ((tree.addPath ./more).filter (lib.hasInfix "/m")) ./cells', "more/m.nix");
  });
  test("map, files, pipeTo", () => {
    checkFiles("(((tree.addPath ./more).map (file: file + /x)).withLib lib).files", "more/m.nix/x");
    checkFiles("((tree.withLib lib).pipeTo (found: map dirOf found)) ./more", "more");
  });
});

describe("the rest of what a tree offers", () => {
  test("result, files, leaves and its older name, new", () => {
    checkFiles("((tree.addPath ./more).leaves).result", "more/m.nix");
    checkFiles("(tree.addPath ./more).files", "more/m.nix");
    checkFiles("(tree.leaves ./more) ++ (tree.leafs ./more)", "more/m.nix more/m.nix");
    checkFiles('((tree.addPath ./cells).filter (lib.hasInfix "none")).new.leaves ./more', "more/m.nix");
  });
  test("functions of one's own", () => {
    const own =
      "tree.addAPI { only = self: name: self.filter (lib.hasSuffix name); both = self: self.addPath ./more; }";
    checkFiles(`((${own}).only "/i.nix").leaves ./cells`, "cells/f/i.nix");
    checkFiles(`(${own}).both.files`, "more/m.nix");
    checkFiles(`((${own}).addAPI { twice = self: self.both.both; }).twice.files`, "more/m.nix more/m.nix");
  });
  test("a function of the tree stands for what to import", () =>
    checkFiles("tree (self: (self.addPath ./more).files)", "more/m.nix"));
  test("a module that takes arguments is a module", () =>
    checkFiles(
      "map (one: if builtins.isFunction one then ./more/m.nix else one) (tree.leaves ({ lib, ... }: { }))",
      "more/m.nix",
    ));
  test("variables for the files", () => {
    const flake = loadFixture(`
#- /flake.nix
{
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs: {
    answer = (inputs.nixpkgs.lib.evalModules { modules = [ (inputs.import-tree.addScoped { friend = "ada"; } ./cells) ]; }).config.who;
  };
}
#- /cells/options.nix
{ lib, ... }: { options.who = lib.mkOption { }; }
#- /cells/who.nix
{ who = friend; }
`);
    expect(show(flake.machine, outputOf(flake, "answer"))).toBe('"ada"');
  });
  test("a configured tree among imports is a module", () => {
    const flake = loadFixture(`
#- /flake.nix
{
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs: {
    answer = (inputs.nixpkgs.lib.evalModules { modules = [ (inputs.import-tree.addPath ./cells) ]; }).config.who;
  };
}
#- /cells/options.nix
{ lib, ... }: { options.who = lib.mkOption { default = "bob"; }; }
`);
    expect(show(flake.machine, outputOf(flake, "answer"))).toBe('"bob"');
  });
});

describe("eras, by the pin in flake.lock", () => {
  const pinned = (lastModified: number) => `
#- /flake.lock
{ "nodes": { "root": { "inputs": { "import-tree": "it" } }, "it": { "locked": { "repo": "import-tree", "lastModified": ${lastModified} } } }, "root": "root", "version": 7 }
`;
  const august2025 = pinned(1_754_000_000);
  const january2026 = pinned(1_767_300_000);
  const october2026 = pinned(1_790_900_000);

  test("paths are tested below the root since October 2025, before that as they are", () => {
    checkFiles("files tree ./_root", "_root/n.nix");
    checkFiles("files tree ./_root", "_root/n.nix", january2026);
    checkFiles("files tree ./_root", "", august2025);
    checkFiles('files (tree.filter (path: path == "/a.nix")) ./cells', "cells/a.nix", january2026);
    checkFiles('files (tree.filter (path: path == "/flake/cells/a.nix")) ./cells', "cells/a.nix", august2025);
  });
  test("functions of the tree are taken since spring 2026; before, a function was a module", () => {
    checkFiles("tree (self: (self.addPath ./more).files)", "more/m.nix", october2026);
    checkFiles("map (_: ./more/m.nix) (files tree (self: { }))", "more/m.nix", january2026);
  });
  test("files that are named one by one are kept since September 2026", () => {
    checkFiles("files tree [ ./cells/_c.nix ./cells/a.nix ]", "cells/a.nix", january2026);
    checkFiles("files tree [ ./cells/_c.nix ./cells/a.nix ]", "cells/_c.nix cells/a.nix", october2026);
    checkFiles("files tree [ ./cells/_c.nix ./cells/a.nix ]", "cells/_c.nix cells/a.nix");
  });
});
