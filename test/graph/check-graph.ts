import { expect } from "vitest";
import type { Analysis } from "../../server/rules/analysis.ts";
import { analyseFixture } from "../flake.ts";
import { branchesText, hostsText } from "./print.ts";

/**
 * The hosts and images of the flake in `text`, as `hostsText` prints them. The wanted text may be indented as a whole, and may say why
 * behind two spaces and a `#`.
 */
export function checkHosts(text: string, wanted: string): void {
  const { analysis } = analyseFixture(text);
  expect(hostsText(analysis)).toBe(withoutReasons(wanted));
}

/** As `checkHosts`, for the branches as `branchesText` prints them. */
export function checkBranches(text: string, wanted: string): void {
  const { analysis } = analyseFixture(text);
  expect(branchesText(analysis)).toBe(withoutReasons(wanted));
}

/** The files of the flake in `text` that a loader or an import brought in, as `cells/a.nix imported`. */
export function checkCells(text: string, wanted: string): void {
  const { analysis } = analyseFixture(text);
  expect(cellsText(analysis)).toBe(withoutReasons(wanted));
}

/** One line for each cell: file, status, roles. */
export function cellsText({ graph }: Analysis): string {
  const lines = graph.cells.map(({ file, status, roles }) => [
    file.slice(graph.root.directory.length + 1),
    status,
    ...roles,
  ]);
  return lines.map((words) => words.join(" ")).join("\n");
}

/** Drops reasons, empty lines and the indentation that all lines share. */
export function withoutReasons(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/(^|\s)\s*# .*$/, "").trimEnd())
    .filter((line) => line !== "");
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}
