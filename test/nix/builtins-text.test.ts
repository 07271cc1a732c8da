import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server/nix/budget.ts";
import { readJson } from "../../server/nix/builtins/json-reader.ts";
import { search } from "../../server/nix/regex/match-program.ts";
import { compileRegex } from "../../server/nix/regex/pattern-program.ts";
import { Recogniser } from "../../server/nix/regex/recogniser.ts";
import { checkLines, evaluated, evaluateText } from "./evaluate.ts";

test("strings", () =>
  checkLines(String.raw`
    [ (toString 1) (toString 1.5) (toString true) (toString null) (toString [ 1 [ "a" ] [ ] "b" ]) (toString /a/b) ] ==> [ "1" "1.500000" "1" "" "1 a b" "/a/b" ]
    [ (toString { outPath = "/x"; }) (toString { __toString = self: self.n; n = "y"; }) "\${{ outPath = /z; }}" ] ==> [ "/x" "y" "/z" ]
    "\${1}" ==> <failure: cannot coerce an integer to a string: 1>
    toString (x: x) ==> <failure: cannot coerce a function to a string: «lambda»>
    let x = { __toString = self: self; }; in toString x ==> <unknown: budget spent: this piece of code takes too many steps>
    with builtins; [ (substring 1 2 "abcd") (substring 2 (-1) "abcd") (substring 9 1 "a") (stringLength "abc") (stringLength "ä") ] ==> [ "bc" "cd" "" 3 2 ]
    builtins.substring (-1) 1 "a" ==> <failure: negative start position in 'substring'>
    builtins.replaceStrings [ "o" "" ] [ "0" "-" ] "foo" ==> "-f00-"
    builtins.replaceStrings [ "" ] [ "-" ] "ab" ==> "-a-b-"
    builtins.replaceStrings [ "a" "b" ] [ "b" (throw "unused") ] "aa" ==> "bb"
    builtins.replaceStrings [ "a" ] [ ] "x" ==> <failure: 'from' and 'to' arguments passed to builtins.replaceStrings have different lengths>
    builtins.concatStringsSep ", " [ "a" /b "c" ] ==> "a, /b, c"
    builtins.concatStringsSep "," [ ] ==> ""
    builtins.concatStringsSep "/" [ "a" outside "b" ] ==> <external a/\${outside}/b>
    builtins.stringLength outside ==> <external stringLength(outside)>
    with builtins; [ (unsafeDiscardStringContext "a") (hasContext "a") (getContext "a") (appendContext "a" { }) ] ==> [ "a" false { } "a" ]
    builtins.stringLength (builtins.hashString "sha256" "") ==> 64
  `));

test("versions", () =>
  checkLines(`
    with builtins; [ (compareVersions "1.0" "2.3") (compareVersions "2.1" "2.1") (compareVersions "2.3" "2.3pre1") (compareVersions "2.3.1" "2.3a") (compareVersions "2.3.1" "2.3c") ] ==> [ -1 0 1 1 1 ]
    with builtins; [ (compareVersions "1.10" "1.9") (compareVersions "2.5" "2.5pre") (compareVersions "a" "1") (compareVersions "1" "1.0") ] ==> [ 1 1 -1 -1 ]
    builtins.splitVersion "1.2pre-3" ==> [ "1" "2" "pre" "3" ]
    with builtins; [ (parseDrvName "nix-0.12pre12876") (parseDrvName "a-b") ] ==> [ { name = "nix"; version = "0.12pre12876"; } { name = "a-b"; version = ""; } ]
  `));

test("match takes the whole text", () =>
  checkLines(String.raw`
    with builtins; [ (match "ab" "abc") (match "abc" "abc") (match "a(b)(c)" "abc") ] ==> [ null [ ] [ "b" "c" ] ]
    builtins.match "[[:space:]]+([[:upper:]]+)[[:space:]]+" "  FOO   " ==> [ "FOO" ]
    builtins.match "(a)|(b)" "b" ==> [ null "b" ]
    builtins.match ".*\\.nix" "/x/y.nix" ==> [ ]
    builtins.match "a{2,3}b?" "aaa" ==> [ ]
    builtins.match "a{2}" "aaa" ==> null
    builtins.match "[]a^-]+" "]^a-" ==> [ ]
    builtins.match "[^/]+" "a/b" ==> null
    builtins.match "(.*)/([^/]*)" "a/b/c" ==> [ "a/b" "c" ]
    builtins.match "(a*)(a|ab)(c|bcd)(d*)" "abcd" ==> [ "" "a" "bcd" "" ]
    builtins.match "((a|b)*)c" "abac" ==> [ "aba" "a" ]
    builtins.match "" "" ==> [ ]
    builtins.match "(" "x" ==> <failure: invalid regular expression '('>
    builtins.match "*a" "x" ==> <failure: invalid regular expression '*a'>
    builtins.match "a{2,1}" "x" ==> <failure: invalid regular expression 'a{2,1}'>
    builtins.match "((a{99}){99}){99}" "x" ==> <failure: memory limit exceeded by regular expression '((a{99}){99}){99}'>
  `));

