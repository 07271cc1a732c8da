import { expect, test } from "vitest";
import { syntheticFlake } from "../tools/synthetic-flake.ts";
import { analyseFiles, FLAKE_DIRECTORY } from "./flake.ts";

test.each([12, 100, 333])("a synthetic flake of %i cells is sound, and its hosts take every branch", (cells) => {
  const texts = syntheticFlake({ cells });
  const files = new Map([...texts].map(([file, text]) => [`${FLAKE_DIRECTORY}/${file}`, text]));
  const { graph, findings } = analyseFiles(files);
  expect(findings).toEqual([]);
  expect(graph.cells).toHaveLength(cells + 1);
  expect(graph.hosts.filter(({ complete }) => !complete)).toEqual([]);
  expect(graph.branches.filter(({ selectedBy }) => selectedBy.length === 0)).toEqual([]);
});

test("a synthetic flake depends on its seed alone", () => {
  const texts = (seed: number) => [...syntheticFlake({ cells: 60, seed })];
  expect(texts(7)).toEqual(texts(7));
  expect(texts(7)).not.toEqual(texts(8));
});
