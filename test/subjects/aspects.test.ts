import { expect, test } from "vitest";
import { codeLenses, resolveCodeLens } from "../../server/features/annotations/code-lens.ts";
import { documentSymbols, type OutlineSymbol } from "../../server/features/symbols/document-symbols.ts";
import { asked, completed, definitionsOf, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { den } from "../features/dialects.ts";
import { root } from "../features/seedling.ts";

const aspects = (code = "") => `${den}
#- /modules/lamp.nix
{ den, ... }: {
  den.aspects.lamp = { includes = [ den.aspects.desk ]; nixos.boot.x = 1; };
}
#- /modules/desk.nix
{
  den.aspects.desk = {
    nixos = { services.x.enable = true; };
    homeManager = { programs.x.enable = true; };
  };
}
#- /modules/shed.nix
{ den.aspects.shed.nixos = { }; den.aspects.shed.homeManager = { }; }
#- /modules/asked.nix
{ den, ... }: { ${code} }
`;

/** The same layout of a flake's own making: aspects hold a module for each class. */
const own = (code = "") => `${root}
#- /cells/aspects.nix
{ config, lib, ... }: {
  options.aspects = lib.mkOption {
    default = { };
    type = lib.types.lazyAttrsOf (lib.types.lazyAttrsOf lib.types.deferredModule);
  };
  config.flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = [
      config.aspects.desk.nixos
      config.aspects.lamp.nixos
      { home-manager.users.ada.imports = [ config.aspects.desk.homeManager ]; }
    ];
  };
}
#- /cells/desk.nix
{
  aspects.desk = { nixos = { }; homeManager = { }; };
  aspects.lamp.nixos = { };
}
#- /cells/asked.nix
{ config, ... }: { ${code} }
`;

function symbolsIn(text: string, file: string): readonly string[] {
  const { view } = asked(text);
  const shown = ({ name, detail, children }: OutlineSymbol): readonly string[] => [
    detail ? `${name} (${detail})` : name,
    ...children.flatMap(shown),
  ];
  return documentSymbols(view, file).flatMap(shown);
}

function lensesIn(text: string, file: string): readonly string[] {
  const { view } = asked(text);
  return codeLenses(view, file).map(({ about }) => resolveCodeLens(view, about)?.title ?? "");
}

test("branches are called after the aspect, in the outline and over the code", () => {
  const text = aspects("a = 1$0;");
  expect(
    asked(text).view.graph.branches.map(({ group, name, class: moduleClass }) => `${group} ${name} ${moduleClass}`),
  ).toEqual([
    "den.aspects.desk desk homeManager",
    "den.aspects.desk desk nixos",
    "den.aspects.lamp lamp nixos",
    "den.aspects.shed shed homeManager",
    "den.aspects.shed shed nixos",
  ]);
  expect(symbolsIn(text, "/modules/desk.nix")).toMatchInlineSnapshot(`
    [
      "desk (leaf · nixos)",
      "desk (leaf · homeManager)",
    ]
  `);
  expect(symbolsIn(text, "/modules/shed.nix")).toMatchInlineSnapshot(`
    [
      "shed (leaf · nixos)",
      "shed (leaf · homeManager)",
    ]
  `);
  expect(lensesIn(text, "/modules/desk.nix")).toMatchInlineSnapshot(`
    [
      "desk · nixos · 1 host",
      "desk · homeManager · in no host",
    ]
  `);
  expect(lensesIn(text, "/modules/shed.nix")).toMatchInlineSnapshot(`
    [
      "shed · homeManager, nixos · in no host",
    ]
  `);
});

test("an aspect of a flake's own making, too", () => {
  const text = own("a = 1$0;");
  expect(symbolsIn(text, "/cells/desk.nix")).toMatchInlineSnapshot(`
    [
      "desk (leaf · nixos)",
      "desk (leaf · homeManager)",
      "lamp (leaf · nixos)",
    ]
  `);
  expect(lensesIn(text, "/cells/desk.nix")).toMatchInlineSnapshot(`
    [
      "desk · homeManager, nixos · 1 host",
    ]
  `);
});

test("a reference to an aspect leads to all of it, the name of a class to that part", () => {
  expect(definitionsOf(aspects("a = den.aspects.de$0sk;"))).toEqual(["/modules/desk.nix:2:15 desk"]);
  expect(definitionsOf(aspects("a = den.aspects.desk.homeMan$0ager;"))).toMatchInlineSnapshot(`
    [
      "/modules/desk.nix:2:15 desk",
    ]
  `);
  expect(referencesOf(aspects("a = den.aspects.de$0sk;"))).toMatchInlineSnapshot(`
    [
      "/modules/asked.nix:1:33 desk read",
      "/modules/desk.nix:2:15 desk write",
      "/modules/lamp.nix:2:49 desk read",
    ]
  `);
  expect(hoverOn(aspects("a = den.aspects.de$0sk;"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch den.aspects.desk
    \`\`\`

    - homeManager: 1 leaf
    - nixos: 1 leaf

    1 host: \`lamp\` (1 leaf)

    at \`modules/desk.nix:4\`, \`modules/desk.nix:3\`"
  `);
  expect(hoverOn(own("a = config.aspects.de$0sk;"))).toContain("branch aspects.desk");
});

function offeredBranches(code: string): readonly string[] {
  const before = { "/modules/asked.nix": "{ }" };
  return offered(aspects(code), undefined, before).filter((one) => one.startsWith("branch"));
}

test("completion of aspects, half typed, too", () => {
  const below = ["branch desk", "branch lamp", "branch shed"];
  for (const code of ["a = den.aspects.$0;", "a = [ den.aspects.$0 ];", "a = den.aspects.d$0", "den.aspects.$0"])
    expect({ code, found: offeredBranches(code) }).toEqual({ code, found: below });
  expect(completed(aspects("a = den.aspects.de$0;"), "desk")).toContain("a = den.aspects.desk;");
});

test("a module of an aspect that nobody takes is of the class that its like are of", () => {
  const text = aspects(
    "den.aspects.desk.nixos = { lib, ... }: { options.tools.saw = lib.mkOption { }; }; den.aspects.shed.nixos = { config, ... }: { a = config.tools.sa$0w; };",
  );
  expect(definitionsOf(text)).toHaveLength(1);
});

test("in den's brackets, aspects are offered by name", () => {
  const bracketed = (code: string) => `${den}
#- /modules/lamp.nix
{ den, inputs, ... }: {
  imports = [ (inputs.den.namespace "my" false) ];
  _module.args.__findFile = den.lib.__findFile;
  den.aspects.lamp.nixos.boot.x = 1;
}
#- /modules/my.nix
{ my.shell.nixos.a = 1; my.user.provides.ada.nixos.a = 1; }
#- /modules/asked.nix
{ __findFile, ... }: { den.aspects.lamp.includes = [ ${code} ]; }
`;
  expect(offered(bracketed("<$0>"))).toEqual(["branch lamp", "branch my"]);
  expect(offered(bracketed("<my/s$0hell>"))).toEqual(["branch shell", "branch user"]);
  expect(offered(bracketed("<my/user/$0"))).toEqual(["branch ada"]);
  expect(offered(bracketed("<den/$0>"))).toEqual([]);
});

const entry = (host: string, user: string, aspect = "ada") => `${den}
#- /modules/desk.nix
{ den.hosts.x86_64-linux.${host}.users.${user} = { }; }
#- /modules/aspects.nix
{
  den.aspects.desk.nixos.a = 1;
  den.aspects.${aspect} = { nixos.b = 1; homeManager.b = 1; };
  den.aspects.shed.nixos.c = 1;
}
`;

test("the name of a host or a user leads to the aspect that it takes by it, too", () => {
  expect(definitionsOf(entry("de$0sk", "ada"))).toEqual([
    "/modules/aspects.nix:2:15 desk",
    "/modules/desk.nix:1:26 desk",
  ]);
  expect(definitionsOf(entry("desk", "a$0da"))).toEqual([
    "/modules/aspects.nix:3:15 ada",
    "/modules/desk.nix:1:37 ada",
  ]);
  expect(hoverOn(entry("de$0sk", "ada"))).toContain("takes `den.aspects.desk`: 1 leaf");
  expect(hoverOn(entry("desk", "a$0da"))).toContain("takes `den.aspects.ada`: 1 leaf");
  expect(referencesOf(entry("desk", "ada", "a$0da"))).toEqual([
    "/modules/aspects.nix:3:15 ada write",
    "/modules/den.nix:3:37 ada read",
    "/modules/desk.nix:1:37 ada read",
  ]);
});

test("a host or a user without an aspect of the name leads to itself", () => {
  expect(definitionsOf(entry("desk", "b$0ob"))).toEqual(["/modules/desk.nix:1:37 bob"]);
  expect(hoverOn(entry("desk", "b$0ob"))).not.toContain("takes");
});
