import { slotAt } from "../flake/slots.ts";
import { ANY_ITEM, type WrittenPath } from "../option-path.ts";
import { branchesAlong } from "./branch-tree.ts";
import { classesOfBranch, type GraphIndex } from "./graph-index.ts";
import { optionTreesAt } from "./option-tree.ts";
import { throughAliases } from "./other-names.ts";
import type { PathInScope } from "./path-in-scope.ts";

export interface StepInto {
  /** The path in the module. */
  readonly rest: WrittenPath;
  readonly class: string;
  /** How many pieces lead to the module. */
  readonly length: number;
}

/** Module systems that begin along a path: branches at the flake's level, slots in systems. */
export function stepsInto(index: GraphIndex, asked: PathInScope): readonly StepInto[] {
  const others = throughAliases(index, asked).flatMap((other) =>
    stepsWithin(index, other).map((step) => ({ ...step, length: step.length + asked.path.length - other.path.length })),
  );
  return [...stepsWithin(index, asked), ...others];
}

function stepsWithin(index: GraphIndex, { path, class: moduleClass }: PathInScope): readonly StepInto[] {
  if (moduleClass !== undefined) {
    const slot = slotAt(moduleClass, path);
    return slot ? [{ rest: insideModule(path.slice(slot.length)), class: slot.class, length: slot.length }] : [];
  }
  return branchesAlong(index, path).flatMap(({ branches, length }) => {
    const classes = new Set(branches.flatMap((branch) => classesOfBranch(index, branch)));
    return [...classes].map((one) => ({ rest: insideModule(path.slice(length)), class: one, length }));
  });
}

/** Whether the path leads beyond the beginning of a module, so that its end is not an option of where it starts. */
export function entersModule(index: GraphIndex, path: PathInScope): boolean {
  return stepsInto(index, path).some(({ length }) => length < path.path.length);
}

/** `config` and `imports` are the module's own attributes, no options. */
function insideModule(path: WrittenPath): WrittenPath {
  return path[0] === "config" || path[0] === "imports" ? path.slice(1) : path;
}

/**
 * The modules and submodules that a path leads to, and their paths: that of a module is empty, as paths in it begin there. Empty: it leads
 * to none.
 */
export function moduleEnds(index: GraphIndex, path: PathInScope): readonly PathInScope[] {
  const ends = stepsInto(index, path).flatMap((step) =>
    step.rest.length === 0
      ? [{ path: [], class: step.class }]
      : moduleEnds(index, { path: step.rest, class: step.class }),
  );
  if (ends.length > 0) return ends;
  for (const meant of [path, ...throughAliases(index, path)]) {
    const tree = optionTreesAt(index, meant)[0];
    if (tree) return [{ path: tree.below.has(ANY_ITEM) ? [...meant.path, ANY_ITEM] : meant.path, class: path.class }];
  }
  return [];
}
