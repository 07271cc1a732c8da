import type { Failure, TraceEntry } from "./value.ts";

/** Deep recursion would only repeat itself. */
const MOST_STEPS = 30;

/** The error with further steps of the way to it, innermost first. */
export function traced(problem: Failure, ...steps: readonly TraceEntry[]): Failure {
  return problem.trace.length >= MOST_STEPS ? problem : { ...problem, trace: [...problem.trace, ...steps] };
}
