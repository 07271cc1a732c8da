import { test } from "vitest";
import { checkModuleLines } from "./evaluate.ts";

test("submodules", () =>
  checkModuleLines(`
    eval [ { options.a = option (submodule { options.b = mkOption { default = 1; }; }); } { a.b = 2; } ] ==> { a = { b = 2; }; }
    eval [ { options.a = option (attrsOf (submodule ({ name, ... }: { options.n = mkOption { default = name; }; }))); } { a.x = { }; a.y.n = "z"; } ] ==> { a = { x = { n = "x"; }; y = { n = "z"; }; }; }
    eval [ { options.a = option (submodule { options.b = option int; }); } { options.a = option (submodule { options.c = option int; }); } { a = { b = 1; c = 2; }; } ] ==> { a = { b = 1; c = 2; }; }
    eval [ { options.a = option (attrsOf (submodule { options.b = option int; })); } { options.a = option (attrsOf (submodule { options.c = option int; })); } { a.x = { b = 1; c = 2; }; } ] ==> { a = { x = { b = 1; c = 2; }; }; }
    eval [ { options.a = option (submodule { options.b = option int; }); } { options.a.c = option int; } { a = { b = 1; c = 2; }; } ] ==> { a = { b = 1; c = 2; }; }
    eval [ { options.a = option (submodule { freeformType = attrsOf int; options.b = option str; }); } { a = { b = "s"; c = 2; }; } ] ==> { a = { b = "s"; c = 2; }; }
    eval [ { freeformType = attrsOf int; options.b = option str; config = { b = "s"; c = 2; }; } ] ==> { b = "s"; c = 2; }
    eval [ { freeformType = attrsOf (attrsOf int); options.x.b = option str; config = { x.b = "s"; y.c = 2; x.d = 1; }; } ] ==> { x = { b = "s"; d = 1; }; y = { c = 2; }; }
    eval [ { options.a = option (submoduleWith { shorthandOnlyDefinesConfig = false; modules = [ { options.b = option int; } ]; }); } { a = { config.b = 1; }; } ] ==> { a = { b = 1; }; }
    eval [ { options.a = option (submodule { options.config = option int; }); } { a = { config = 1; }; } ] ==> { a = { config = 1; }; }
    (eval [ { options.a = option (submodule { options.p = option port; }); config.a.p = 80; } ]).a.p ==> 80
    eval [ { options.a = option (listOf (submodule { options.b = mkOption { default = 2; }; })); } { a = [ { } { b = 3; } ]; } ] ==> { a = [ { b = 2; } { b = 3; } ]; }
  `));

test("deferredModule", () =>
  checkModuleLines(`
    (eval [ { options.m = option deferredModule; config.m = "/somewhere/a.nix"; } ]).m ? imports ==> true
    (eval [ { options.m = option (listOf deferredModule); config.m = [ { a = 1; } ({ ... }: { a = 2; }) ]; } ]).m == [ ] ==> false
    let c = eval [ { options.m = option deferredModule; config.m = { a = 1; }; } { m = { b = 2; }; } ]; in eval [ c.m { options.a = option int; options.b = option int; } ] ==> { a = 1; b = 2; }
    let c = eval [ { options.m = option (attrsOf deferredModule); config.m.x = { a = 1; }; } ]; in eval [ c.m.x { options.a = option int; } ] ==> { a = 1; }
    let c = eval [ { options.m = option (deferredModuleWith { staticModules = [ { options.a = option int; } ]; }); config.m.a = 4; } ]; in eval [ c.m ] ==> { a = 4; }
    let c = eval [ { options.m = option (listOf deferredModule); config.m = [ { a = [ 1 ]; } { a = [ 2 ]; } ]; } ]; in eval (c.m ++ [ { options.a = option (listOf int); } ]) ==> { a = [ 2 1 ]; }
  `));
