import { test } from "vitest";
import { checkModuleLines } from "./evaluate.ts";

test("types and merging", () =>
  checkModuleLines(`
    eval [ { options.a = option int; config.a = 1; } { a = 1; } ] ==> { a = 1; }
    eval [ { options.a = option (nullOr int); } { a = null; } ] ==> { a = null; }
    eval [ { options.a = option (nullOr int); } ] ==> { a = null; }
    eval [ { options.a = option (either int (listOf int)); } { a = [ 1 ]; } { a = [ 2 ]; } ] ==> { a = [ 2 1 ]; }
    eval [ { options.a = option (oneOf [ str int bool ]); } { a = true; } ] ==> { a = true; }
    eval [ { options.a = option (coercedTo int toString str); } { a = 3; } ] ==> { a = "3"; }
    eval [ { options.a = option (listOf (coercedTo int toString str)); } { a = [ 1 "b" ]; } ] ==> { a = [ "1" "b" ]; }
    (eval [ { options.a = option (functionTo (listOf int)); } { a = x: [ x ]; } { a = x: [ (x + 1) ]; } ]).a 5 ==> [ 6 5 ]
    eval [ { options.a = option (enum [ "x" "y" ]); } { a = "y"; } ] ==> { a = "y"; }
    (eval [ { options.a = option (uniq (listOf int)); } { a = [ 1 ]; } ]).a ==> [ 1 ]
    eval [ { options.a = option anything; } { a.b.c = 1; } { a.b.d = [ 1 ]; } { a.e = "s"; } ] ==> { a = { b = { c = 1; d = [ 1 ]; }; e = "s"; }; }
    eval [ { options.a = option attrs; } { a.b = { c = 1; }; } { a.b = { d = 2; }; } ] ==> { a = { b = { c = 1; }; }; }
    eval [ { options.a = option raw; } { a = { b = 1; }; } ] ==> { a = { b = 1; }; }
    eval [ { options.a = mkOption { }; } { a = [ 1 ]; } { a = [ 2 ]; } ] ==> { a = [ 2 1 ]; }
    eval [ { options.a = mkOption { }; } { a = { x = 1; }; } { a = { y = 2; }; } ] ==> { a = { x = 1; y = 2; }; }
    eval [ { options.a = mkOption { type = int; apply = x: x * 2; }; config.a = 4; } ] ==> { a = 8; }
    eval [ { options.a = mkOption { type = int; default = 3; apply = toString; }; } ] ==> { a = "3"; }
    eval [ { options.a = option (attrTag { x = option int; y = option str; }); config.a.y = "s"; } ] ==> { a = { y = "s"; }; }
    eval [ { options.a = option boolByOr; } { a = false; } { a = true; } ] ==> { a = true; }
    eval [ { options.a = option (separatedString ","); } { a = "x"; } { a = "y"; } ] ==> { a = "y,x"; }
    eval [ { options.a = option number; } { a = 1.5; } ] ==> { a = 1.5; }
    eval [ { options.a = option (lazyAttrsOf int); } ({ config, ... }: { a = { x = 1; y = config.a.x + 1; }; }) ] ==> { a = { x = 1; y = 2; }; }
    eval [ { options.a = mkEnableOption "it"; } ] ==> { a = false; }
    eval [ { options.meta.x = option int; config.meta.x = 1; } { meta.x = 1; } ] ==> { meta = { x = 1; }; }
    (eval [ { options.a = option int; config._module.check = false; config.zzz = 1; config.a = 2; } ]).a ==> 2
    eval [ { options.a = mkOption { type = types.addCheck int (x: x > 3); }; config.a = 4; } ] ==> { a = 4; }
    eval [ { options.a = option (mkOptionType { name = "mine"; check = isInt; merge = loc: defs: foldl' (sum: def: sum + def.value) 0 defs; }); } { a = 1; } { a = 2; } ] ==> { a = 3; }
  `));

test("priorities, order and conditions", () =>
  checkModuleLines(`
    eval [ { options.a = option int; config.a = mkDefault 1; } { a = 2; } ] ==> { a = 2; }
    eval [ { options.a = option int; config.a = 1; } { a = mkForce 2; } { a = mkOverride 10 3; } ] ==> { a = 3; }
    eval [ { options.a = mkOption { type = int; default = 1; }; } { a = mkDefault 2; } ] ==> { a = 2; }
    eval [ { options.a = mkOption { type = listOf int; default = [ 1 ]; }; } { a = mkOptionDefault [ 2 ]; } ] ==> { a = [ 1 2 ]; }
    eval [ { options.a = option (listOf int); config.a = mkMerge [ (mkAfter [ 9 ]) [ 5 ] (mkBefore [ 1 ]) ]; } { a = mkOrder 1600 [ 10 ]; } { a = [ 4 ]; } ] ==> { a = [ 1 4 5 9 10 ]; }
    eval [ { options.a = option lines; config.a = mkAfter "z"; } { a = "b"; } { a = mkBefore "a"; } ] ==> { a = "a\\nb\\nz"; }
    eval [ { options.a = option (attrsOf int); config.a.x = 1; } { a = { y = mkIf false 2; z = mkIf true 3; }; } ] ==> { a = { x = 1; z = 3; }; }
    eval [ { options.a = option (attrsOf int); config.a = mkIf false { x = 1; }; } ] ==> { a = { }; }
    eval [ { options.a = option (attrsOf int); config.a = mkForce { x = 1; }; } { a.y = 2; } ] ==> { a = { x = 1; }; }
  `));
