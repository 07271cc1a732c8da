import { expect } from "vitest";
import { parse } from "../../server/syntax/parse.ts";
import "../grammar.ts";
import { printTree } from "./print.ts";

/** Parses a text and compares the printed tree, with the problems on the lines behind it. */
export function checkTree(text: string, ...expected: string[]): void {
  expect(printTree(text, parse(text))).toBe(expected.join("\n"));
}
