import type { TriedPattern } from "../../flake/flake-log.ts";
import type { LoadedFlake } from "../../flake/load.ts";
import { regexBuiltins } from "../../nix/builtins/regexes.ts";
import { NULL, string } from "../../nix/make.ts";
import type { Machine } from "../../nix/value.ts";
import type { GraphProblem } from "../graph.ts";
import { problem } from "./found.ts";

/** Patterns of a tree's loader that match no path whole, though some in part. */
export function partialPatterns({ machine, log }: LoadedFlake): readonly GraphProblem[] {
  return log.patterns.flatMap((tried) => {
    const { pattern, fits } = tried;
    if (fits || !pattern.at || !matchesInPart(machine, tried)) return [];
    const message = `The pattern ${JSON.stringify(pattern.text)} matches no whole path.`;
    return [problem({ message, at: pattern.at }, { kind: "partial-pattern", pattern: pattern.text })];
  });
}

function matchesInPart(machine: Machine, { pattern, paths }: TriedPattern): boolean {
  const within = string(`.*(${pattern.text}).*`);
  return paths.some((path) => machine.call(regexBuiltins.match ?? NULL, [within, path]).type === "list");
}
