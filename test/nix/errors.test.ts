import { expect, test } from "vitest";
import { checkLines, evaluateText } from "./evaluate.ts";

test("errors show the value that is wrong, as Nix does", () =>
  checkLines(`
    1 - { a = 1; b = "x"; c = [ 1 2 ]; d = x: x; } ==> <failure: expected an integer but found a set: { a = 1; b = "x"; c = «thunk»; d = «lambda d»; }>
    builtins.length "abc" ==> <failure: expected a list but found a string: "abc">
    if null then 1 else 2 ==> <failure: expected a Boolean but found null: null>
    { } "x" ==> <failure: attempt to call something which is not a function but a set: { }>
    [ 1 2 ] + "" ==> <failure: cannot coerce a list to a string: [ 1 2 ]>
    1 < "a" ==> <failure: cannot compare an integer with a string; values are 1 and "a">
    "\${map}" ==> <failure: cannot coerce a built-in function to a string: «primop map»>
    "\${map (x: x)}" ==> <failure: cannot coerce a partially applied built-in function to a string: «partially applied primop map»>
    "\${builtins.genList (x: x) 12}" ==> <failure: cannot coerce a list to a string: [ «thunk» «thunk» «thunk» «thunk» «thunk» «thunk» «thunk» «thunk» «thunk» «thunk» «2 items elided» ]>
  `));

test("errors in Nix's words", () =>
  checkLines(`
    { a = 1; }.b ==> <failure: attribute 'b' missing>
    nowhere ==> <failure: undefined variable 'nowhere'>
    let f = { a }: a; in f { } ==> <failure: function 'f' called without required argument 'a'>
    ({ a }: a) { a = 1; b = 2; } ==> <failure: function 'anonymous lambda' called with unexpected argument 'b'>
    let f.g = x: { y }: y; in f.g 1 { } ==> <failure: function 'g' called without required argument 'y'>
    9223372036854775807 + 1 ==> <failure: integer overflow in adding 9223372036854775807 + 1>
    1 / 0 ==> <failure: division by zero>
    assert 1 == 2 && true; 3 ==> <thrown: assertion '1 == 2 && true' failed>
    builtins.foldl' 1 2 "x" ==> <failure: expected a function but found an integer: 1>
    builtins.filter (x: 5) [ 1 ] ==> <failure: expected a Boolean but found an integer: 5>
    builtins.functionArgs { } ==> <failure: 'functionArgs' requires a function>
    abort "no" ==> <failure: evaluation aborted with the following error message: 'no'>
  `));

/** The trace of the error that the text is, innermost first. */
function traceOf(text: string): string[] {
  const { value } = evaluateText(text);
  return value.type === "failure" ? value.trace.map((step) => `${step.text} ${step.at?.start}`) : [value.type];
}

test("names of attributes are strings, nothing else", () =>
  checkLines(`
    { \${./x} = 1; } ==> <failure: expected a string but found a path: /flake/x>
    { a = 1; }.\${{ outPath = "a"; }} ==> <failure: expected a string but found a set: { outPath = "a"; }>
    { a = 1; } ? \${{ outPath = "a"; }} ==> <failure: expected a string but found a set: { outPath = "a"; }>
    { a = 1; }.\${outside} ==> <external outside>
    { \${null} = 1; } ==> { }
  `));

test("what cannot be added or divided", () =>
  checkLines(`
    1 + "a" ==> <failure: cannot add a string to an integer>
    1.5 + { } ==> <failure: cannot add a set to a float>
    "a" + 1 ==> <failure: cannot coerce an integer to a string: 1>
    { } + 1 ==> <failure: cannot coerce a set to a string: { }>
    1.0 * "a" ==> <failure: expected a float but found a string: "a">
    "a" / 2.0 ==> <failure: expected a float but found a string: "a">
    builtins.floor "a" ==> <failure: expected a float but found a string: "a">
    builtins.genList 1 (-1) ==> <failure: cannot create list of size -1>
  `));

test("an error remembers the way to it: calls, builtins, attributes", () => {
  expect(traceOf('let f = x: x.a; in f { a = throw "no"; }')).toEqual([
    "while calling the 'throw' builtin 27",
    "while evaluating the attribute 'a' 23",
    "while calling 'f' 8",
    "from call site 19",
  ]);
  expect(traceOf("builtins.head (map (x: x.y) [ { } ])")).toEqual([
    "while calling anonymous lambda 20",
    "from call site 15",
    "while calling the 'head' builtin 0",
  ]);
});

test("error contexts are steps of the way, in the words of the code", () => {
  const text = 'builtins.addErrorContext "outer" (builtins.addErrorContext "inner" (throw "x"))';
  expect(traceOf(text)).toEqual(["while calling the 'throw' builtin 68", "inner 34", "outer 0"]);
});

test("the way does not grow without end", () => {
  expect(traceOf('let f = n: if n == 0 then throw "deep" else f (n - 1); in f 60')).toHaveLength(31);
});
