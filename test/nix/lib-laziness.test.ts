import { test } from "vitest";
import { checkLib } from "./lib.ts";

test("nothing is evaluated that nixpkgs does not evaluate", () =>
  checkLib(`
    length (unique [ (throw "x") ]) ==> 1
    attrNames (overrideExisting { a = 1; } (throw "x")) ==> [ "a" ]
    overrideExisting { } (throw "x") ==> { }
    overrideExisting { a = 1; b = 2; } { a = 3; c = 4; } ==> { a = 3; b = 2; }
    cartesianProduct { a = [ ]; b = throw "x"; } ==> [ ]
    take (throw "x") [ ] ==> [ ]
    length (naturalSort [ (throw "x") ]) ==> 1
    lists.commonPrefix [ ] (throw "x") ==> [ ]
    attrNames (mapAttrs (throw "x") { a = 1; }) ==> [ "a" ]
    attrNames (genAttrs [ "a" "b" ] (throw "x")) ==> [ "a" "b" ]
    length (imap0 (throw "x") [ 1 2 ]) ==> 2
    length (mapAttrsToList (throw "x") { a = 1; }) ==> 1
    attrNames (foldAttrs (throw "x") 0 [ { a = 1; } ]) ==> [ "a" ]
    optional false (throw "x") == [ ] ==> true
    length (optional true (throw "x")) ==> 1
    optionalAttrs false (throw "x") ==> { }
    optionalString false (throw "x") ==> ""
    findFirst (x: true) (throw "x") [ 1 ] ==> 1
    attrByPath [ "a" ] (throw "x") { a = 1; } ==> 1
    attrByPath [ "a" (throw "x") ] 1 { } ==> 1
    (recursiveUpdate { a = throw "x"; b = 1; } { b = 2; }).b ==> 2
    (fix (self: { a = 1; b = throw "x"; })).a ==> 1
    (pipe 1 [ (x: { inherit x; y = throw "x"; }) ]).x ==> 1
    head (reverseList [ (throw "x") 1 ]) ==> 1
    length (take 1 [ (throw "x") (throw "y") ]) ==> 1
    foldr (x: acc: true) false [ 1 (throw "x") ] ==> true
    any (x: x) [ true (throw "x") ] ==> true
    length (replicate 2 (throw "x")) ==> 2
    (partition (x: true) [ 1 ]).wrong ==> [ ]
    attrNames (setAttrByPath [ "a" (throw "x") ] 1) ==> [ "a" ]
  `));

test("what nixpkgs evaluates is evaluated", () =>
  checkLib(`
    lib.or (throw "x") true ==> <thrown: x>
    lib.and (throw "x") false ==> <thrown: x>
    recursiveUpdate { x = throw "x"; } { x = { }; } ==> { x = <thrown: x>; }
    unique [ 1 (throw "x") ] ==> <thrown: x>
  `));
