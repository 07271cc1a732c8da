import type { PathPiece } from "../option-path.ts";
import type { AttributePath } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";
import { pieceOf } from "./meaning.ts";
import type { OptionScope } from "./name-index.ts";
import { type Module, type PathStep, type Place, pushValue, type Target, type Walk } from "./name-walk.ts";

/** A written attribute path as steps; the code in its computed pieces is visited. Call it once per path. */
export function stepsOf(walk: Walk, path: AttributePath, place: Place): PathStep[] {
  return path.map((name) => {
    if (name.kind === "dynamic") pushValue(walk, name.expression, place);
    return { piece: pieceOf(name), range: { start: name.start, end: name.end } };
  });
}

export function targetIn(module: Module, use: Target["use"]): Target {
  return { use, scope: module.scope, steps: module.prefix, uncertain: module.uncertain, recorded: false };
}

export function targetBelow(target: Target, steps: readonly PathStep[]): Target {
  return { ...target, steps: [...target.steps, ...steps], recorded: false };
}

/** What a definition of `collector.options.x` declares: `x`, for the module that the collector holds. */
export function declaredBelow({ scope, steps, uncertain }: Target): Target | undefined {
  const at = steps.findIndex(({ piece }) => piece === "options");
  if (at < 1 || at === steps.length - 1) return undefined;
  const module: OptionScope = { kind: "module", collector: pathOf(steps.slice(0, at)), within: scope };
  return { use: "declare", scope: module, steps: steps.slice(at + 1), uncertain, recorded: false };
}

export function pathOf(steps: readonly PathStep[]): PathPiece[] {
  return steps.map(({ piece }) => piece);
}

/** The scope of a module that is written as (part of) the value defined at the target. */
export function scopeInside(target: Target): OptionScope {
  const path = pathOf(target.steps);
  const collector = path.at(-1) === "imports" ? path.slice(0, -1) : path;
  return { kind: "module", collector, within: target.scope };
}

/** The scope of module functions written in a module outside any definition. */
export function scopeBeside({ scope }: Module): OptionScope {
  return { kind: "module", collector: [], within: scope };
}

/** Records the target's own occurrence, once. */
export function record(walk: Walk, target: Target): void {
  const range = lastRange(target.steps);
  if (target.recorded || !range) return;
  target.recorded = true;
  walk.occurrences.push({
    use: target.use,
    path: pathOf(target.steps),
    scope: target.scope,
    pieces: target.steps.map((step) => step.range),
    range,
    guarded: false,
    uncertain: target.uncertain,
  });
}

function lastRange(steps: readonly PathStep[]): OffsetRange | undefined {
  return steps.findLast(({ range }) => range)?.range;
}
