import { test } from "vitest";
import { checkModuleLines, checkModules } from "./evaluate.ts";

test("definitions taken apart by hand", () =>
  checkModuleLines(`
    modules.mapDefinitionValue (x: x + 1) (mkIf true (mkForce 5)) ==> { _type = "if"; condition = true; content = { _type = "override"; content = 6; priority = 50; }; }
    modules.mapDefinitionValue (x: x + 1) (mkMerge [ 1 (mkDefinition { file = "f"; value = 2; }) ]) ==> { _type = "merge"; contents = [ 2 { _type = "definition"; file = "f"; value = 3; } ]; }
    dischargeProperties (mkMerge [ 1 (mkIf true 2) (mkIf false 3) ]) ==> [ 1 2 ]
    pushDownProperties (mkIf true (mkMerge [ { a = 1; } { b = 2; } ])) ==> [ { a = { _type = "if"; condition = true; content = 1; }; } { b = { _type = "if"; condition = true; content = 2; }; } ]
    filterOverrides [ { file = "a"; value = mkForce 1; } { file = "b"; value = 2; } { file = "c"; value = mkForce 3; } ] ==> [ { file = "a"; value = 1; } { file = "c"; value = 3; } ]
    map (d: d.value) (sortProperties [ { value = mkAfter 3; } { value = 2; } { value = mkBefore 1; } ]) ==> [ 1 2 3 ]
    (mergeDefinitions [ "a" ] (listOf int) [ { file = "a"; value = mkIf true [ 1 ]; } { file = "b"; value = [ 2 ]; } ]).mergedValue ==> [ 1 2 ]
    (mergeDefinitions [ "a" ] (listOf int) [ ]).mergedValue ==> [ ]
    (mergeDefinitions [ "a" ] int [ ]).isDefined ==> false
    mergeUniqueOption { message = ""; } [ "a" ] [ { file = "a"; value = 1; } ] ==> 1
  `));

test("types merged and named by hand", () =>
  checkModuleLines(`
    (types.mergeTypes str str).name ==> "str"
    isType "merge-error" (types.mergeTypes str int) ==> true
    (types.mergeTypes (enum [ 1 ]) (enum [ 2 ])).check 2 ==> true
    (setType "x" { a = 1; })._type ==> "x"
    (listOf int).functor.wrapped.name ==> "int"
    (eval [ { options.a = option types.json; config.a = { x = [ 1 null ]; }; } { a.y = "z"; } ]).a ==> { x = [ 1 null ]; y = "z"; }
    types.toml.description ==> "TOML value"
  `));

test("lib.importJSON reads a value; lib.modules.importJSON makes a module", () =>
  checkModules(
    "[ (importJSON ./a.json) (eval [ { options.a = option int; } (modules.importJSON ./a.json) ]).a ]",
    "[ { a = 1; } 1 ]",
    { "/flake/a.json": '{ "a": 1 }' },
  ));
