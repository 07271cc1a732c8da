/** What one analysis may spend. Deterministic but for `milliseconds`, which is the last resort. */
export interface Limits {
  /** Steps of one piece of work (see `Machine.allow`). */
  readonly stepsPerPiece: number;
  /** Steps in all. */
  readonly steps: number;
  /** Nested function calls; Nix's own `max-call-depth` is 10,000. */
  readonly callDepth: number;
  /** Nested evaluations of any kind; what the stack can bear. */
  readonly nesting: number;
  readonly milliseconds: number;
}

export const DEFAULT_LIMITS: Limits = {
  stepsPerPiece: 3_000_000,
  steps: 60_000_000,
  callDepth: 10_000,
  nesting: 50_000,
  milliseconds: 60_000,
};

export interface Budget {
  readonly limits: Limits;
  deadline: number;
  /** Steps left to the current piece of work. */
  piece: number;
  /** Steps left in all. */
  total: number;
  callDepth: number;
  nesting: number;
  /** Steps and thunks since the clock was looked at. */
  unchecked: number;
}

/** `now` is the current time in milliseconds, on the clock that the deadline is compared with. */
export function newBudget(limits: Limits, now: number): Budget {
  return {
    limits,
    deadline: now + limits.milliseconds,
    piece: limits.stepsPerPiece,
    total: limits.steps,
    callDepth: 0,
    nesting: 0,
    unchecked: 0,
  };
}

/**
 * What it costs, in steps, to make a list or set of this many parts: next to nothing for those of real flakes, a step for each part
 * where it becomes a matter of memory.
 */
export function costOfParts(count: number): number {
  return 1 + (count < 50_000 ? count >> 4 : count);
}
