import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server/nix/budget.ts";
import { checkLines, evaluated } from "./evaluate.ts";

test("arithmetic", () =>
  checkLines(`
    with builtins; [ (add 1 2) (sub 1 2) (mul 3 4) (div 7 2) (div (-7) 2) (div 7.0 2) ] ==> [ 3 -1 12 3 -3 3.5 ]
    with builtins; [ (bitAnd 12 10) (bitOr 12 10) (bitXor 12 10) (ceil 1.2) (floor (-1.2)) (ceil 3) ] ==> [ 8 14 6 2 -2 3 ]
    builtins.add 9223372036854775807 1 ==> <failure: integer overflow in adding 9223372036854775807 + 1>
    builtins.div 1 0 ==> <failure: division by zero>
    builtins.add 1 "x" ==> <failure: expected an integer but found a string: "x">
    with builtins; [ (lessThan 1 1.5) (lessThan "a" "b") (lessThan [ 1 2 ] [ 1 3 ]) (lessThan [ 1 ] [ 1 0 ]) ] ==> [ true true true true ]
    builtins.lessThan /a /b ==> true
    builtins.lessThan { } { } ==> <failure: cannot compare a set with a set; values of that type are incomparable (values are { } and { })>
  `));

test("equality", () =>
  checkLines(`
    [ (1 == 1.0) ("a" == "a") ([ 1 [ 2 ] ] == [ 1 [ 2 ] ]) ({ a = 1; } == { a = 1; }) ({ a = 1; } == { b = 1; }) ] ==> [ true true true true false ]
    let f = x: x; in [ (f == f) ([ f ] == [ f ]) ] ==> [ false true ]
    { type = "derivation"; outPath = "x"; a = 1; } == { type = "derivation"; outPath = "x"; } ==> true
    let s = { f = x: x; }; in s == s ==> true
    [ outside 1 ] == [ 2 2 ] ==> false
    [ mystery ] == [ 1 ] ==> <unknown: a mystery>
    { a = mystery; } == { a = 1; b = 2; } ==> false
    null == 1 ==> false
  `));

test("lists", () =>
  checkLines(`
    map (x: x * 2) [ 1 2 3 ] ==> [ 2 4 6 ]
    builtins.length (map (x: throw "f") [ (throw "a") ]) ==> 1
    builtins.length (map (throw "f") [ (throw "a") ]) ==> <thrown: f>
    map (throw "f") [ ] ==> [ ]
    builtins.filter (x: x > 1) [ 1 2 3 ] ==> [ 2 3 ]
    with builtins; [ (elem 2 [ 1 2 ]) (elem 3 [ 1 2 ]) (elemAt [ 1 2 ] 1) (head [ 1 2 ]) (tail [ 1 2 ]) (length [ 1 2 ]) ] ==> [ true false 2 1 [ 2 ] 2 ]
    builtins.elemAt [ 1 ] 3 ==> <failure: 'builtins.elemAt' called with index 3 on a list of size 1>
    builtins.head [ ] ==> <failure: 'builtins.head' called on an empty list>
    builtins.concatLists [ [ 1 ] [ ] [ 2 3 ] ] ==> [ 1 2 3 ]
    builtins.concatMap (x: [ x x ]) [ 1 2 ] ==> [ 1 1 2 2 ]
    with builtins; [ (all (x: x > 0) [ 1 2 ]) (any (x: x > 1) [ 1 2 ]) (all (x: x > 1) [ ]) (any (x: true) [ ]) ] ==> [ true true true false ]
    builtins.foldl' (a: b: a + b) 0 [ 1 2 3 ] ==> 6
    builtins.genList (i: i * i) 4 ==> [ 0 1 4 9 ]
    builtins.sort (a: b: a.n < b.n) [ { n = 2; i = 0; } { n = 1; i = 1; } { n = 2; i = 2; } { n = 1; i = 3; } ] ==> [ { i = 1; n = 1; } { i = 3; n = 1; } { i = 0; n = 2; } { i = 2; n = 2; } ]
    builtins.sort builtins.lessThan [ 5 3 9 1 2 8 ] ==> [ 1 2 3 5 8 9 ]
    builtins.partition (x: x > 1) [ 1 2 3 ] ==> { right = [ 2 3 ]; wrong = [ 1 ]; }
    builtins.groupBy (x: if x > 1 then "big" else "small") [ 1 2 3 ] ==> { big = [ 2 3 ]; small = [ 1 ]; }
    builtins.foldl' (a: b: a + b) 0 (builtins.genList (i: i) 20000) ==> 199990000
  `));