test("split", () =>
  checkLines(`
    builtins.split "(a)b" "abc" ==> [ "" [ "a" ] "c" ]
    builtins.split "([ac])" "abc" ==> [ "" [ "a" ] "b" [ "c" ] "" ]
    builtins.split "(a)|([bc])" "abc" ==> [ "" [ "a" null ] "" [ null "b" ] "" [ null "c" ] "" ]
    builtins.split "([[:upper:]]+)" " FOO " ==> [ " " [ "FOO" ] " " ]
    builtins.split "" "abc" ==> [ "" [ ] "a" [ ] "b" [ ] "c" [ ] "" ]
    builtins.split "x*" "axb" ==> [ "" [ ] "a" [ ] "" [ ] "b" [ ] "" ]
    builtins.split "a|ab" "xab" ==> [ "x" [ ] "" ]
    builtins.split "/" "none" ==> [ "none" ]
    builtins.split "^a" "aa" ==> [ "" [ ] "a" ]
  `));

test("a hostile pattern costs steps, not time", () => {
  const text = `builtins.match "(a*)*(a|a)*(a*a*a*)*b" (builtins.concatStringsSep "" (builtins.genList (i: "a") 5000))`;
  checkLines(`${text} ==> null`);
});

test("match accepts what a JavaScript expression of the same text accepts", () => {
  const piece = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(", ")", "|", "*", "+", "?", "{2}", "{0,1}");
  const pattern = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (source, subject) => {
      const program = compileRegex(source);
      const reference = referenceOf(source);
      if (typeof program !== "object" || !reference) return;
      const found = search(program, subject, { from: 0, anchored: true, whole: true, nonEmpty: false });
      expect(found !== undefined).toBe(reference.test(subject));
    }),
    { numRuns: 500 },
  );
});

test("a text is recognised wherever a match of the whole is found", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    ".",
    "[^a]",
    "(a|b)",
    "(a*|b)*",
    "^",
    "$",
    "(",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{2}",
  );
  const pattern = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));
  const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\u{1f600}"), maxLength: 8 }), { maxLength: 8 });
  fc.assert(
    fc.property(pattern, texts, (source, subjects) => {
      const program = compileRegex(source);
      if (typeof program !== "object") return;
      const recogniser = new Recogniser(program);
      for (const subject of subjects) {
        const found = search(program, subject, { from: 0, anchored: true, whole: true, nonEmpty: false });
        expect(recogniser.matches(subject)).toBe(found !== undefined);
      }
    }),
    { numRuns: 500 },
  );
});

/** A doubled quantifier means something else to JavaScript. */
function referenceOf(source: string): RegExp | undefined {
  if (/[*+?}][*+?{]/.test(source)) return undefined;
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return undefined;
  }
}

test.each(["match", "split", "fromJSON", "fromTOML"])("no text makes %s crash", (name) => {
  const text = fc.string({ unit: fc.constantFrom(...'ab([{}])|*+?^$.\\-:,="1\n') });
  fc.assert(
    fc.property(text, text, (first, second) => {
      const [one, two] = [JSON.stringify(first), JSON.stringify(second)].map((quoted) => quoted.replaceAll("$", "\\$"));
      const call = name.startsWith("from") ? `builtins.${name} ${one}` : `builtins.${name} ${one} ${two}`;
      expect(evaluated(call)).toMatch(/./);
    }),
    { numRuns: 200 },
  );
});

test("a JSON string is what JavaScript reads, or none", () => {
  const piece = fc.constantFrom("a", "\\", '"', "\\n", "\\u0041", "\\ud83d", "/", "\n", "\u007f", "\u{1f600}", "u00e9");
  const content = fc.array(piece, { maxLength: 8 }).map((pieces) => `"${pieces.join("")}"`);
  fc.assert(
    fc.property(content, (text) => {
      const read = readJson(text);
      expect(read?.type === "string" ? read.text : undefined).toBe(parsedOrNothing(text));
    }),
    { numRuns: 500 },
  );
});

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test("JSON", () =>
  checkLines(String.raw`
    builtins.toJSON { b = [ 1 1.0 2.5 null true "x\"\n" ]; a = { outPath = "/p"; }; } ==> "{\"a\":\"/p\",\"b\":[1,1.0,2.5,null,true,\"x\\\"\\n\"]}"
    builtins.toJSON (x: x) ==> <failure: cannot convert a function to JSON>
    builtins.toJSON [ 1 outside ] ==> <external [1,\${toJSON(outside)}]>
    builtins.fromJSON "{\"a\": [1, -2.5e1, \"x\\u0041\\n\", true, null, {}], \"a-b\": 9007199254740993}" ==> { a = [ 1 -25.0 "xA\n" true null { } ]; a-b = 9007199254740993; }
    builtins.fromJSON "[18446744073709551615]" ==> <failure: error parsing JSON>
    builtins.toJSON { outPath = { outPath = [ 1 ]; }; } ==> "[1]"
    builtins.fromJSON "[1,]" ==> <failure: error parsing JSON>
    builtins.fromJSON "[] x" ==> <failure: error parsing JSON>
    builtins.fromJSON "{\"a\"}" ==> <failure: error parsing JSON>
    builtins.fromJSON "" ==> <failure: error parsing JSON>
    builtins.fromJSON "[[],[[]],{\"a\":{}}]" ==> [ [ ] [ [ ] ] { a = { }; } ]
  `));

