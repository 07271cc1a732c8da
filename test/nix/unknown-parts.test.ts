import { test } from "vitest";
import { checkModuleLines } from "../modules/evaluate.ts";

test("numbers from outside add up", () =>
  checkModuleLines(`
    outside + 1 ==> <external outside>
    1 + outside ==> <external outside>
    outside + "a" ==> <external \${outside}a>
  `));

test("what is an error behind a condition that is not decided is not there", () =>
  checkModuleLines(`
    optionals mystery (throw "x") ==> [ ]
    optionalAttrs mystery (throw "x") ==> { }
    filter (x: x > 1) (optional mystery (throw "x")) ==> [ ]
    concatLists [ (optional mystery (throw "x")) [ 1 ] ] ==> [ ?<thrown: x> 1 ]
    concatLists (optional mystery (throw "x")) ==> [ ]
    any (x: x > 1) (optional mystery (throw "x")) ==> false
    elem 1 (optional mystery (throw "x")) ==> false
    lists.unique (optional mystery (throw "x") ++ [ 1 ]) ==> [ 1 ]
    listToAttrs (optional mystery (throw "x")) ==> { }
    zipAttrsWith (n: v: v) (optional mystery (throw "x")) ==> { }
    genAttrs (optional mystery (throw "x")) (n: n) ==> { }
    groupBy (x: x) (optional mystery (throw "x")) ==> { }
    flatten (optional mystery (throw "x")) ==> [ ]
    (eval [ { options.a = mkOption { type = int; default = throw "x"; }; config.a = mkIf mystery 1; } ]).a ==> 1
    (eval [ { options.a = option int; config.a = mkIf mystery (mkForce (throw "x")); } { a = 1; } ]).a ==> 1
    (eval [ { options.a = option int; config.a = mkIf mystery "no int"; } { a = 1; } ]).a ==> 1
  `));

test("conditions inside of decided ones stay undecided", () =>
  checkModuleLines(`
    optionals mystery (optional true 1) ==> [ ?1 ]
    optionals mystery (optionals true [ 1 2 ]) ==> [ ?1 ?2 ]
  `));

test("a list or not: nobody knows of something outside", () =>
  checkModuleLines(`
    toList outside ==> [ ...<external outside> ]
    toList outside.nixosModules.a ==> [ <external outside.nixosModules.a> ]
    flatten [ outside [ 1 ] ] ==> [ 1 ...<external outside> ]
  `));

test("a set to go down into or not", () =>
  checkModuleLines(`
    mapAttrsRecursive (p: v: 1) { a = mystery; b = 2; } ==> { a = <unknown: a mystery>; b = 1; }
    mapAttrsRecursive (p: v: 1) { a = outside; } ==> { a = <external mapAttrsRecursive(outside)>; }
    mapAttrsToListRecursive (p: v: v) { a = mystery; b = 2; } ==> [ 2 ...<unknown: a mystery> ]
    mapAttrsToListRecursive (p: v: v) (optionalAttrs mystery { a = 1; }) ==> [ ?1 ]
  `));

test("items that may be the same", () =>
  checkModuleLines(`
    lists.unique [ outside.a outside.b ] ==> [ <external outside.a> ?<external outside.b> ]
    lists.unique [ 1 mystery ] ==> [ 1 ?<unknown: a mystery> ]
    lists.unique (optional mystery "a" ++ [ "b" "a" ]) ==> [ ?"a" "b" ?"a" ]
    lists.unique (optional mystery "a" ++ [ "a" ]) ==> [ "a" ]
    allUnique [ 1 mystery ] ==> <unknown: a part of the list is not known>
    outside.nixosModules.a == ./a ==> <unknown: depends on outside.nixosModules.a>
    outside.nixosModules.a == 1 ==> false
    optionals mystery [ 1 2 ] ++ mystery == [ 1 ] ==> <unknown: a mystery>
  `));

test("texts of collections that are not wholly known", () =>
  checkModuleLines(`
    generators.toPretty { } (optionalAttrs mystery { a = 1; }) ==> <unknown: whether there is an attribute 'a' cannot be decided>
    generators.toPretty { } (optional mystery 1) ==> <unknown: an item of the list depends on an undecided condition>
    generators.toLua { } (optionalAttrs mystery { a = 1; }) ==> <unknown: whether there is an attribute 'a' cannot be decided>
    generators.toDhall { } (optional mystery 1) ==> <unknown: an item of the list depends on an undecided condition>
    generators.toPlist { } (optional mystery 1) ==> <unknown: an item of the list depends on an undecided condition>
    showOption (optional mystery "a") ==> <unknown: an item of the list depends on an undecided condition>
    isStorePath { outPath = outside; } ==> <unknown: depends on outside>
    showOption [ outside ] ==> <external outside>
    attrByPath (optional mystery "a") 1 { a = 2; } ==> <unknown: an item of the list depends on an undecided condition>
  `));

