import { expect, test } from "vitest";
import type { Subject } from "../../server/subjects/subject.ts";
import { MEANINGS, subjectAt } from "../../server/subjects/subject-of-word.ts";
import { asked } from "../features/ask.ts";
import { configurations, den, published } from "../features/dialects.ts";
import { branches, host, root, schema } from "../features/seedling.ts";

/** A word for which the meaning decides, though others that are weaker apply as well. */
interface Decided {
  readonly meaning: string;
  readonly flake: string;
  readonly kind: Subject["kind"];
  /** Names of the weaker meanings that apply. */
  readonly over: readonly string[];
}

const seedling = `${root}${schema}${host}${branches}`;

const decided: readonly Decided[] = [
  {
    meaning: "a path",
    flake: `${seedling}\n#- /cells/more.nix\n{ imports = [ ./de$0sk.nix ]; }\n`,
    kind: "path",
    over: [],
  },
  {
    meaning: "a selecting string",
    flake: seedling.replace('"desk"', '"de$0sk"'),
    kind: "branches",
    over: ["a piece of a path", "a place that selects"],
  },
  {
    meaning: "a place that declares or sets",
    flake: seedling.replace("options.my.theme", "options.my.th$0eme"),
    kind: "options",
    over: ["a piece of a path"],
  },
  {
    meaning: "a search path",
    flake: `${den}
#- /modules/brackets.nix
{ den, inputs, ... }: {
  imports = [ (inputs.den.namespace "my" false) ];
  _module.args.__findFile = den.lib.__findFile;
  my.shell.nixos.a = 1;
}
#- /modules/asked.nix
{ __findFile, ... }: { den.aspects.lamp.includes = [ <my/sh$0ell> ]; }
`,
    kind: "branches",
    over: [],
  },
  {
    meaning: "a piece of a path",
    flake: `${published}
#- /modules/base.nix
{ config, ... }: { flake.modules.nixos.base.imports = with config.flake.modules.nixos; [ la$0mp ]; }
`,
    kind: "branches",
    over: ["a place that selects", "a name out of a `with`"],
  },
  {
    meaning: "a place that selects",
    flake: configurations.replace("[ module ]", "[ mod$0ule ]"),
    kind: "branches",
    over: ["a local name"],
  },
  {
    meaning: "an input",
    flake: `${published.replace("outputs = inputs:", "outputs = inputs@{ flake-pa$0rts, ... }:")}`,
    kind: "input",
    over: ["a local name"],
  },
  {
    meaning: "a local name",
    flake: `${root}\n#- /cells/more.nix\n{ lib, ... }: let on = true; in { flake.x = with lib; [ o$0n ]; }\n`,
    kind: "binding",
    over: [],
  },
  {
    meaning: "a name out of a `with`",
    flake: `${root}\n#- /cells/more.nix\n{ lib, ... }: { flake.x = with lib; [ i$0d ]; }\n`,
    kind: "free",
    over: [],
  },
];

test.each(decided)("$meaning decides over $over", ({ meaning, flake, kind, over }) => {
  const { view, place } = asked(flake);
  const names = view.namesOf(place.file);
  const applying = MEANINGS.filter(({ find }) => names && find(view, names, place.offset)).map(({ name }) => name);
  expect(applying).toEqual(expect.arrayContaining([meaning, ...over]));
  expect(applying[0]).toBe(meaning);
  expect(subjectAt(view, place)?.kind).toBe(kind);
});

test("every meaning has an example", () => {
  expect(decided.map(({ meaning }) => meaning)).toEqual(MEANINGS.map(({ name }) => name));
});
