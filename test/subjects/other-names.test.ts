import { expect, test } from "vitest";
import { showOption } from "../../server/option-path.ts";
import {
  asked,
  checkDefinition,
  definitionsOf,
  highlighted,
  hoverOn,
  offered,
  referencesOf,
  renamedLines,
} from "../features/ask.ts";
import { den } from "../features/dialects.ts";
import { root } from "../features/seedling.ts";

/** `my.old` and `my.table.light` are other names of `my.fresh` and `my.desk.lamp`. */
const renamed = (code = "", marks = "") => `${root}
#- /cells/schema.nix
{ lib, ... }: {
  options.my.fresh = lib.mkOption { type = lib.types.str; default = ""; };
${marks}
  options.my.desk.lamp = lib.mkOption { type = lib.types.str; default = ""; };
  imports = [
    (lib.mkAliasOptionModule [ "my" "old" ] [ "my" "fresh" ])
    (lib.mkRenamedOptionModule [ "my" "table" "light" ] [ "my" "desk" "lamp" ])
  ];
}
#- /cells/use.nix
{ my.old = "a"; }
#- /cells/asked.nix
{ config, ... }: { ${code} }
`;

test("an alias of an option leads to the option's declaration", () => {
  const mark = "#            ^^^^^";
  checkDefinition(renamed('my.o$0ld = "a";', mark));
  checkDefinition(renamed("flake.x = config.my.o$0ld;", mark));
  checkDefinition(renamed("flake.x = config.my.o$0ld", mark));
  checkDefinition(renamed("flake.x = config.my.f$0resh;", mark));
  expect(definitionsOf(renamed('my.table.li$0ght = "b";'))).toMatchInlineSnapshot(`
    [
      "/cells/schema.nix:4:19 lamp",
    ]
  `);
});

