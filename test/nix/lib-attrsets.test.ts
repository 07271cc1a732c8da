import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server/nix/budget.ts";
import type { Value } from "../../server/nix/value.ts";
import { show } from "./evaluate.ts";
import { checkLib, evaluateWithLib } from "./lib.ts";

test("paths of attribute names", () =>
  checkLib(`
    attrByPath [ "a" "b" ] 6 { a.b = 3; } ==> 3
    attrByPath [ "a" "c" ] 6 { a.b = 3; } ==> 6
    attrByPath [ "a" (throw "no") ] 6 { } ==> 6
    attrByPath [ ] 6 { } ==> { }
    attrByPath [ "a" ] 6 outside ==> <unknown: depends on a condition that cannot be decided>
    attrByPath [ "a" ] (throw "none") outside ==> <external outside.a>
    getAttrFromPath [ "a" "b" ] { a.b = 3; } ==> 3
    getAttrFromPath [ "a" "c" ] { a.b = 3; } ==> <failure: evaluation aborted with the following error message: 'cannot find attribute 'a.c''>
    getAttrFromPath [ "a" "c" ] outside ==> <external outside.a.c>
    setAttrByPath [ "a" "b" ] 3 ==> { a = { b = 3; }; }
    [ (hasAttrByPath [ "a" "b" ] { a.b = 1; }) (hasAttrByPath [ "a" "c" ] { a.b = 1; }) (hasAttrByPath [ ] 1) ] ==> [ true false true ]
    attrsets.longestValidPathPrefix [ "a" "b" "c" ] { a.b = 1; } ==> [ "a" "b" ]
    showAttrPath [ "a" "b c" ] ==> "a.\\"b c\\""
    updateManyAttrsByPath [ { path = [ "a" "b" ]; update = old: { d = old.c; }; } { path = [ "x" "y" ]; update = old: 1; } ] { a.b.c = 0; } ==> { a = { b = { d = 0; }; }; x = { y = 1; }; }
    updateManyAttrsByPath [ { path = [ "a" ]; update = old: old + 1; } ] { } ==> { a = <thrown: updateManyAttrsByPath: Path 'a' does not exist in the given value, but the first update to this path tries to access the existing value.>; }
  `));

test("picking attributes", () =>
  checkLib(`
    attrVals [ "a" "b" ] { a = 1; b = 2; c = 3; } ==> [ 1 2 ]
    length (attrVals [ "x" ] { }) ==> 1
    attrVals [ "a" "b" ] outside ==> [ <external outside.a> <external outside.b> ]
    getAttrs [ "a" ] { a = 1; b = 2; } ==> { a = 1; }
    attrValues { b = 1; a = 2; } ==> [ 2 1 ]
    attrNames { b = 1; a = throw "no"; } ==> [ "a" "b" ]
    catAttrs "a" [ { a = 1; } { b = 2; } { a = 3; } ] ==> [ 1 3 ]
    filterAttrs (n: v: v > 1) { a = 1; b = 2; } ==> { b = 2; }
    attrNames (filterAttrs (n: v: n == "a") { a = throw "no"; b = 2; }) ==> [ "a" ]
    filterAttrs (n: v: mystery) { a = 1; } ==> { a? = 1; }
    filterAttrsRecursive (n: v: v != null) { a = { b = null; c = 1; }; d = null; } ==> { a = { c = 1; }; }
    optionalAttrs true { a = 1; } // optionalAttrs false { b = throw "no"; } ==> { a = 1; }
    optionalAttrs mystery { a = 1; } ==> { a? = 1; }
    getOutput "dev" { out = 1; dev = 2; } ==> 2
    getBin outside.git ==> <external outside.git.bin>
    [ (isDerivation { type = "derivation"; }) (isDerivation { }) (isDerivation 1) ] ==> [ true false false ]
  `));

test("making sets", () =>
  checkLib(`
    genAttrs [ "a" "b" ] (n: "x_" + n) ==> { a = "x_a"; b = "x_b"; }
    attrNames (genAttrs [ "a" ] (n: throw "no")) ==> [ "a" ]
    genAttrs' [ 1 2 ] (n: nameValuePair "a\${toString n}" n) ==> { a1 = 1; a2 = 2; }
    genAttrs ([ "a" ] ++ outside ++ optional mystery "b") (n: n) ==> { a = "a"; b? = "b"; ...<external outside> }
    listToAttrs [ (nameValuePair "a" 1) { name = "b"; value = throw "no"; } ] ? b ==> true
    mapAttrs (n: v: n + v) { a = "1"; } ==> { a = "a1"; }
    mapAttrs' (n: v: nameValuePair ("x" + n) v) { a = 1; b = 2; } ==> { xa = 1; xb = 2; }
    mapAttrsToList (n: v: n + v) { b = "2"; a = "1"; } ==> [ "a1" "b2" ]
    length (mapAttrsToList (n: v: throw "no") { a = 1; }) ==> 1
    mapAttrsToList (n: v: n) ({ a = 1; } // outside) ==> [ "a" ...<external outside> ]
    attrsToList { a = 1; } ==> [ { name = "a"; value = 1; } ]
    concatMapAttrs (n: v: { \${n} = v; \${n + v} = v; }) { x = "a"; } ==> { x = "a"; xa = "a"; }
    cartesianProduct { a = [ 1 2 ]; b = [ 3 ]; } ==> [ { a = 1; b = 3; } { a = 2; b = 3; } ]
    mapCartesianProduct ({ a, b }: a + b) { a = [ 1 2 ]; b = [ 10 20 ]; } ==> [ 11 21 12 22 ]
    overrideExisting { a = 1; b = 2; } { b = 3; c = 4; } ==> { a = 1; b = 3; }
  `));