test("parts of lists that are not known", () =>
  checkLines(`
    map (x: 1) ([ 1 ] ++ outside) ==> [ 1 ...<unknown: what is made of each item of outside> ]
    map (x: x) ([ 1 ] ++ outside) ==> [ 1 ...<external outside> ]
    map (x: x.a.b) outside ==> <external outside>
    builtins.concatMap (x: [ x 1 ]) outside ==> <unknown: what is made of each item of outside>
    map import outside ==> <external outside>
    builtins.length ([ 1 ] ++ outside) ==> <unknown: the list has a part of unknown length>
    builtins.elem 1 ([ 1 ] ++ outside) ==> true
    builtins.elem 2 ([ 1 ] ++ outside) ==> <unknown: elem depends on outside>
    builtins.head ([ 1 ] ++ outside) ==> <unknown: the list has a part of unknown length>
    builtins.filter (x: mystery) [ 1 2 ] ==> [ ?1 ?2 ]
    builtins.concatLists [ [ 1 ] outside [ 2 ] ] ==> [ 1 2 ...<external outside> ]
    builtins.concatLists (builtins.filter (x: mystery) [ [ 1 ] [ 2 ] ]) ==> [ ?1 ?2 ]
    builtins.partition (x: mystery) [ 1 ] ==> { right = [ ?1 ]; wrong = [ ?1 ]; }
    builtins.any (x: x == 1) [ mystery 1 ] ==> true
    builtins.all (x: x == 1) [ mystery 1 ] ==> <unknown: a mystery>
    builtins.foldl' (a: b: a // b) { a = 1; } ([ { b = 2; } ] ++ outside) ==> { a = 1; b = 2; ...<external outside> }
    builtins.length outside ==> <external length(outside)>
  `));

test("sets", () =>
  checkLines(`
    builtins.attrNames { b = throw "b"; a = 1; } ==> [ "a" "b" ]
    builtins.attrValues { b = 2; a = 1; } ==> [ 1 2 ]
    with builtins; [ (getAttr "a" { a = 1; }) (hasAttr "a" { a = 1; }) (hasAttr "b" { a = 1; }) ] ==> [ 1 true false ]
    builtins.getAttr "b" { a = 1; } ==> <failure: attribute 'b' missing>
    builtins.hasAttr "b" outside ==> <unknown: whether outside has 'b' is not known>
    removeAttrs { a = 1; b = 2; } [ "a" "c" ] ==> { b = 2; }
    removeAttrs { a = 1; b = 2; } (builtins.filter (x: mystery) [ "a" ]) ==> { a? = 1; b = 2; }
    builtins.intersectAttrs { a = 1; c = 1; } { a = 2; b = 2; } ==> { a = 2; }
    builtins.intersectAttrs outside { a = 2; } ==> <external outside>
    builtins.catAttrs "a" [ { a = 1; } { b = 2; } { a = 3; } ] ==> [ 1 3 ]
    builtins.listToAttrs [ { name = "a"; value = 1; } { name = "a"; value = 2; } { name = "b"; value = 3; } ] ==> { a = 1; b = 3; }
    builtins.listToAttrs (builtins.filter (x: mystery) [ { name = "a"; value = 1; } ]) ==> { a? = 1; }
    builtins.mapAttrs (name: value: name + value) { a = "x"; b = "y"; } ==> { a = "ax"; b = "by"; }
    (builtins.mapAttrs (name: throw "f") { a = throw "a"; }) ? a ==> true
    builtins.zipAttrsWith (name: values: values) [ { a = 1; } { a = 2; b = 3; } ] ==> { a = [ 1 2 ]; b = [ 3 ]; }
    builtins.functionArgs ({ a, b ? 1, ... }: a) ==> { a = false; b = true; }
    builtins.functionArgs (x: x) ==> { }
    builtins.unsafeGetAttrPos "a" { a = 1; } ==> { column = 33; file = "/flake/text.nix"; line = 1; }
    builtins.unsafeGetAttrPos "b" { a = 1; } ==> null
    builtins.attrNames ({ a = 1; } // outside) ==> [ "a" ...<external outside> ]
  `));

