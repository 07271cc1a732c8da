import { expect, test } from "vitest";
import { undefinedVariables } from "../../server/nix/undefined-variables.ts";
import { parse } from "../../server/syntax/parse.ts";
import { checkLines, evaluated } from "./evaluate.ts";

test("`__overrides` of a rec set", () =>
  checkLines(`
    (rec { __overrides = { a = 2; b = 3; }; x = a; a = 1; }).x ==> 2
    rec { \${"foo"} = "bar"; __overrides = { bar = "qux"; }; } ==> { __overrides = { bar = "qux"; }; bar = "qux"; foo = "bar"; }
    { __overrides = { a = 2; }; a = 1; }.a ==> 1
    let __overrides = { a = 2; }; a = 1; in a ==> 1
    (rec { __overrides = 1; a = 1; }).a ==> <failure: expected a set but found an integer: 1>
    (rec { __overrides = outside; a = 1; }).b ==> <external outside.b>
  `));

test("attributes with computed names are defined once", () =>
  checkLines(`
    { \${"a"} = 1; \${"b"} = 2; } ==> { a = 1; b = 2; }
    { a = 1; \${"" + "a"} = 2; } ==> <failure: dynamic attribute 'a' already defined at /flake/text.nix:1:3>
    { \${"" + "a"}.b = 1; \${"" + "a"}.c = 2; } ==> <failure: dynamic attribute 'a' already defined at /flake/text.nix:1:3>
    { \${null} = 1; \${null} = 2; } ==> { }
  `));

test("a set made of several paths inherits names that are bound later", () =>
  checkLines(`
    let c = 1; in (rec { a.b = { inherit c; }; a.b.x = 2; c = 3; }).a.b.c ==> 3
    let c = 1; in (let a.b = { inherit c; }; a.b.x = 2; c = 3; in a).b.c ==> 3
  `));

test("a rec set is extended by later paths, which see its names", () => {
  const text = "{ a = rec { b = c + 1; d = 2; }; a.c = d + 3; }.a.b";
  expect(evaluated(text)).toBe("6");
  expect(undefinedVariables(parse(text).root, () => false)).toEqual([]);
  expect(undefinedVariables(parse("{ a.b = 1; a = rec { c = d + 2; d = 3; }; }.c").root, () => false)).toHaveLength(1);
});

test("undefined variables are found without evaluating, but not where a `with` may bring them", () => {
  const found = (text: string) =>
    undefinedVariables(parse(text).root, (name) => name === "builtins").map((one) => one.message);
  expect(found("x: y")).toEqual(["undefined variable 'y'"]);
  expect(found("{ a, b ? a }@args: [ a b args builtins __curPos ]")).toEqual([]);
  expect(found("with z; let inherit (a) b; in { inherit b c; f = d; }")).toEqual(["undefined variable 'z'"]);
  expect(found("rec { a = b; b = 1; inherit c; }")).toEqual(["undefined variable 'c'"]);
  expect(found("let a.b = c; in { inherit a; }.a or d ? e")).toHaveLength(2);
});

test("`scopedImport` brings names into a file", () => {
  const files = {
    "/flake/a.nix": "[ x (builtins.typeOf map) y or 1 ]",
    "/flake/b.nix": "x + map",
    "/flake/c/default.nix": "x",
  };
  expect(evaluated("scopedImport { x = 5; y = 2; } ./c", files)).toBe("5");
  expect(evaluated("builtins.scopedImport { x = 5; map = 2; } ./b.nix", files)).toBe("7");
  expect(evaluated("scopedImport { x = 5; } ./c + scopedImport { x = 6; } ./c", files)).toBe("11");
  expect(evaluated("scopedImport { } ./c", files)).toBe("<failure: undefined variable 'x'>");
  expect(evaluated("scopedImport outside ./c", files)).toBe("<external scopedImport(outside)>");
});

test("`__curPos` tells where it stands", () =>
  checkLines(`
    [ __curPos.line __curPos.column ] ==> [ 1 17 ]
    let x = __curPos; in x ==> { column = 9; file = "/flake/text.nix"; line = 1; }
  `));

test("hashes of texts", () =>
  checkLines(`
    builtins.hashString "md5" "" ==> "d41d8cd98f00b204e9800998ecf8427e"
    builtins.hashString "sha1" "abc" ==> "a9993e364706816aba3e25717850c26c9cd0d89d"
    builtins.substring 0 8 (builtins.hashString "sha256" "é") ==> "4a99557e"
    builtins.hashString "sha3" "" ==> <failure: unknown hash algorithm 'sha3', expect 'blake3', 'md5', 'sha1', 'sha256', or 'sha512'>
    builtins.hashString "md5" outside ==> <external hashString(outside)>
    builtins.hashFile "md5" ./nothing ==> <failure: path '/flake/nothing' does not exist>
  `));

test("a derivation is a set whose store paths are outside", () =>
  checkLines(`
    (derivation { name = "a"; builder = "b"; system = "c"; }).name ==> "a"
    (derivation { name = "a"; outputs = [ "dev" "out" ]; }).out.outputName ==> "out"
    (derivation { name = "a"; outputs = [ "dev" "out" ]; }).type ==> "derivation"
    derivation { name = "a"; } ? meta ==> false
    map (o: o.outputName) (derivation { name = "a"; outputs = [ "dev" "out" ]; }).all ==> [ "dev" "out" ]
    "\${derivation { name = "a"; }}/bin" ==> <external \${derivation(…).outPath}/bin>
    derivation outside ==> <external derivation(outside)>
    let d = derivation { name = "a"; }; in d == d ==> true
  `));

test("a path in a string must be there, a path as such need not", () =>
  checkLines(
    `
    "\${./a}" ==> "/flake/a"
    "\${./b}" ==> <failure: path '/flake/b' does not exist>
    toString ./b ==> "/flake/b"
    ./\${"b"} ==> /flake/b
    "\${/elsewhere/b}" ==> "/elsewhere/b"
  `,
    { "/flake/a": "1" },
  ));

test("a list with an undecided item is not a known text", () =>
  checkLines(`
    toString (lib.optional mystery 0) ==> <unknown: an item of the list depends on an undecided condition>
    toString [ [ ] 1 [ null "a" ] ] ==> "1  a"
  `));

test("what Nix refuses in builtins is refused", () =>
  checkLines(`
    builtins.sort 1 [ "a" ] ==> <failure: expected a function but found an integer: 1>
    builtins.sort 1 [ ] ==> [ ]
    builtins.filterSource 1 ./. ==> <failure: expected a function but found an integer: 1>
    builtins.getEnv 1 ==> <failure: expected a string but found an integer: 1>
    builtins.genericClosure { startSet = [ { key = 1; } { key = "a"; } ]; operator = x: [ ]; } ==> <failure: cannot compare a string with an integer; values are "a" and 1>
    builtins.fromJSON "\\"a\\\\u0000b\\"" ==> <failure: a string of this JSON text cannot be represented as Nix string because it contains null bytes>
  `));
