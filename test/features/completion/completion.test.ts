import { describe, expect, test } from "vitest";
import { completed, offered } from "../ask.ts";
import { configurations, published, strings } from "../dialects.ts";
import { branches, host, root, schema } from "../seedling.ts";

const seed = `${root}${schema}${host}${branches}
#- /cells/more.nix
{ lib, ... }: {
  options.my.accent = lib.mkOption { type = lib.types.enum [ "moss" "fern" ]; default = "moss"; };
  options.my.lights.enable = lib.mkEnableOption "lights";
}
`;
const asking = (code: string) => `${seed}#- /cells/asked.nix\n${code}\n`;

test("option paths being set, also where nothing is closed yet", () => {
  const below = ["namespace lights", "option accent", "option branches", "option hosts", "option theme"];
  expect(offered(asking("{ my.$0 = 1; }"))).toEqual(below);
  expect(offered(asking("{ my.$0 }"))).toEqual(below);
  expect(offered(asking("{\n  my.th$0\n}"))).toEqual(below);
  expect(offered(asking("{\n  my.$0\n  z.y = 1;\n}"))).toEqual(below);
  expect(offered(asking("{ my = { $0 }; }"))).toEqual(below);
  expect(offered(asking("{ my = { $0"))).toEqual(below);
  expect(offered(asking("{ my.lights.$0 = true; }"))).toEqual(["option enable"]);
  expect(completed(asking("{ my.th$0 }"), "theme")).toBe("{ my.theme }\n");
  expect(completed(asking("{ my.th$0eme = 1; }"), "theme")).toBe("{ my.theme = 1; }\n");
});

test("option paths being read, through aliases, too", () => {
  const read = (code: string) => offered(asking(`{ config, ... }: ${code}`));
  expect(read("{ a = config.my.$0; }")).toContain("option theme");
  expect(read("{ a = config.my.$0 }")).toContain("option theme");
  expect(read("let cfg = config.my; in { a = cfg.$0; }")).toContain("option theme");
  expect(read("let inherit (config.my) th$0; in { }")).toContain("option theme");
  expect(read("{ a = with config.my; [ $0 ]; }")).toContain("option theme");
  expect(read("{ a = config.my.lights.$0; }")).toEqual(["option enable"]);
});

test("what a declaration can go on from is what others lie in, and a whole new option", () => {
  expect(offered(asking("{ lib, ... }: { options.my.$0 }"))).toEqual(["namespace lights", "snippet option"]);
  expect(offered(asking("{ lib, ... }: { options.my.$0 }"), "snippet")[0]).toContain(
    "lib.mkOption {\n  type = lib.types.",
  );
  const beside = asking(`{ lib, ... }:
let inherit (lib) mkOption types; in
{
  options.my.size = mkOption { type = types.int; default = 1; };
  options.my.$0
}`);
  expect(offered(beside, "snippet")[0]).toMatch(/ = mkOption \{ type = types\.\S+; default = \S+; \};$/);
});

test("branches and instances in paths", () => {
  const below = ["branch desk", "branch shed"];
  expect(offered(asking("{ my.branches.$0 = { }; }"))).toEqual(below);
  expect(offered(asking("{ my.branches.desk.$0 = [ ]; }"))).toEqual(["option description", "option nixos"]);
  expect(offered(asking("{ my.hosts.$0 = { }; }"))).toEqual(["namespace lamp"]);
  expect(offered(asking("{ my.hosts.lamp.$0 = { }; }"))).toEqual(["option branches"]);
});

test("a path without its end goes on with the next line, which is not a name to offer", () => {
  expect(offered(asking("{\n  my.branches.$0\n  my.branches.desk.nixos = [ ];\n}"))).toEqual([
    "branch desk",
    "branch shed",
  ]);
  expect(offered(asking("{\n  my.hosts.$0\n  flake.x = 1;\n}"))).toEqual(["namespace lamp"]);
});

test("the strings that select branches name them; no other string does", () => {
  expect(offered(asking('{ my.hosts.lamp.branches = [ "$0" ]; }'))).toEqual(["branch desk", "branch shed"]);
  expect(offered(asking('{ my.hosts.lamp.branches = [ "de$0'))).toEqual(["branch desk", "branch shed"]);
  expect(completed(asking('{ my.hosts.lamp.branches = [ "de$0sk" ]; }'), "shed")).toBe(
    '{ my.hosts.lamp.branches = [ "shed" ]; }\n',
  );
  expect(offered(asking('{ my.theme = "$0"; }'))).toEqual([]);
  expect(
    offered(`${strings}\n#- /modules/base.nix\n{ flake.modules.nixos.base = { }; hosts.x.modules = [ "$0" ]; }\n`),
  ).toEqual(["branch base"]);
});