test.each(["builtins.toJSON x", "toString x"])("a list that contains itself ends with the budget: %s", (text) => {
  const limits = { ...DEFAULT_LIMITS, nesting: 200 };
  expect(evaluated(`let x = [ x ]; in ${text}`, {}, { limits })).toMatch(/^<unknown: budget spent/);
});

test("TOML", () =>
  checkLines(String.raw`
    builtins.fromTOML "a = 1\nb = [1.5, \"x\"]\n[c.d]\ne = true\n" ==> { a = 1; b = [ 1.5 "x" ]; c = { d = { e = true; }; }; }
    (builtins.fromTOML "a = ").a ==> <failure: while parsing TOML: not a TOML document, or it has a value that Nix cannot hold>
    (builtins.fromTOML "a = 1979-05-27").a ==> <failure: while parsing TOML: not a TOML document, or it has a value that Nix cannot hold>
  `));

const files = {
  "/flake/data/a.txt": "hello",
  "/flake/data/link": "-> a.txt",
  "/flake/module/default.nix": "{ n = 1; }",
  "/flake/other.nix": "{ n = 2; }",
};

test("files", () =>
  checkLines(
    String.raw`
    builtins.readFile ./data/a.txt ==> "hello"
    builtins.readFile ./data/none ==> <failure: path '/flake/data/none' does not exist>
    builtins.readFile /etc/passwd ==> <unknown: /etc/passwd is outside the workspace>
    builtins.readFile "data/a.txt" ==> <failure: string 'data/a.txt' doesn't represent an absolute path>
    builtins.readDir ./. ==> { data = "directory"; module = "directory"; "other.nix" = "regular"; "text.nix" = "regular"; }
    builtins.readDir ./data ==> { "a.txt" = "regular"; link = "symlink"; }
    builtins.readDir outside ==> <external readDir(outside)>
    builtins.readFileType ./data ==> "directory"
    map builtins.pathExists [ ./data ./none "/flake/data/" "/flake/other.nix/" /etc ] ==> [ true false true false <unknown: /etc is outside the workspace> ]
    [ (import ./module).n (import "/flake/other.nix").n (import { outPath = ./module; }).n ] ==> [ 1 2 1 ]
    import ./none.nix ==> <failure: path '/flake/none.nix' does not exist>
    import "\${outside}/nixos/lib/eval-config.nix" ==> <external import(\${outside}/nixos/lib/eval-config.nix)>
    import outside ==> <external import(outside)>
    [ (dirOf /a/b) (dirOf "/a/b") (dirOf "b") (dirOf "/b") (baseNameOf /a/b) (baseNameOf "a/b/") ] ==> [ /a "/a" "." "/" "b" "b" ]
    [ (builtins.path { path = ./data; name = "x"; filter = throw "f"; }) (builtins.filterSource (_: throw "f") ./data) ] ==> [ "/flake/data" "/flake/data" ]
    [ (builtins.toPath "/a/../b") (builtins.storePath "/nix/store/x") (builtins.toFile "n" "c") ] ==> [ "/b" "/nix/store/x" <external toFile(n)> ]
    builtins.findFile [ { prefix = "x"; path = ./data; } ] "x/a.txt" ==> /flake/data/a.txt
    builtins.findFile builtins.nixPath "nixpkgs" ==> <external <nixpkgs>>
    builtins.findFile [ { prefix = "x"; path = ./data; } ] "y" ==> <thrown: file 'y' was not found in the Nix search path (add it using $NIX_PATH or -I)>
  `,
    files,
  ));

test("a string keeps its literal's place through list functions, and an untouched string is the same object", () => {
  const text = `builtins.elemAt (builtins.filter (x: x != "a") (builtins.concatLists [ [ "a" ] (map (x: x) [ "b" ]) ])) 0`;
  const { value } = evaluateText(text);
  expect(value).toMatchObject({ type: "string", text: "b", at: { start: text.indexOf('"b"') } });
  const trimmed = evaluateText(`builtins.substring 0 1 "xy"`).value;
  expect(trimmed).toMatchObject({ type: "string", text: "x", at: { start: 23 } });
});

test("what a computed name picks is marked with its literal, what is listed as listed", () => {
  const picked = evaluateText(`builtins.getAttr "a" { a = { }; }`).value;
  expect(picked).toMatchObject({ type: "set", selection: { kind: "string", at: { start: 17, end: 20 } } });
  const { machine, value } = evaluateText(`builtins.mapAttrs (name: value: [ name value ]) { a = { }; }`);
  const pair = machine.select(value, "a");
  const [name, inner] = pair.type === "list" ? pair.items.map((item) => machine.force(item)) : [];
  expect(name).toMatchObject({ text: "a", at: { start: 50, end: 51 }, listed: { kind: "wildcard" } });
  expect(inner).toMatchObject({ type: "set", selection: { kind: "wildcard" } });
});
