import { test } from "vitest";
import { checkLib } from "./lib.ts";

test("key-value files", () =>
  checkLib(String.raw`
    generators.toKeyValue { } { a = 1; b = true; c = "x"; } ==> "a=1\nb=true\nc=x\n"
    generators.toKeyValue { listsAsDuplicateKeys = true; indent = " "; } { a = [ 1 2 ]; } ==> " a=1\n a=2\n"
    generators.toKeyValue { mkKeyValue = k: v: k + " " + toString v; } { a = 1; } ==> "a 1\n"
    generators.toKeyValue { mkKeyValue = generators.mkKeyValueDefault { } ": "; } { "a: b" = 1; } ==> "a\\: b: 1\n"
    generators.toINI { } { s = { a = 1; }; t = { b = "x"; }; } ==> "[s]\na=1\n\n[t]\nb=x\n"
    generators.toINIWithGlobalSection { } { globalSection = { a = 1; }; sections = { s = { b = 2; }; }; } ==> "a=1\n\n[s]\nb=2\n"
    generators.toGitINI { user.name = "me"; url."https://x".insteadOf = "y"; core.list = [ 1 2 ]; } ==> "[core]\n\tlist = 1\n\tlist = 2\n\n[url \"https://x\"]\n\tinsteadOf = \"y\"\n\n[user]\n\tname = \"me\"\n"
    generators.toKeyValue { } { a = [ 1 ]; } ==> <failure: evaluation aborted with the following error message: 'generators.mkValueStringDefault: lists not supported: [ 1 ]'>
  `));

test("pretty Nix", () =>
  checkLib(String.raw`
    generators.toPretty { multiline = false; } { a = [ 1 "x" null true ]; "b c" = { }; f = { x, y ? 1 }: x; } ==> "{ a = [ 1 \"x\" null true ]; \"b c\" = { }; f = <function, args: {x, y?}>; }"
    generators.toPretty { } { a = [ 1 ]; } ==> "{\n  a = [\n    1\n  ];\n}"
    generators.toPretty { } "a\nb" ==> "''\n  a\n  b''"
    generators.toPretty { allowPrettyValues = true; } { __pretty = v: "<" + v + ">"; val = "x"; } ==> "<x>"
    generators.withRecursion { depthLimit = 1; throwOnDepthLimit = false; } { a.b = 1; } ==> { a = { b = "<unevaluated>"; }; }
  `));

test("other languages", () =>
  checkLib(String.raw`
    generators.toJSON { } { a = [ 1 "x" ]; } ==> "{\"a\":[1,\"x\"]}"
    generators.toLua { multiline = false; } { a = [ 1 true null ]; b = generators.mkLuaInline "f()"; } ==> "{ [\"a\"] = { 1, true, nil }, [\"b\"] = (f()) }"
    generators.toLua { asBindings = true; } { x = "y"; } ==> "x = \"y\"\n"
    generators.toDhall { } { a = 1; b = [ true ]; } ==> "{ a = +1, b = [ True ] }"
    hasInfix "<key>a</key>\n\t<integer>1</integer>" (generators.toPlist { escape = true; } { a = 1; b = null; }) ==> true
  `));

test("command lines", () =>
  checkLib(`
    cli.toGNUCommandLine { } { data = "x y"; X = "PUT"; url = [ "a" "b" ]; silent = true; verbose = false; retry = 3; none = null; } ==> [ "-X" "PUT" "--data" "x y" "--retry" "3" "--silent" "--url" "a" "--url" "b" ]
    cli.toGNUCommandLineShell { optionValueSeparator = "="; } { data = "x y"; } ==> "'--data=x y'"
    cli.toCommandLineGNU { } { v = true; level = 3; } ==> [ "--level=3" "-v" ]
    cli.toCommandLineShell (name: { option = "-" + name; sep = null; explicitBool = false; }) { a = "b c"; } ==> "-a 'b c'"
  `));
