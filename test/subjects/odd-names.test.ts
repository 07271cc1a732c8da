import { expect, test } from "vitest";
import { asked, completed, definitionsOf, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { root } from "../features/seedling.ts";

/** Options that are really called so, beside one of an attribute set and one of a list of submodules. */
const flake = (code: string) => `${root}
#- /cells/schema.nix
{ lib, ... }: {
  options.my.plain."<name>" = lib.mkOption { type = lib.types.str; default = "a"; description = "Odd."; };
  options.my.glob."*" = lib.mkOption { type = lib.types.str; default = "b"; description = "Starry."; };
  options.my.rows = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule {
      options.size = lib.mkOption { type = lib.types.int; default = 1; description = "How wide."; };
    });
  };
}
#- /cells/use.nix
{ config, lib, ... }: { ${code} }
`;

test("an option called `<name>` is one option, not any", () => {
  expect(hoverOn(flake('flake.x = config.my.plain."<na$0me>";'))).toContain("Odd.");
  expect(hoverOn(flake("flake.x = config.my.plain.oth$0er;"))).toBeUndefined();
  expect(hoverOn(flake("my.rows.first.si$0ze = 2;"))).toContain("How wide.");
  expect(definitionsOf(flake("my.plain.oth$0er = 2;"))).toEqual(["/cells/use.nix:1:34 other"]);
  expect(referencesOf(flake('flake.x = config.my.plain.other; flake.y = config.my.plain."<na$0me>";'))).toHaveLength(2);
});

test("an option called `*` is one option, not any", () => {
  expect(hoverOn(flake('flake.x = config.my.glob."$0*";'))).toContain("Starry.");
  expect(hoverOn(flake("flake.x = config.my.glob.oth$0er;"))).toBeUndefined();
});

test("such options are offered by name, instances are not", () => {
  expect(offered(flake("flake.x = config.my.plain.$0;"))).toEqual(["option <name>"]);
  expect(offered(flake("flake.x = config.my.glob.$0;"))).toEqual(["option *"]);
  expect(offered(flake("flake.x = config.my.rows.first.$0;"))).toEqual(["option size"]);
  expect(completed(flake("my.plain.$0 = 1;"), "<name>")).toContain('my.plain."<name>" = 1;');
});

test("the graph shows both alike, as the option manuals do", () => {
  const paths = asked(flake("$0")).view.graph.options.map(({ path }) => path);
  expect(paths).toContainEqual(["my", "plain", "<name>"]);
  expect(paths).toContainEqual(["my", "rows", { any: "name" }, "size"]);
});
