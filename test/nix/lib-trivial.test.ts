import { test } from "vitest";
import { checkLib } from "./lib.ts";

test("functions on functions", () =>
  checkLib(`
    [ (id 1) (const 1 (throw "no")) (flip sub 1 3) (pipe 1 [ (add 1) (mul 3) ]) ] ==> [ 1 1 2 6 ]
    [ (isFunction (x: x)) (isFunction { __functor = self: x: x; }) (isFunction { }) (isFunction add) ] ==> [ true true false true ]
    functionArgs ({ a, b ? 1 }: a) ==> { a = false; b = true; }
    functionArgs (setFunctionArgs (x: x.a) { a = false; }) ==> { a = false; }
    setFunctionArgs (x: x.a) { a = false; } { a = 3; } ==> 3
    functionArgs (mirrorFunctionArgs ({ a, b ? 1 }: a) (x: x)) ==> { a = false; b = true; }
    [ (toFunction 1 2) (toFunction (x: x + 1) 2) ] ==> [ 1 3 ]
    isFunction outside ==> <unknown: depends on outside>
  `));

test("values", () =>
  checkLib(`
    [ (boolToString true) (boolToYesNo false) (defaultTo 1 null) (defaultTo (throw "no") 2) (mapNullable (x: x + 1) null) ] ==> [ "true" "no" 1 2 null ]
    [ (min 1 2) (max 1 2) (mod 7 3) (mod (-7) 3) (compare 1 2) (bitNot 5) ] ==> [ 1 2 1 -1 -1 -6 ]
    [ (trivial.and true false) (trivial."or" false true) (xor true false) ] ==> [ false true true ]
    trivial.and mystery false ==> false
    concat [ 1 ] [ 2 ] ==> [ 1 2 ]
    mergeAttrs { a = 1; } { b = 2; } ==> { a = 1; b = 2; }
    splitByAndCompare (hasPrefix "a") compare compare "ab" "b" ==> -1
    [ (isList [ ]) (isAttrs { }) (isString "") (isInt 1) (isBool 1) ] ==> [ true true true true false ]
    defaultTo 1 outside ==> <external outside>
  `));

test("warnings go through, errors are thrown", () =>
  checkLib(`
    [ (warn "w" 1) (warnIf true "w" 2) (warnIfNot true "w" 3) (info "i" 4) (showWarnings [ "w" ] 5) ] ==> [ 1 2 3 4 5 ]
    throwIf true "bad" 1 ==> <thrown: bad>
    [ (throwIf false (throw "no") 1) (throwIfNot true "bad" 2) (throwIf mystery "bad" 3) ] ==> [ 1 2 3 ]
    [ (assertMsg true (throw "no")) (assertMsg mystery "bad") ] ==> [ true true ]
    assertMsg false "bad" ==> <thrown: bad>
    assertOneOf "x" 3 [ 1 2 ] ==> <thrown: x must be one of [ 1 2 ], but is: 3>
    checkListOfEnum "x" [ 1 2 ] [ 1 3 ] 0 ==> <thrown: x: 3 unexpected; valid ones: 1, 2>
    checkListOfEnum "x" [ 1 2 ] [ 1 ] 0 ==> 0
    [ (traceVal 1) (traceIf true "t" 2) (traceValFn id 3) ] ==> [ 1 2 3 ]
  `));

test("files as data", () =>
  checkLib(
    `
    importJSON /flake/a.json ==> { a = [ 1 ]; }
    importTOML /flake/a.toml ==> { a = { b = 1; }; }
    fileContents /flake/line ==> "x"
  `,
    { "/flake/a.json": '{"a": [1]}', "/flake/a.toml": "[a]\nb = 1\n", "/flake/line": "x\n" },
  ));

test("constants of systems", () =>
  checkLib(`
    head systems.flakeExposed ==> "x86_64-linux"
    elem "aarch64-darwin" platforms.darwin ==> true
    platforms.gnu ==> <external lib.systems.doubles.gnu>
    genAttrs (take 1 systems.flakeExposed) (system: 1) ==> { x86_64-linux = 1; }
    licenses.mit ==> <external lib.licenses.mit>
    getExe outside.git ==> <external \${outside.git.bin}/bin/\${outside.git.meta.mainProgram}>
    getExe' outside.git "git" ==> <external \${outside.git.bin}/bin/git>
  `));

test("texts in the order of their dependencies", () =>
  checkLib(`
    textClosureList { a = fullDepEntry "A" [ "b" ]; b = noDepEntry "B"; } [ "a" "b" ] ==> [ "B" "A" ]
    textClosureMap id { a = stringAfter [ "b" ] "A"; b = noDepEntry "B"; } [ "a" ] ==> "B\\nA"
  `));
