import { expect, test } from "vitest";
import { floatText, printValue } from "../../server/nix/print.ts";
import { evaluateText } from "./evaluate.ts";

const placeOf = () => "here";

function strict(text: string): string {
  const { machine, value } = evaluateText(text);
  const found = printValue(machine, value, { strict: true, placeOf });
  return typeof found === "string" ? found : `error: ${found.message}`;
}

test("floats have six significant digits, as %g", () => {
  const numbers = [0, 1, -2.5, 1e5, 1e6, 1234567, 0.0001, 0.00001, 1 / 3, 1e100, -1e-9];
  expect(numbers.map(floatText)).toEqual(
    "0 1 -2.5 100000 1e+06 1.23457e+06 0.0001 1e-05 0.333333 1e+100 -1e-09".split(" "),
  );
});

test("names are quoted where they must be, keywords among them", () => {
  expect(strict('{ "if" = 1; "a b" = 2; or = 3; "" = 4; _x-\'y = 5; "1" = 6; }')).toBe(
    `{ "" = 4; "1" = 6; _x-'y = 5; "a b" = 2; "if" = 1; or = 3; }`,
  );
});

test("a value that contains itself is printed once", () => {
  expect(strict("let x = { a = x; b = 1; }; in x")).toBe("{ a = «repeated»; b = 1; }");
  expect(strict("let s = { a = 1; }; in [ s s [ ] [ ] ]")).toBe("[ { a = 1; } «repeated» [ ] [ ] ]");
});

test("undecided and open parts are visible", () => {
  expect(strict("(if mystery then { a = 1; } else { b = 2; }) // { c = 3; }")).toBe(
    "{ a = «perhaps» 1; b = «perhaps» 2; c = 3; }",
  );
  expect(strict("[ 1 ] ++ outside.list ++ [ 2 ]")).toBe("[ 1 2 «and more: external outside.list» ]");
});

test("an error inside is the answer, and so is infinite recursion", () => {
  expect(strict('[ 1 { a = throw "no"; } ]')).toBe("error: no");
  expect(strict("[ 1 (let x = x; in x) ]")).toBe("error: infinite recursion encountered");
});