test("merging sets", () =>
  checkLib(`
    recursiveUpdate { a.x = 1; b = 1; } { a.y = 2; b.c = 3; } ==> { a = { x = 1; y = 2; }; b = { c = 3; }; }
    attrNames (recursiveUpdate { a = throw "no"; } { a = throw "no"; b = 1; }) ==> [ "a" "b" ]
    (recursiveUpdate { a.x = throw "no"; a.y = 1; } { a.z = 2; }).a.y ==> 1
    recursiveUpdate { a = outside.b; } { a.y = 2; } ==> { a = { y = 2; ...<external outside.b> }; }
    recursiveUpdateUntil (path: l: r: path == [ "foo" ]) { foo.bar = 1; foo.baz = 2; bar = 3; } { foo.bar = 4; foo.quz = 5; baz = 6; } ==> { bar = 3; baz = 6; foo = { bar = 4; quz = 5; }; }
    mergeAttrsList [ { a = 1; } { b = 2; } { a = 3; } ] ==> { a = 3; b = 2; }
    mergeAttrsList ([ { a = 1; } ] ++ outside) ==> { a = 1; ...<external outside> }
    mergeAttrsList (optional mystery { a = 1; }) ==> { a? = 1; }
    foldAttrs (x: acc: [ x ] ++ acc) [ ] [ { a = 2; b = 7; } { a = 3; } ] ==> { a = [ 2 3 ]; b = [ 7 ]; }
    foldlAttrs (acc: n: v: acc + n + v) "" { b = "2"; a = "1"; } ==> "a1b2"
    zipAttrs [ { a = 1; } { a = 2; b = 3; } ] ==> { a = [ 1 2 ]; b = [ 3 ]; }
    zipAttrsWith (n: vs: foldl' add 0 vs) [ { a = 1; } { a = 2; b = 3; } ] ==> { a = 3; b = 3; }
    (attrsets.unionOfDisjoint { a = 1; b = 2; } { b = 3; }).a ==> 1
  `));

test("walking down sets", () =>
  checkLib(`
    mapAttrsRecursive (path: v: concatStringsSep "." path + v) { a.b = "x"; c = "y"; } ==> { a = { b = "a.bx"; }; c = "cy"; }
    mapAttrsRecursiveCond (as: !(as ? stop)) (path: v: 0) { a = { stop = 1; }; b.c = 2; } ==> { a = 0; b = { c = 0; }; }
    mapAttrsToListRecursive (path: v: concatStringsSep "." path) { a.b = 1; c = 2; } ==> [ "a.b" "c" ]
    collect isList { a = [ 1 ]; b.c = [ 2 ]; d = "x"; } ==> [ [ 1 ] [ 2 ] ]
    collect (x: x ? outPath) { a.outPath = 1; b.c = 2; } ==> [ { outPath = 1; } ]
    matchAttrs { cpu.bits = 64; } { cpu = { bits = 64; name = "x"; }; } ==> true
  `));

test("a name that picks something is remembered, a listed one as listed", () => {
  expect(selectionOf(`getAttrFromPath [ "a" "b" ] { a.b = x: x; }`)).toMatchObject({
    kind: "string",
    at: { start: 32 },
  });
  expect(selectionOf(`head (attrVals [ "a" ] { a = x: x; })`)).toMatchObject({ kind: "string", at: { start: 27 } });
  expect(selectionOf(`head (mapAttrsToList (n: v: v) { a = x: x; })`)).toMatchObject({ kind: "wildcard" });
  expect(selectionOf(`(filterAttrs (n: v: true) { a = x: x; }).a`)).toMatchObject({ kind: "predicate" });
});

function selectionOf(text: string): unknown {
  const value: Value = evaluateWithLib(text).value;
  return value.type === "lambda" ? value.selection : value.type;
}

test.each([
  "let a = { x = a; }; in deepSeq (recursiveUpdate a a) 1",
  "let a = { x = a; y = a; }; b = { x = b; y = b; }; in deepSeq (recursiveUpdate a b) 1",
  "length (cartesianProduct { a = range 1 3000; b = range 1 3000; })",
])("what has no end is stopped by its steps, not by the clock: %s", (text) => {
  const limits = { ...DEFAULT_LIMITS, stepsPerPiece: 200_000, milliseconds: Number.POSITIVE_INFINITY };
  const { machine, value } = evaluateWithLib(text, {}, { limits });
  expect(show(machine, value)).toMatch(/^<unknown: budget spent/);
});
