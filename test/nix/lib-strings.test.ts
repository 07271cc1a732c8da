import { expect, test } from "vitest";
import { checkLib, evaluateWithLib } from "./lib.ts";

test("beginnings, ends and middles", () =>
  checkLib(String.raw`
    [ (hasPrefix "a" "ab") (hasPrefix "b" "ab") (hasSuffix "b" "ab") (hasInfix "x" "ab") (hasInfix "." "a.b") ] ==> [ true false true false true ]
    [ (removePrefix "a" "ab") (removePrefix "x" "ab") (removeSuffix ".nix" "a.nix") (removeSuffix "x" "ab") ] ==> [ "b" "ab" "a" "ab" ]
    hasPrefix "a" outside ==> <unknown: depends on outside>
    hasSuffix ".nix" /flake/a.nix ==> true
    [ (trim "  a b \n") (strings.trimWith { start = true; } " a ") (strings.trimWith { end = true; } " a ") ] ==> [ "a b" "a " " a" ]
    strings.commonPrefixLength "abc" "abd" ==> 2
    [ (strings.levenshtein "kitten" "sitting") (strings.levenshteinAtMost 2 "kitten" "sitting") ] ==> [ 3 false ]
  `));

test("taking apart and putting together", () =>
  checkLib(String.raw`
    [ (splitString "." "a.b.") (splitString "x" "a") (splitString "::" "a::b") ] ==> [ [ "a" "b" "" ] [ "a" ] [ "a" "b" ] ]
    splitString "" "ab" ==> [ "" "a" "b" "" ]
    stringToCharacters "abc" ==> [ "a" "b" "c" ]
    stringAsChars (c: if c == "a" then "i" else c) "nax" ==> "nix"
    splitStringBy (prev: curr: curr == ".") false "a.b" ==> [ "a" "b" ]
    splitStringBy (prev: curr: curr == "B") true "aBc" ==> [ "a" "Bc" ]
    concatStrings [ "a" "b" ] ==> "ab"
    concatStringsSep ", " [ "a" "b" ] ==> "a, b"
    concatMapStrings (x: "-" + x) [ "a" "b" ] ==> "-a-b"
    concatMapStringsSep "," toUpper [ "a" "b" ] ==> "A,B"
    concatImapStringsSep "," (i: x: toString i + x) [ "a" "b" ] ==> "1a,2b"
    concatMapAttrsStringSep "," (n: v: n + v) { a = "1"; b = "2"; } ==> "a1,b2"
    [ (concatLines [ "a" "b" ]) (concatLines [ ]) ] ==> [ "a\nb\n" "" ]
    intersperse "/" [ "a" "b" ] ==> [ "a" "/" "b" ]
    [ (optionalString true "a") (optionalString false (throw "no")) ] ==> [ "a" "" ]
    [ (makeBinPath [ "/a" "/b" ]) (makeSearchPath "x" [ "/a" null ]) ] ==> [ "/a/bin:/b/bin" "/a/x" ]
    strings.replicate 2 "ab" ==> "abab"
  `));

test("changing letters", () =>
  checkLib(`
    toUpper /a ==> <failure: expected a string but found a path: /a>
    [ (toLower "AbC") (toUpper "AbC") (toSentenceCase "hELLO") (toCamelCase "hello-world foo_barBaz") ] ==> [ "abc" "ABC" "Hello" "helloWorldFooBarBaz" ]
    [ (replaceStrings [ "a" ] [ "b" ] "aa") (replaceString "a" "b" "aca") ] ==> [ "bb" "bcb" ]
    [ (fixedWidthString 5 "0" "12") (fixedWidthNumber 3 7) ] ==> [ "00012" "007" ]
    fixedWidthString 4 "ab" "x" ==> <thrown: fixedWidthString: requested string length (0) must not be shorter than actual length (1)>
    strings.normalizePath "a//b///c" ==> "a/b/c"
  `));

test("fitting into other languages", () =>
  checkLib(String.raw`
    [ (escapeShellArg "a b") (escapeShellArg "a") (escapeShellArg "it's") (escapeShellArgs [ "a b" 1 ]) ] ==> [ "'a b'" "a" "'it'\\''s'" "'a b' 1" ]
    escape [ "(" ")" ] "f(x)" ==> "f\\(x\\)"
    strings.escapeNixString "a$b" ==> "\"a\\$b\""
    [ (strings.escapeNixIdentifier "a-b") (strings.escapeNixIdentifier "a b") (strings.escapeNixIdentifier "if") ] ==> [ "a-b" "\"a b\"" "\"if\"" ]
    escapeRegex "a.b" ==> "a\\.b"
    escapeXML "<a>" ==> "&lt;a&gt;"
    escapeURL "a b/c" ==> "a%20b%2Fc"
    toShellVar "x" [ "a b" 1 ] ==> "declare -a x=('a b' 1)"
    toShellVar "x" { a = 1; b = "c d"; } ==> "declare -A x=([a]=1 [b]='c d')"
    toShellVars { a = 1; b = "c d"; } ==> "a=1\nb='c d'"
    [ (enableFeature true "x") (withFeatureAs true "x" "y") (mesonBool "x" false) (cmakeBool "X" true) ] ==> [ "--enable-x" "--with-x=y" "-Dx=false" "-DX:BOOL=TRUE" ]
  `));

test("numbers and versions", () =>
  checkLib(`
    [ (toInt "42") (toInt " -3 ") (toIntBase10 "007") (trivial.toHexString 250) (fromHexString "0xfa") (toBaseDigits 2 6) ] ==> [ 42 -3 7 "FA" 250 [ 1 1 0 ] ]
    toInt "x" ==> <thrown: toInt: Could not convert "x" to int.>
    toInt "007" ==> <thrown: toInt: Ambiguity in interpretation of "007" between octal and zero padded integer.>
    [ (versionAtLeast "1.2" "1.1") (versionOlder "1.10" "1.9") (versionAtLeast "1" "1") ] ==> [ true false true ]
    [ (getName "hello-1.2") (getVersion "hello-1.2") (getName { pname = "x"; }) (getVersion { version = "3"; }) ] ==> [ "hello" "1.2" "x" "3" ]
    [ (versions.major "1.2.3") (versions.minor "1.2.3") (versions.majorMinor "1.2.3") (versions.pad 3 "1.2-rc") ] ==> [ "1" "2" "1.2" "1.2.0-rc" ]
    nameFromURL "https://x/hello-1.tar.gz" "-" ==> "hello"
  `));

test("a piece of a text still knows the literal it came from", () => {
  for (const call of ["removeSuffix ''x''", "toUpper", "(t: head (splitString ''.'' t))", "trim"]) {
    const text = `${call} "a.bx"`;
    const start = `with lib; ${call} `.length;
    expect(evaluateWithLib(text).value).toMatchObject({ at: { start, end: start + 6 } });
  }
});
