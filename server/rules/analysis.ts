import type { DeclaredOption, Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import type { Texts } from "../project/texts.ts";
import type { Finding } from "./rule.ts";

/** What is known of one flake at one time, and the texts that it was made from. */
export interface Analysis extends Pick<Texts, "textOf" | "linesOf"> {
  readonly graph: Graph;
  /** Options that only modules declare which no system takes; evaluated when first asked for. */
  readonly unselectedOptions: () => readonly DeclaredOption[];
  readonly findings: readonly Finding[];
  /** Mistakes of ours: rules whose findings are missing. */
  readonly failures: readonly RuleFailure[];
  readonly valueAt: OptionValues;
  readonly systemValues: SystemValues;
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