test("values of types that list them", () => {
  expect(offered(asking('{ my.accent = "$0"; }'))).toEqual(["value fern", "value moss"]);
  expect(offered(asking("{ my.accent = $0; }"))).toEqual(['value "fern"', 'value "moss"']);
  expect(offered(asking("{ my.lights.enable = $0; }"))).toEqual(["value false", "value true"]);
  expect(offered(asking("{ my.lights.enable = t$0 }"))).toEqual(["value false", "value true"]);
});

test("options of leaves, by class, and none of NixOS's own", () => {
  const leaf = (code: string) => `${published}
#- /modules/bench.nix
{
  flake.modules.nixos.base = { lib, ... }: { options.tools.saw = lib.mkOption { }; };
  flake.modules.homeManager.base = { lib, ... }: { options.tools.plane = lib.mkOption { }; };
}
#- /modules/home.nix
{ config, ... }: { flake.modules.nixos.base.home-manager.users.ada.imports = [ config.flake.modules.homeManager.base ]; }
#- /modules/asked.nix
${code}
`;
  expect(offered(leaf("{ flake.modules.nixos.base = { tools.$0 = 1; }; }"))).toEqual(["option saw"]);
  expect(offered(leaf("{ flake.modules.homeManager.base = { tools.$0 = 1; }; }"))).toEqual(["option plane"]);
  expect(offered(leaf("{ flake.modules.nixos.base = { config, ... }: { a = config.tools.$0; }; }"))).toEqual([
    "option saw",
  ]);
  expect(offered(leaf("{ flake.modules.nixos.base = { services.$0 = 1; }; }"))).toEqual([]);
  expect(offered(leaf("{ flake.modules.$0 = { }; }"))).toEqual(["namespace homeManager", "namespace nixos"]);
  expect(offered(leaf("{ config, ... }: { a = with config.flake.modules.nixos; [ $0 ]; }"))).toEqual([
    "branch base",
    "branch lamp",
  ]);
});

test("a half-typed branch makes every host fail, and is still one of the branches", () => {
  const throwing = seed.replace(
    `config.my.branches.\${name}.nixos`,
    `(config.my.branches.\${name} or (throw "no branch called \${name}")).nixos`,
  );
  expect(throwing).not.toBe(seed);
  const lamp = (list: string) => throwing.replace('branches = [ "desk" ]', `branches = [ ${list} ]`);
  for (const list of ['"desk" "sh$0"', '"sh$0" "desk"', '"desk" "$0"', '"desk" "sh$0', '"desk" "xyz$0"'])
    expect({ list, found: offered(lamp(list)) }).toEqual({ list, found: ["branch desk", "branch shed"] });
  // Nothing says that this one names branches.
  expect(
    offered(
      lamp('"desk" "sh"').replace(
        "my.theme = lib",
        'my.other = lib.mkOption { default = [ "a$0" ]; };\n  options.my.theme = lib',
      ),
    ),
  ).toEqual([]);
  const hosts = (list: string) =>
    `${strings.replace('modules = [ "base" ]', `modules = [ ${list} ]`)}
#- /modules/base.nix
{ flake.modules.nixos.base = { }; flake.modules.nixos.shell = { }; }
`;
  for (const list of ['"base" "sh$0"', '"sh$0"', '"base" "$0"', '"base" "sh$0'])
    expect({ list, found: offered(hosts(list)) }).toEqual({ list, found: ["branch base", "branch shell"] });
});

test("module arguments in formals", () => {
  const args = (code: string) => offered(asking(code));
  expect(args("{ $0, ... }: { }")).toEqual(
    expect.arrayContaining(["argument config", "argument inputs", "argument lib"]),
  );
  expect(args("{ lib, $0 }: { }")).not.toContain("argument lib");
  expect(args("{ perSystem = { p$0, ... }: { }; }")).toEqual(
    expect.arrayContaining(["argument pkgs", "argument system"]),
  );
  expect(args("{ _module.args.helper = 1; perSystem = { }; }\n#- /cells/other.nix\n{ $0, ... }: { }")).toContain(
    "argument helper",
  );
});

