import type { ImportedTree } from "../flake/flake-log.ts";
import type { LoadedFlake } from "../flake/load.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { BrokenFile } from "./graph.ts";

/**
 * What the evaluation came by while everything was forced that the graph is made of. Taken once, then fixed: those who describe the graph
 * may force more, in any order, without changing what counts as reached.
 */
export interface Observations {
  /** Directories that were imported as a whole, in the order of their imports. */
  readonly trees: readonly ImportedTree[];
  /** Every evaluation of modules that the flake asked for; systems are not among them. */
  readonly evaluations: readonly ModuleEvaluation[];
  /** Files whose value was asked for. */
  readonly reached: ReadonlySet<string>;
  /** Of these, those that were imported with further names in scope. */
  readonly scoped: ReadonlySet<string>;
  /** Of these, those that the language's `import` asked for, so that they may be more than modules. */
  readonly usedAsValues: ReadonlySet<string>;
  /** Files with syntax errors, or that could not be read. */
  readonly broken: ReadonlyMap<string, BrokenFile>;
}

/** `broken`: the files with syntax errors, and without text, among those that were read so far. */
export function observe({ log }: LoadedFlake, broken: ReadonlyMap<string, BrokenFile>): Observations {
  return {
    trees: [...log.trees],
    evaluations: [...log.evaluations],
    reached: new Set(log.imported),
    scoped: new Set(log.scoped),
    usedAsValues: new Set(log.usedAsValues),
    broken: new Map(broken),
  };
}
