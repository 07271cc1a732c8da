import { test } from "vitest";
import { checkModuleLines } from "./evaluate.ts";

test("aliases and renames", () =>
  checkModuleLines(`
    eval [ (mkAliasOptionModule [ "old" ] [ "new" ]) { options.new = option int; config.old = 3; } ] ==> { new = 3; old = 3; }
    eval [ (mkAliasOptionModule [ "old" ] [ "new" ]) { options.new = option int; config.old = mkForce 3; } { new = 4; } ] ==> { new = 3; old = 3; }
    eval [ (mkRenamedOptionModule [ "a" "old" ] [ "b" "new" ]) { options.b.new = option (listOf int); config.a.old = [ 3 ]; } { b.new = [ 4 ]; } ] ==> { a = { old = [ 4 3 ]; }; b = { new = [ 4 3 ]; }; }
  `));
