import { expect, test } from "vitest";
import { printOccurrences } from "./print.ts";

test("options are declared by dotted paths and by nested sets", () => {
  expect(
    printOccurrences(`{ lib, ... }:
let inherit (lib) mkOption mkEnableOption types; in
{
  options.my = {
    user.name = mkOption { type = types.str; };
    apiary = { enable = mkEnableOption "bees"; };
  };
  options = lib.optionalAttrs true { "odd name" = mkOption { }; } // { plain = mkOption { }; };
}`),
  ).toMatchInlineSnapshot(`
    "declare my.user.name @ 5:10 flake
    declare my.apiary.enable @ 6:16 flake
    declare odd name @ 8:38 flake
    declare plain @ 8:72 flake"
  `);
});

test("options of submodules stand below the option, behind a piece for the instance", () => {
  expect(
    printOccurrences(`{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  limb = types.submodule { options.girth = mkOption { type = types.int; }; };
in
{
  options.rows = mkOption {
    type = types.attrsOf (types.submodule ({ config, name, ... }: {
      options = { planted = mkOption { }; limbs = mkOption { type = types.listOf limb; }; };
      config.planted = lib.mkIf config.limbs.ready config.planted;
    }));
  };
  options.soil = mkOption {
    type = with types; nullOr (submoduleWith { modules = [ { options.depth = mkOption { default = config.rows; }; } ]; });
  };
}`),
  ).toMatchInlineSnapshot(`
    "declare rows.<name>.limbs.*.girth @ 4:36 flake
    declare rows @ 7:11 flake
    declare rows.<name>.planted @ 9:19 flake
    declare rows.<name>.limbs @ 9:43 flake
    define rows.<name>.planted @ 10:14 flake
    read rows.<name>.limbs.ready @ 10:46 flake
    read rows.<name>.planted @ 10:59 flake
    declare soil @ 13:11 flake
    declare soil.depth @ 14:70 flake
    read rows @ 14:106 flake"
  `);
});

test("a module that is a function declares in its own scope", () => {
  expect(
    printOccurrences(`{
  flake.modules.nixos.clock = { lib, ... }: {
    options.clock.zone = lib.mkOption { };
    config.clock.zone = "UTC";
  };
}`),
  ).toMatchInlineSnapshot(`
    "define flake.modules.nixos.clock @ 2:23 flake
    declare clock.zone @ 3:19 flake>flake.modules.nixos.clock
    define clock.zone @ 4:18 flake>flake.modules.nixos.clock"
  `);
});

test("an option made in a module that is a set is a definition of the collector and a declaration in it", () => {
  expect(
    printOccurrences(`{ lib, ... }:
{
  flake.modules.nixos.wm.options.custom = {
    startup = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { options.path = lib.mkOption { }; }); };
  };
  vim.options.tabstop = 2;
}`),
  ).toMatchInlineSnapshot(`
    "define flake.modules.nixos.wm.options.custom.startup @ 4:5 flake
    declare custom.startup @ 4:5 flake>flake.modules.nixos.wm
    declare custom.startup.<name>.path @ 4:86 flake>flake.modules.nixos.wm
    define vim.options.tabstop @ 6:15 flake"
  `);
});
