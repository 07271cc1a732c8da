import { expect, test } from "vitest";
import {
  compareSpans,
  coversSpan,
  distinctSpans,
  meet,
  type Span,
  smallestAround,
  spanKey,
  startKey,
} from "../server/text.ts";

const span = (start: number, end: number, file = "/a.nix"): Span => ({ file, start, end });

test("places are sorted by file, then by where they start and end", () => {
  const sorted = [span(3, 5), span(0, 9), span(0, 4, "/B.nix"), span(0, 2)].sort(compareSpans);
  expect(sorted.map(spanKey)).toEqual(["/B.nix:0:4", "/a.nix:0:2", "/a.nix:0:9", "/a.nix:3:5"]);
});

test("the same place is one, wherever it was met", () => {
  expect(distinctSpans([span(3, 5), span(0, 2), span(3, 5)])).toEqual([span(3, 5), span(0, 2)]);
  expect(startKey(span(3, 5))).toBe(startKey(span(3, 9)));
});

test("a place covers what lies in it, itself too", () => {
  expect(coversSpan(span(0, 9), span(0, 9))).toBe(true);
  expect(coversSpan(span(0, 9), span(8, 10))).toBe(false);
  expect(coversSpan(span(0, 9), span(1, 2, "/b.nix"))).toBe(false);
  expect(meet(span(0, 3), span(3, 4))).toBe(true);
  expect(meet(span(0, 3), span(4, 5))).toBe(false);
});

test("the smallest around an offset are several where the same code is more than one thing", () => {
  const items = [span(0, 9), span(2, 5), span(2, 9), span(2, 5)].map((at, name) => ({ at, name }));
  const names = (start: number, end = start) => smallestAround(items, { start, end }).map(({ name }) => name);
  expect(names(5)).toEqual([1, 3]);
  expect(names(4, 7)).toEqual([2]);
  expect(names(0)).toEqual([0]);
  expect(names(10)).toEqual([]);
});
