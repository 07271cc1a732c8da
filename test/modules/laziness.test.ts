import { describe, test } from "vitest";
import { checkModuleLines, checkModules } from "./evaluate.ts";

test("what nobody asks for is not evaluated", () =>
  checkModuleLines(`
    (eval [ { options.a = mkOption { type = int; default = throw "default"; }; config.a = 1; } ]).a ==> 1
    (eval [ { options.a = option int; options.b = option int; config = { a = 1; b = throw "b"; }; } ]).a ==> 1
    (eval [ { options.a = mkOption { apply = x: throw "applied"; }; options.b = mkOption { default = 2; }; config.a = 1; } ]).b ==> 2
    (eval [ { options.a = option (lazyAttrsOf int); config.a = { x = 1; y = throw "y"; }; } ]).a.x ==> 1
    (eval [ { options.a = option raw; config.a = { x = 1; y = throw "y"; }; } ]).a.x ==> 1
    attrNames (eval [ { options.a = option (lazyAttrsOf int); config.a = { x = throw "x"; }; } ]).a ==> [ "x" ]
    length (eval [ { options.a = option (listOf (submodule { })); config.a = [ { } { } ]; } ]).a ==> 2
    (eval [ { options.a = option int; config.a = mkIf false (throw "content"); } { a = 2; } ]).a ==> 2
  `));

describe("modules may use config where Nix lets them", () => {
  test("values that depend on other values", () =>
    checkModuleLines(`
      (eval [ ({ config, ... }: { options.a = option int; options.b = option int; config = { a = config.b + 1; b = 1; }; }) ]).a ==> 2
      (eval [ ({ config, ... }: { options.a = option (lazyAttrsOf int); config.a = { x = 1; y = config.a.x; }; }) ]).a.y ==> 1
      (eval [ ({ config, ... }: { options.a = option (attrsOf int); config.a = { x = 1; y = config.a.x; }; }) ]).a.y ==> <unknown: infinite recursion encountered>
      (eval [ ({ config, ... }: { options.on = mkOption { default = true; }; options.a = option int; config = mkIf config.on { a = 1; }; }) ]).a ==> 1
      (eval [ ({ config, options, ... }: { options.a = mkOption { default = 1; }; options.b = mkOption { default = options.a.isDefined; }; }) ]).b ==> true
    `));

  test("a type that depends on config", () =>
    checkModules(
      "(eval [ ({ config, ... }: { options.t = mkOption { default = int; }; options.a = option config.t; config.a = 1; }) ]).a",
      "1",
    ));

  test("names of a set do not wait for an alias", () =>
    checkModules(
      '(eval [ (mkAliasOptionModule [ "old" ] [ "new" "x" ]) ({ config, ... }: { options.new.x = option int; config.old = 1; }) ]).new.x',
      "1",
    ));

  // Known gap: in Nix this is an infinite recursion; here it is reported of the evaluation, and the value stands.
  test("imports that depend on config go round in a circle", () =>
    checkModules(
      "(eval [ ({ config, ... }: { imports = optional config.a { }; options.a = mkOption { default = true; }; }) ]).a",
      "true",
    ));
});

describe("parts that are not known", () => {
  test("a condition that cannot be decided keeps what stands behind it", () =>
    checkModuleLines(`
      (eval [ { options.a = option (listOf int); config.a = mkIf mystery [ 1 ]; } { a = [ 2 ]; } ]).a ==> [ 2 ?1 ]
      (eval [ { options.a = option int; config.a = mkIf mystery 1; } ]).a ==> 1
      (eval [ { options.a = option int; config.a = mkIf mystery 1; } { a = 1; } ]).a ==> 1
      (eval [ { options.a = option int; config.a = mkIf mystery 1; } { a = 2; } ]).a ==> 2
      (eval [ { options.a = option int; config.a = mkIf mystery 1; } { a = mkDefault 2; } ]).a ==> <unknown: depends on a condition that cannot be decided>
      (eval [ { options.a = option (nullOr int); config.a = mkIf mystery 1; } { a = mkDefault null; } ]).a ==> <unknown: depends on a condition that cannot be decided>
      (eval [ { options.a = option (nullOr int); config.a = mkIf mystery 1; } { a = null; } ]).a ==> null
      (eval [ { options.a = mkOption { default = 1; }; } { a = mkIf mystery 2; } ]).a ==> <unknown: depends on a condition that cannot be decided>
    `));

  test("a priority that is not known may beat and be beaten", () =>
    checkModuleLines(`
      (eval [ { options.a = option int; config.a = mkOverride mystery 1; } ]).a ==> 1
      (eval [ { options.a = option int; config.a = mkOverride mystery 1; } { a = 1; } ]).a ==> 1
      (eval [ { options.a = option int; config.a = mkOverride mystery 1; } { a = 2; } ]).a ==> <unknown: depends on a condition that cannot be decided>
      (eval [ { options.a = option int; config.a = mkOverride mystery 1; } { a = mkForce 2; } ]).a ==> <unknown: depends on a condition that cannot be decided>
      (eval [ { options.a = option (listOf int); config.a = mkOverride mystery [ 1 ]; } { a = [ 2 ]; } ]).a ==> [ ?2 ?1 ]
      (eval [ { options.a = option (listOf int); config.a = mkOverride mystery [ 1 ]; } ]).a ==> [ 1 ]
      (eval [ { options.a = option (listOf int); config = mkOverride mystery { a = [ 1 ]; }; } { a = [ 2 ]; } ]).a ==> [ ?2 ?1 ]
    `));

  test("outside values in lists and sets stay open parts", () =>
    checkModuleLines(`
      (eval [ { options.a = option (listOf int); config.a = outside.list; } { a = [ 1 ]; } ]).a ==> [ 1 ...<external outside.list> ]
      (eval [ { options.a = option (attrsOf int); config.a = outside.set; } { a.x = 1; } ]).a ==> { x = 1; ...<external outside.set> }
      (eval [ { options.a = option int; config.a = outside.number; } ]).a ==> <external outside.number>
      (eval [ { options.a = option (attrsOf int); } { a.b = 1; } { a.\${outside.name} = 2; } ]).a.b ==> <unknown: a name that outside.name gives>
      (eval [ { options.a = option (attrsOf int); } { a.b = "x"; } { a.\${outside.name} = mkForce 2; } ]).a.b ==> <unknown: a name that outside.name gives>
      (eval [ { options.a = option (attrsOf int); } { a.b = "x"; } { a.\${mystery} = mkForce 2; } ]).a.b ==> <unknown: a mystery>
    `));

  test("a module from outside may declare and define anything", () =>
    checkModuleLines(`
      (eval [ outside.module { options.a = option int; config.a = 1; } ]).a ==> 1
      (eval [ outside.module { options.a = option int; } ]).a ==> <external config.a>
      (eval [ outside.module { options.a = option int; } ]).b ==> <external config.b>
      (eval [ outside.module ({ wanted, ... }: { options.a = mkOption { default = wanted; }; }) ]).a ==> <external wanted>
    `));
});