test("paths", () => {
  const files = (path: string) => offered(asking(`{ imports = [ ${path} ]; }\n#- /cells/_parts/two.nix\n{ }`));
  expect(files("./$0")).toContain("folder _parts");
  expect(files("./_parts/$0")).toEqual(["file two.nix"]);
  expect(files("../cells/_parts/t$0")).toEqual(["file two.nix"]);
  expect(files("./nowhere/$0")).toEqual([]);
});

test("inputs", () => {
  expect(offered(asking("{ inputs, ... }: { a = inputs.$0; }"))).toContain("input nixpkgs");
  expect(offered(asking("{ inputs, ... }: { a = inputs.nix$0 }"))).toContain("input import-tree");
});

test("a leaf, a branch and a host in the flake's own form", () => {
  const snippets = (text: string) => offered(text, "snippet");
  expect(snippets(asking("{ $0 }"))).toMatchInlineSnapshot(`
    [
      "my.branches.\${1:name}.nixos = [
      ({ pkgs, ... }:
      {
        $0
      })
    ];",
      "my.branches.\${1:name}.description = "$0";",
      "my.hosts.\${1:name} = {
      $0
    };",
    ]
  `);
  expect(snippets(`${published}\n#- /modules/asked.nix\n{ $0 }\n`)).toMatchInlineSnapshot(`
    [
      "flake.modules.nixos.\${1:name} = { pkgs, ... }:
    {
      $0
    };",
      "flake.nixosConfigurations.\${1:name} = config.factory.mkNixos "\${1:name}";",
    ]
  `);
  expect(
    snippets(
      `${configurations}\n#- /modules/base.nix\n{ flake.modules.nixos.base = { }; }\n#- /modules/asked.nix\n{ $0 }\n`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "flake.modules.nixos.\${1:name} = { pkgs, ... }:
    {
      $0
    };",
      "configurations.nixos.\${1:name}.module = {
      $0
    };",
    ]
  `);
});

test("a string goes on to its end, whatever stands in it; one that has none ends at the cursor", () => {
  const lamp = (list: string) => asking(`{ my.hosts.lamp.branches = ${list} }`);
  expect(completed(lamp('[ "de$0 = [;]" ];'), "desk")).toBe('{ my.hosts.lamp.branches = [ "desk" ]; }\n');
  expect(completed(lamp('[ "de$0 ]; my.theme = "moss";'), "desk")).toBe(
    '{ my.hosts.lamp.branches = [ "desk ]; my.theme = "moss"; }\n',
  );
  expect(completed(lamp('[ "de$0" "shed" ];'), "desk")).toBe('{ my.hosts.lamp.branches = [ "desk" "shed" ]; }\n');
});

test("nothing in the middle of a keyword, but behind what could become one", () => {
  expect(offered(asking("{ config, ... }: { a = with con$0fig.my; [ ]; }"))).toEqual([]);
  expect(offered(asking("{ config, ... }: { a = wi$0th config.my; [ theme ]; }"))).toEqual([]);
  expect(offered(asking("{ config, ... }: { inhe$0rit (config.my) theme; }"))).toEqual([]);
  expect(offered(asking("{ with$0, ... }: { }"))).toContain("argument withSystem");
  expect(offered(asking("{ in$0 }: { }"))).toContain("argument inputs");
});

test("nothing in comments and in other strings", () => {
  expect(offered(asking("{ } # my.$0"))).toEqual([]);
  expect(offered(asking('{ a = "my.$0"; }'))).toEqual([]);
});

describe("the first name in a list of branches that is still empty", () => {
  const empty = (text: string) => `${root}${schema}${branches}${host.replace('[ "desk" ]', text)}\n`;

  test("those that the flake would look for it among", () => {
    expect(offered(empty('[ "$0" ]'))).toEqual(["branch desk", "branch shed"]);
    expect(offered(empty('[ "$0'))).toEqual(["branch desk", "branch shed"]);
  });

  test("not in a string that selects nothing", () => {
    expect(
      offered(`${root}${schema}${branches}${host.replace('[ "desk" ]', "[ ]")}
#- /cells/set.nix
{ my.theme = "$0"; }
`),
    ).toEqual([]);
  });
});