test("places in lists of which it is not known what stands before them", () =>
  checkModuleLines(`
    imap1 (i: x: i) (optional mystery 1 ++ [ 2 ]) ==> [ ?1 <unknown: an item of the list depends on an undecided condition> ]
    lists.findFirstIndex (x: x == 2) null (optional mystery 1 ++ [ 2 ]) ==> <unknown: an item of the list depends on an undecided condition>
    zipListsWith (a: b: [ a b ]) ([ 1 ] ++ optional mystery 2 ++ [ 3 ]) [ 4 5 6 ] ==> [ [ 1 4 ] ...<unknown: what meets what is not known> ]
    take 1 (optional mystery 1 ++ [ 2 ]) ==> [ ?1 ?2 ]
    take 9 (optional mystery 1 ++ [ 2 ]) ==> [ ?1 2 ]
    last ([ 1 ] ++ optional mystery 2) ==> <unknown: an item of the list depends on an undecided condition>
    sort lessThan [ 2 mystery 1 ] ==> [ ?2 ?<unknown: a mystery> ?1 ...<unknown: the order of the items is not known> ]
    sortOn (x: x) [ 2 outside 1 ] ==> [ ?2 ?<external outside> ?1 ...<unknown: the order of the items is not known> ]
    uniqueStrings [ "b" outside "a" ] ==> [ ?"b" ?<external outside> ?"a" ...<unknown: the order of the items is not known> ]
    lists.compareLists compare (optional mystery 1) [ ] ==> <unknown: an item of the list depends on an undecided condition>
    replaceStrings (optional mystery "a") [ ] "a" ==> <unknown: an item of the list depends on an undecided condition>
    genericClosure { startSet = optional mystery { key = 1; } ++ [ { key = 1; } ]; operator = x: [ ]; } ==> [ ?{ key = 1; } { key = 1; } ]
  `));

test("an error that Nix may never meet is none", () =>
  checkModuleLines(`
    any (x: x) [ mystery (throw "x") ] ==> <unknown: a mystery>
    elem 1 [ mystery (throw "x") ] ==> <unknown: a mystery>
    findFirst (x: x == 2) null [ mystery (throw "x") ] ==> <unknown: a mystery>
    attrByPath [ "a" (throw "x") ] 1 mystery ==> <unknown: a mystery>
  `));

test("parts of sets", () =>
  checkModuleLines(`
    matchAttrs (optionalAttrs mystery { a = 1; }) { a = 2; } ==> <unknown: whether 'a' is asked for cannot be decided>
    matchAttrs mystery { } ==> <unknown: a mystery>
    genAttrs [ outside "a" ] (n: n) ==> { a = "a"; ...<external outside> }
    recursiveUpdate { x = { a = 1; }; y = 2; } { x = mystery; } ==> { x = { a = <unknown: a mystery>; ...<unknown: a mystery> }; y = 2; }
    listToAttrs [ { name = mystery; value = 1; } { name = "a"; value = 2; } ] ==> { a = <unknown: a mystery>; ...<unknown: a mystery> }
    mapAttrsRecursive (p: v: 1) { a = throw "x"; } ==> { a = <thrown: x>; }
    cartesianProduct { a = optional mystery 1; } ==> [ ?{ a = 1; } ]
    foldAttrs (a: b: a + b) 0 (optional mystery { a = 1; }) ==> { a? = <unknown: depends on a condition that cannot be decided>; }
    collect isInt { a = outside; b = 1; } ==> [ ?<external outside> 1 ...<external mapAttrsRecursive(outside)> ]
  `));

test("definitions behind conditions that are not decided", () =>
  checkModuleLines(`
    (eval [ { options.a = option (attrsOf int); config.a.x = mkIf mystery 1; } ]).a ==> { x? = 1; }
    (eval [ { options.a = option (lazyAttrsOf int); config.a = mkIf mystery { x = 1; }; } ]).a ==> { x? = 1; }
    (eval [ { options.a = option (lazyAttrsOf int); config.a.x = mkIf true 1; } ]).a ==> { x = 1; }
    (eval [ { options.a = option (listOf int); config.a = [ (mkIf mystery 1) 2 ]; } ]).a ==> [ ?1 2 ]
    (eval [ { options.a = option lines; config.a = mkIf mystery "a"; } { a = "b"; } ]).a ==> <unknown: a part of the text depends on an undecided condition>
    (eval [ { options.a = option int; } mystery ]).a ==> <unknown: a module that is not known may define \`a'>
    isOption mystery ==> <unknown: a mystery>
    isOption (mkOption { }) ==> true
    isOption 1 ==> false
    isOption (throw "x") ==> <thrown: x>
    isOptionType outside ==> <unknown: whether outside has '_type' is not known>
    isOptionType int ==> true
    int.check (throw "x") ==> <thrown: x>
    types.anything.check (throw "x") ==> true
  `));
