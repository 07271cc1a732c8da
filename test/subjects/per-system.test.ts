import { expect, test } from "vitest";
import { checkDefinition, definitionsOf, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { published } from "../features/dialects.ts";

/** Ways to declare the option `tools.saw` for each platform. */
const declarations: Readonly<Record<string, string>> = {
  "a module for each platform": `
{
  perSystem = { lib, ... }: { options.tools.saw = lib.mkOption { type = lib.types.str; default = "rip"; }; };
}`,
  "its options alone": `
{ lib, ... }: {
  perSystem.options.tools = { saw = lib.mkOption { type = lib.types.str; default = "rip"; }; };
}`,
  "mkPerSystemOption with a function": `
{ flake-parts-lib, lib, ... }: {
  options.perSystem = flake-parts-lib.mkPerSystemOption ({ config, ... }: {
    options.tools.saw = lib.mkOption { type = lib.types.str; default = "rip"; };
  });
}`,
  "mkPerSystemOption with a set": `
{ flake-parts-lib, lib, ... }:
let inherit (flake-parts-lib) mkPerSystemOption; in
{
  options.perSystem = mkPerSystemOption { options.tools = { saw = lib.mkOption { type = lib.types.str; default = "rip"; }; }; };
}`,
  mkPerSystemType: `
{ flake-parts-lib, lib, ... }: {
  options.perSystem = lib.mkOption {
    type = flake-parts-lib.mkPerSystemType { options.tools.saw = lib.mkOption { type = lib.types.str; default = "rip"; }; };
  };
}`,
  "an option whose name is computed": `
{ flake-parts-lib, lib, ... }: {
  options.perSystem = flake-parts-lib.mkPerSystemOption {
    options.tools = lib.genAttrs [ "saw" ] (_: lib.mkOption { type = lib.types.str; default = "rip"; });
  };
}`,
};

const systems = `
#- /modules/systems.nix
{ systems = [ "x86_64-linux" "aarch64-linux" ]; }
`;

for (const [way, code] of Object.entries(declarations)) {
  const asked = (asking: string) =>
    `${published}${systems}#- /modules/tools.nix${code}\n#- /modules/asked.nix\n${asking}\n`;
  const declared = /saw = |"saw"/.exec(code.slice(1))?.index ?? 0;
  const before = code.slice(1, 1 + declared).split("\n");
  const place = `/modules/tools.nix:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;

  test(`${way}: definition, references, hover`, () => {
    for (const asking of [
      "{ perSystem = { config, ... }: { checks.a = config.tools.sa$0w; }; }",
      '{ perSystem = { tools.sa$0w = "hand"; }; }',
      '{ perSystem.tools.sa$0w = "hand"; }',
      "{ perSystem = { config, ... }: let cfg = config.tools; in { checks.a = cfg.sa$0w; }; }",
      '{ withSystem, ... }: { flake.x = withSystem "x86_64-linux" ({ config, ... }: config.tools.sa$0w); }',
      "{ perSystem = { config, ... }: { checks.a = config.tools.sa$0w; b = { ",
    ]) {
      const found = definitionsOf(asked(asking));
      expect({ asking, found: found.length }).toEqual({ asking, found: 1 });
      expect(found[0]?.startsWith(place)).toBe(true);
    }
    const reading = asked('{ perSystem = { config, ... }: { checks.a = config.tools.sa$0w; tools.saw = "hand"; }; }');
    expect(referencesOf(reading).map((one) => one.split(" ").at(-1))).toEqual(["read", "write", "declaration"]);
    const text = hoverOn(reading);
    expect(text).toContain("tools.saw: string");
    expect(text).toContain("in modules of `perSystem`");
    expect(text).toContain('`"hand"` on `x86_64-linux`, `aarch64-linux` · set at `modules/asked.nix:1`');
  });

  test(`${way}: completion, half typed, too`, () => {
    for (const asking of [
      "{ perSystem = { config, ... }: { checks.a = config.tools.$0; }; }",
      "{ perSystem = { tools.$0 = 1; }; }",
      "{ perSystem = { tools.s$0 }; }",
      "{ perSystem.tools.$0",
      "{ perSystem = { config, ... }: let cfg = config.tools; in { a = cfg.$0",
    ])
      expect({ asking, found: offered(asked(asking)) }).toEqual({ asking, found: ["option saw"] });
  });
}

test("a file that a platform's module imports", () =>
  checkDefinition(`${published}${systems}
#- /modules/tools.nix
{ lib, ... }: { perSystem = { options.tools.saw = lib.mkOption { }; imports = [ ./_more.nix ]; }; }
#                                           ^^^
#- /modules/_more.nix
{ config, ... }: { checks.a = config.tools.sa$0w; }
`));

test("an option of the flake and one of its platforms with the same path are two", () => {
  const flake = (asking: string) => `${published}${systems}
#- /modules/tools.nix
{ lib, ... }: {
  options.tools.saw = lib.mkOption { default = 1; };
  config.perSystem = { options.tools.saw = lib.mkOption { default = 2; }; };
}
#- /modules/asked.nix
${asking}
`;
  expect(definitionsOf(flake("{ config, ... }: { flake.x = config.tools.s$0aw; }"))).toEqual([
    "/modules/tools.nix:2:17 saw",
  ]);
  expect(definitionsOf(flake("{ config, ... }: { perSystem = { a = config.tools.s$0aw; }; }"))).toEqual([
    "/modules/tools.nix:2:17 saw",
  ]);
  expect(definitionsOf(flake("{ perSystem = { config, ... }: { a = config.tools.s$0aw; }; }"))).toEqual([
    "/modules/tools.nix:3:38 saw",
  ]);
});

test("outputs of each platform go on by the names that the files set", () => {
  const flake = (asking: string) => `${published}${systems}
#- /modules/tools.nix
{ perSystem = { pkgs, ... }: { packages.saw = pkgs.hello; packages.plane = pkgs.hello; }; }
#- /modules/asked.nix
${asking}
`;
  const both = ["value plane", "value saw"];
  expect(offered(flake("{ perSystem = { self', ... }: { checks.a = self'.packages.$0; }; }"))).toEqual(both);
  expect(offered(flake("{ perSystem = { config, ... }: { checks.a = config.packages.$0"))).toEqual(both);
});
