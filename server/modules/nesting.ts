import type { Lazy } from "../nix/value.ts";

/** Submodules of one type are followed this deep into each other. */
const DEEPEST = 6;

/** Once they do, or any submodules lie this deep in each other, only this many are followed in all. */
const MOST = 1_000;

/**
 * Leads a walk through the values of submodules. A type may have options of its own kind, whose defaults have no end: Nix never asks for
 * them, and a walk through everything must stop somewhere.
 */
export class Nesting {
  private readonly around: (readonly Lazy[])[] = [];
  private left = MOST;

  /** Does the work on a submodule of these modules, unless too many of them lie around it. */
  within(modules: readonly Lazy[], work: () => void): void {
    const outer = this.around.filter((one) => one.length === modules.length && one.every((m, i) => m === modules[i]));
    const isNested = outer.length > 0 || this.around.length >= DEEPEST;
    if (outer.length >= DEEPEST || (isNested && this.left-- <= 0)) return;
    this.around.push(modules);
    work();
    this.around.pop();
  }
}
