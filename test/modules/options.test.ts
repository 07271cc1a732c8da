import { test } from "vitest";
import { checkModuleLines } from "./evaluate.ts";

test("the options argument", () =>
  checkModuleLines(`
    (evalModules { modules = [ { options.a = option int; } { a = 1; } ]; }).options.a.value ==> 1
    (evalModules { modules = [ { options.a = option (listOf (nullOr int)); } ]; }).options.a.type.description ==> "list of (null or signed integer)"
    (evalModules { modules = [ { options.a = option int; } { a = mkDefault 3; } { a = mkDefault 3; } ]; }).options.a.highestPrio ==> 1000
    (evalModules { modules = [ { options.a = option int; } { a = mkDefault 3; } { a = 4; } ]; }).options.a.definitions ==> [ 4 ]
    (evalModules { modules = [ { options.a = mkOption { default = 5; }; } ]; }).options.a.definitions ==> [ 5 ]
    (evalModules { modules = [ { options.a = mkOption { default = 5; }; } ]; }).options.a.isDefined ==> true
    (evalModules { modules = [ { options.a = option int; } ]; }).options.a.isDefined ==> false
    (evalModules { modules = [ { options.a.b = option int; } ]; }).options.a.b.loc ==> [ "a" "b" ]
    eval [ ({ config, options, ... }: { options.a = mkOption { default = 1; }; options.b = mkOption { default = options ? a; }; }) ] ==> { a = 1; b = true; }
    (evalModules { modules = [ { options.a = mkEnableOption "it"; } ]; }).options.a.description ==> "Whether to enable it."
  `));

test("arguments of modules", () =>
  checkModuleLines(`
    eval [ { options.a = option (submoduleWith { modules = [ ({ x, ... }: { options.b = mkOption { default = x; }; }) ]; specialArgs.x = 7; }); } { a = { }; } ] ==> { a = { b = 7; }; }
    (evalModules { modules = [ ({ x, ... }: { options.b = mkOption { default = x; }; }) ]; specialArgs.x = 7; }).config ==> { b = 7; }
    eval [ ({ x, ... }: { options.b = mkOption { default = x; }; }) { _module.args.x = 8; } ] ==> { b = 8; }
    eval [ ({ config, ... }: { options.b = mkOption { default = config._module.args.x; }; }) { _module.args.x = 8; } ] ==> { b = 8; }
    ((evalModules { modules = [ { options.a = option int; config.a = mkDefault 1; } ]; }).extendModules { modules = [ { a = 2; } ]; }).config ==> { a = 2; }
  `));

test("imports", () =>
  checkModuleLines(`
    eval [ { imports = [ { key = "k"; options.a = option (listOf int); config.a = [ 1 ]; } { key = "k"; options.a = option (listOf int); config.a = [ 1 ]; } ]; } ] ==> { a = [ 1 ]; }
    eval [ { imports = [ { key = "k"; a = [ 1 ]; } { key = "j"; a = [ 2 ]; } ]; disabledModules = [ { key = "k"; } ]; options.a = option (listOf int); } ] ==> { a = [ 2 ]; }
  `));
