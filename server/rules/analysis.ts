import type { DeclaredOption, Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import type { LineIndex } from "../text.ts";
import type { Finding } from "./rule.ts";

/** What is known of one flake at one time. */
export interface Analysis {
  readonly graph: Graph;
  /** Options that only modules declare which no system takes; evaluated when first asked for. */
  readonly unselectedOptions: () => readonly DeclaredOption[];
  readonly findings: readonly Finding[];
  /** Mistakes of ours: rules whose findings are missing. */
  readonly failures: readonly RuleFailure[];
  readonly valueAt: OptionValues;
  readonly systemValues: SystemValues;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
}

/** A rule that failed, with what it threw. */
export interface RuleFailure {
  readonly code: string;
  readonly problem: unknown;
}

/** For our own eyes. */
export function stackOf(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}
