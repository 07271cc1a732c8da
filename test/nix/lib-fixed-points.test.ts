import { expect, test } from "vitest";
import { evaluated } from "./evaluate.ts";

test("a fixed point refers to itself lazily", () => {
  expect(evaluated("lib.fix (self: { a = 1; b = self.a; })")).toBe("{ a = 1; b = 1; }");
  expect(evaluated("(lib.fix (self: { a = throw ''no''; b = self ? a; })).b")).toBe("true");
});

test("an extensible set is extended with its own final self", () => {
  const code = `
    let
      base = lib.makeExtensible (self: { a = 1; b = self.a + 1; });
      more = base.extend (final: prev: { a = prev.a + 10; c = final.b; });
    in { inherit (more) a b c; before = base.b; }`;
  expect(evaluated(code)).toBe("{ a = 11; b = 12; before = 2; c = 12; }");
});

test("extensions compose from left to right", () => {
  const code = `
    let
      both = lib.composeManyExtensions [ (final: prev: { x = prev.x + 1; }) (final: prev: { x = prev.x * 10; y = final.x; }) ];
    in lib.fix (lib.extends both (self: { x = 1; }))`;
  expect(evaluated(code)).toBe("{ x = 20; y = 20; }");
});

test("converge stops where nothing changes any more", () => {
  expect(evaluated("lib.converge (x: x / 2) 16")).toBe("0");
});

test("an extension may take one argument, two, or be a set", () => {
  const apply = (extension: string) => evaluated(`lib.toExtension (${extension}) { f = 1; } { p = 2; }`);
  expect(apply("final: prev: { a = final.f + prev.p; }")).toBe("{ a = 3; }");
  expect(apply("prev: { a = prev.p; }")).toBe("{ a = 2; }");
  expect(apply("{ a = 0; }")).toBe("{ a = 0; }");
});
