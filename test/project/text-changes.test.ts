import { expect, test } from "vitest";
import { textChange } from "../../server/project/text-changes.ts";

function moved(before: string, after: string, word: string): string {
  const start = before.indexOf(word);
  const { start: from, end } = textChange(before, after).after({ start, end: start + word.length });
  return after.slice(from, end);
}

test("what stands before and behind a change moves along, and what lies in an unchanged line between two", () => {
  const before = "{\n  a = 1;\n  b = 2;\n  c = 3;\n}\n";
  expect(moved(before, before.replace("b = 2", "long = 22"), "a = 1")).toBe("a = 1");
  expect(moved(before, before.replace("b = 2", "long = 22"), "c = 3")).toBe("c = 3");
  expect(moved(before, before.replace("1", "111").replace("3", "333"), "b = 2")).toBe("b = 2");
  expect(moved(before, before, "b = 2")).toBe("b = 2");
});

test("an offset in the later text is where it was, or at the nearest end of what changed", () => {
  const { before } = textChange("ab cd", "ab xx cd");
  expect([0, 2, 6, 8].map(before)).toEqual([0, 2, 3, 5]);
});