test("types", () =>
  checkLines(`
    map builtins.typeOf [ 1 1.0 "a" /a null true [ ] { } (x: x) map ] ==> [ "int" "float" "string" "path" "null" "bool" "list" "set" "lambda" "lambda" ]
    with builtins; [ (isNull null) (isBool true) (isInt 1) (isFloat 1.0) (isString "") (isPath /a) (isList [ ]) (isAttrs { }) (isFunction map) ] ==> [ true true true true true true true true true ]
    with builtins; [ (isInt 1.0) (isString /a) (isFunction { __functor = self: x: x; }) ] ==> [ false false false ]
    builtins.isString outside ==> <unknown: the type of outside is not known>
    with builtins; [ (isString "a\${outside}") (isAttrs (fetchGit "x")) (isList (fetchGit "x")) ] ==> [ true true false ]
    builtins.isString mystery ==> <unknown: a mystery>
  `));

test("control", () =>
  checkLines(`
    throw "x" ==> <thrown: x>
    abort "x" ==> <failure: evaluation aborted with the following error message: 'x'>
    builtins.tryEval (throw "x") ==> { success = false; value = false; }
    builtins.tryEval 1 ==> { success = true; value = 1; }
    builtins.tryEval (abort "x") ==> <failure: evaluation aborted with the following error message: 'x'>
    builtins.tryEval outside ==> <unknown: whether outside can be evaluated is not known>
    builtins.tryEval { a = throw "x"; } ==> { success = true; value = { a = <thrown: x>; }; }
    builtins.seq (throw "x") 1 ==> <thrown: x>
    builtins.seq { a = throw "x"; } 1 ==> 1
    builtins.deepSeq { a = [ (throw "x") ]; } 1 ==> <thrown: x>
    let x = { inherit x; }; in builtins.deepSeq x 1 ==> 1
    with builtins; [ (trace "m" 1) (traceVerbose "m" 2) (warn "m" 3) (addErrorContext "m" 4) (break 5) ] ==> [ 1 2 3 4 5 ]
    builtins.genericClosure { startSet = [ { key = 1; } ]; operator = x: if x.key < 3 then [ { key = x.key + 1; } { key = 1; } ] else [ ]; } ==> [ { key = 1; } { key = 2; } { key = 3; } ]
  `));

test("a closure without end ends with the budget and keeps what it has", () => {
  const text = "builtins.genericClosure { startSet = [ { key = 1; } ]; operator = x: [ { key = x.key + 1; } ]; }";
  const answer = evaluated(text, {}, { limits: { ...DEFAULT_LIMITS, stepsPerPiece: 1000 } });
  expect(answer).toMatch(/^\[ { key = 1; } .* \.\.\.<unknown: budget spent/);
});

test("names in scope", () =>
  checkLines(`
    [ true false null ] ==> [ true false null ]
    builtins.builtins.builtins.add 1 2 ==> 3
    with builtins; [ langVersion nixVersion storeDir nixPath ] ==> [ 6 "2.26.0" "/nix/store" [ ] ]
    [ (__add 1 2) (__length [ ]) (toString 1) (isNull null) (__attrNames { }) ] ==> [ 3 0 "1" true [ ] ]
    __map ==> <failure: undefined variable '__map'>
    length ==> <failure: undefined variable 'length'>
    [ builtins.currentSystem (builtins.getEnv "HOME") ] ==> [ <unknown: builtins.currentSystem depends on the machine> "" ]
    builtins ? nonsense ==> false
    (derivation { name = throw "x"; }).type ==> "derivation"
    "\${fetchTarball "u"}/x" ==> <external \${fetchTarball(…)}/x>
  `));