test("hovering an alias tells of the option, and by which name", () => {
  expect(hoverOn(renamed("flake.x = config.my.ol$0d;"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    my.fresh: string
    \`\`\`

    default: \`""\`

    \`my.old\` is another name for it, by \`cells/schema.nix:6\`

    value: \`"a"\`

    declared at \`cells/schema.nix:2\`
    set in 2 places · read in 3 places"
  `);
});

test("references know an option by all its names", () => {
  expect(referencesOf(renamed("flake.x = config.my.fr$0esh;"))).toMatchInlineSnapshot(`
    [
      "/cells/asked.nix:1:40 fresh read",
      "/cells/schema.nix:2:14 fresh declaration",
      "/cells/schema.nix:6:37 "old" read",
      "/cells/schema.nix:6:52 "fresh" read",
      "/cells/use.nix:1:6 old write",
    ]
  `);
  expect(referencesOf(renamed("flake.x = config.my.ol$0d;"))).toEqual(
    referencesOf(renamed("flake.x = config.my.old$0;")),
  );
  expect(referencesOf(renamed("flake.x = config.my.ol$0d;"))).toMatchInlineSnapshot(`
    [
      "/cells/asked.nix:1:40 old read",
      "/cells/schema.nix:2:14 fresh declaration",
      "/cells/schema.nix:6:37 "old" read",
      "/cells/schema.nix:6:52 "fresh" read",
      "/cells/use.nix:1:6 old write",
    ]
  `);
  expect(highlighted(renamed('my.o$0ld = ""; flake.x = config.my.fresh;'))).toMatchInlineSnapshot(`
    [
      "/cells/asked.nix:1:23 old write",
      "/cells/asked.nix:1:53 fresh read",
    ]
  `);
});

test("renaming an option leaves its other names as they are", () => {
  expect(renamedLines(renamed("flake.x = config.my.fre$0sh;"), "newest")).toMatchInlineSnapshot(
    `
    [
      "/cells/asked.nix:1 { config, ... }: { flake.x = config.my.newest; }",
      "/cells/schema.nix:2 options.my.newest = lib.mkOption { type = lib.types.str; default = ""; };",
      "/cells/schema.nix:6 (lib.mkAliasOptionModule [ "my" "old" ] [ "my" "newest" ])",
    ]
  `,
  );
  expect(renamedLines(renamed("flake.x = config.my.ol$0d;"), "oldest")).toMatchInlineSnapshot(
    `
    [
      "/cells/asked.nix:1 { config, ... }: { flake.x = config.my.oldest; }",
      "/cells/schema.nix:6 (lib.mkAliasOptionModule [ "my" "oldest" ] [ "my" "fresh" ])",
      "/cells/use.nix:1 { my.oldest = "a"; }",
    ]
  `,
  );
  expect(renamedLines(renamed('my.ta$0ble.light = "";'), "stool")).toMatchInlineSnapshot(`
    [
      "/cells/asked.nix:1 { config, ... }: { my.stool.light = ""; }",
      "/cells/schema.nix:7 (lib.mkRenamedOptionModule [ "my" "stool" "light" ] [ "my" "desk" "lamp" ])",
    ]
  `);
});

/** Inside of a leaf: `hm` is a user's Home Manager. */
const leaf = (code = "") => `${root}
#- /cells/base.nix
{ inputs, lib, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  flake.modules.nixos.base = {
    imports = [
      (lib.mkAliasOptionModule [ "hm" ] [ "home-manager" "users" "ben" ])
      (lib.mkRenamedOptionModule [ "my" "old" ] [ "my" "fresh" ])
    ];
    options.my.fresh = lib.mkOption { type = lib.types.str; default = ""; };
  };
  flake.modules.homeManager.shell = {
    options.my.shell = lib.mkOption { type = lib.types.str; };
  };
}
#- /cells/box.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.box = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base { hm.imports = [ config.flake.modules.homeManager.shell ]; } ];
  };
}
#- /cells/asked.nix
{
  flake.modules.nixos.base = { config, ... }: { ${code} };
}
`;

test("an alias inside of a leaf leads to what it is another name for", () => {
  expect(definitionsOf(leaf('my.ol$0d = "a";'))).toMatchInlineSnapshot(`
    [
      "/cells/base.nix:8:16 fresh",
    ]
  `);
  expect(definitionsOf(leaf("x = config.my.ol$0d;"))).toMatchInlineSnapshot(`
    [
      "/cells/base.nix:8:16 fresh",
    ]
  `);
  expect(definitionsOf(leaf('hm.my.sh$0ell = "zsh";'))).toMatchInlineSnapshot(`
    [
      "/cells/base.nix:11:16 shell",
    ]
  `);
  expect(definitionsOf(leaf("hm = { config, ... }: { x = config.my.sh$0ell; };"))).toMatchInlineSnapshot(`
    [
      "/cells/base.nix:11:16 shell",
    ]
  `);
  expect(definitionsOf(leaf("hm = { config, ... }: { x = config.my.sh$0ell"))).toMatchInlineSnapshot(`
    [
      "/cells/base.nix:11:16 shell",
    ]
  `);
  expect(offered(leaf("hm.my.$0"))).toMatchInlineSnapshot(`
    [
      "option shell",
    ]
  `);
});

/** `tools` is a namespace of den: its definitions are those of `den.ful.tools`. */
const namespaced = (code = "") => `${den}
#- /modules/names.nix
{ inputs, ... }: { imports = [ (inputs.den.namespace "tools" false) ]; }
#- /modules/git.nix
{
  tools.git.homeManager = { programs.git.enable = true; };
  tools.kit.provides.base.nixos = { };
}
#- /modules/lamp.nix
{ tools, ... }: { den.aspects.lamp.includes = [ tools.git tools.kit.provides.base ]; }
#- /modules/more.nix
{ tools.git.nixos = { }; }
#- /modules/asked.nix
{ tools, ... }: { ${code} }
`;

test("an aspect of a namespace is known by the namespace's name", () => {
  expect(definitionsOf(namespaced("tools.gi$0t.nixos = { };"))).toMatchInlineSnapshot(`
    [
      "/modules/asked.nix:1:25 git",
      "/modules/git.nix:2:9 git",
      "/modules/more.nix:1:9 git",
    ]
  `);
  expect(definitionsOf(namespaced("den.aspects.x.includes = [ tools.gi$0t ];"))).toMatchInlineSnapshot(`
    [
      "/modules/git.nix:2:9 git",
      "/modules/more.nix:1:9 git",
    ]
  `);
  expect(definitionsOf(namespaced("den.aspects.x.includes = [ tools.gi$0t"))).toMatchInlineSnapshot(`
    [
      "/modules/git.nix:2:9 git",
      "/modules/more.nix:1:9 git",
    ]
  `);
  expect(hoverOn(namespaced("tools.gi$0t.nixos = { };"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch den.ful.tools.git
    \`\`\`

    - homeManager: 1 leaf
    - nixos: 2 leaves

    1 host: \`lamp\` (2 leaves)

    at \`modules/git.nix:2\`, \`modules/more.nix:1\`, \`modules/asked.nix:1\`

    this nixos leaf is pulled in by
    - \`lamp\` → \`den.aspects.lamp\` → \`den.ful.tools.git\`"
  `);
  expect(referencesOf(namespaced("tools.gi$0t.nixos = { };"))).toMatchInlineSnapshot(`
    [
      "/modules/asked.nix:1:25 git write",
      "/modules/git.nix:2:9 git write",
      "/modules/lamp.nix:1:55 git read",
      "/modules/more.nix:1:9 git write",
    ]
  `);
  expect(renamedLines(namespaced("tools.gi$0t.nixos = { };"), "vcs")).toMatchInlineSnapshot(
    `
    [
      "/modules/asked.nix:1 { tools, ... }: { tools.vcs.nixos = { }; }",
      "/modules/git.nix:2 tools.vcs.homeManager = { programs.git.enable = true; };",
      "/modules/lamp.nix:1 { tools, ... }: { den.aspects.lamp.includes = [ tools.vcs tools.kit.provides.base ]; }",
      "/modules/more.nix:1 { tools.vcs.nixos = { }; }",
    ]
  `,
  );
  expect(renamedLines(namespaced("too$0ls.git.nixos = { };"), "gear")).toMatchInlineSnapshot(
    `"\`tools\` is not a name that this flake gives: it is not an option, branch or host of its own"`,
  );
  expect(offered(namespaced("tools.$0"))).toMatchInlineSnapshot(`
    [
      "value git",
      "value kit",
    ]
  `);
  expect(offered(namespaced("tools.$0"), undefined, { "/modules/asked.nix": "{ }" })).toMatchInlineSnapshot(`
    [
      "branch git",
      "namespace kit",
    ]
  `);
  expect(offered(namespaced("tools.kit.$0"), undefined, { "/modules/asked.nix": "{ }" })).toMatchInlineSnapshot(`
    [
      "namespace provides",
    ]
  `);
  expect(offered(namespaced("tools.kit.provides.$0"))).toMatchInlineSnapshot(`
    [
      "value base",
    ]
  `);
  expect(offered(namespaced("den.aspects.x.includes = [ tools.$0 ];"))).toMatchInlineSnapshot(`
    [
      "branch git",
      "namespace kit",
    ]
  `);
});

test("an aspect in angle brackets leads to where it is defined", () => {
  const searched = (name: string) =>
    namespaced(`den.aspects.lamp.includes = [ <${name}> ];`)
      .replace("asked.nix\n{ tools, ... }", "asked.nix\n{ __findFile, ... }")
      .replace(
        "{ inputs, ... }: { imports = [ (inputs.den.namespace",
        "{ den, inputs, ... }: { _module.args.__findFile = den.lib.__findFile; imports = [ (inputs.den.namespace",
      )
      .replace("tools.git.homeManager", "tools.bag.includes = [ ]; tools.git.homeManager");
  expect(definitionsOf(searched("tools/gi$0t"))).toMatchInlineSnapshot(`
    [
      "/modules/git.nix:2:35 git",
      "/modules/more.nix:1:9 git",
    ]
  `);
  expect(definitionsOf(searched("too$0ls/kit/base"))).toMatchInlineSnapshot(`
    [
      "/modules/git.nix:3:22 base",
    ]
  `);
  expect(definitionsOf(searched("tools/ba$0g"))).toMatchInlineSnapshot(`
    [
      "/modules/git.nix:2:9 bag",
    ]
  `);
  expect(referencesOf(searched("tools/gi$0t"))).toMatchInlineSnapshot(`
    [
      "/modules/asked.nix:1:54 <tools/git> read",
      "/modules/git.nix:2:35 git write",
      "/modules/lamp.nix:1:55 git read",
      "/modules/more.nix:1:9 git write",
    ]
  `);
  expect(highlighted(searched("tools/gi$0t"))).toMatchInlineSnapshot(`
    [
      "/modules/asked.nix:1:54 <tools/git> read",
    ]
  `);
  const asking = searched("tools/git").replace("tools.git.nixos", "tools.g$0it.nixos");
  expect(renamedLines(asking, "vcs")).toMatchInlineSnapshot(
    `
    [
      "/modules/asked.nix:1 { __findFile, ... }: { den.aspects.lamp.includes = [ <tools/vcs> ]; }",
      "/modules/git.nix:2 tools.bag.includes = [ ]; tools.vcs.homeManager = { programs.git.enable = true; };",
      "/modules/lamp.nix:1 { tools, ... }: { den.aspects.lamp.includes = [ tools.vcs tools.kit.provides.base ]; }",
      "/modules/more.nix:1 { tools.vcs.nixos = { }; }",
    ]
  `,
  );
  expect(hoverOn(namespaced("to$0ols.git.nixos = { };"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    den.ful.tools
    \`\`\`

    - branch \`den.ful.tools.git\`: \`homeManager\`, \`nixos\`
    - branch \`den.ful.tools.kit.provides.base\`: \`nixos\`"
  `);
  expect(hoverOn(namespaced("tools.kit.pro$0vides.base.nixos = { };"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    den.ful.tools.kit.provides
    \`\`\`

    - branch \`den.ful.tools.kit.provides.base\`: \`nixos\`"
  `);
});

test("the graph knows which option counts for which", () => {
  const aliases = (text: string) =>
    asked(text).view.graph.aliases.map(
      ({ from, to, class: moduleClass, replaces }) =>
        `${moduleClass ? `${moduleClass}: ` : ""}${showOption(from)} ${replaces ? "is" : "goes to"} ${showOption(to)}`,
    );
  expect(aliases(renamed("$0"))).toMatchInlineSnapshot(`
    [
      "my.old is my.fresh",
      "my.table.light is my.desk.lamp",
    ]
  `);
  expect(aliases(leaf("$0"))).toMatchInlineSnapshot(`
    [
      "nixos: hm is home-manager.users.ben",
      "nixos: my.old is my.fresh",
    ]
  `);
  expect(aliases(namespaced("$0"))).toMatchInlineSnapshot(`
    [
      "den.ctx.<name>._ goes to den.ctx.<name>.provides",
      "den.default._ goes to den.default.provides",
      "tools goes to den.ful.tools",
    ]
  `);
});
