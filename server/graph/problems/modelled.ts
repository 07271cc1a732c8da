import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { Declaration } from "../../modules/option.ts";
import type { LazyLevel } from "../../modules/option-levels.ts";
import { isNativePath, NATIVE_ROOT } from "../../nix/paths.ts";

/**
 * Whether an option comes from a model of a library of which only what the graph needs is known: the real one may take more. flake-parts
 * is known whole.
 */
export function isModelled(declarations: readonly Declaration[]): boolean {
  const native = declarations.flatMap(({ at }) => (at && isNativePath(at.file) ? [at.file] : []));
  return native.length > 0 && !native.some((file) => file.startsWith(`${NATIVE_ROOT}/flake-parts`));
}

/** The same for the option that a path leads to or into. */
export function leadsIntoModel(top: readonly ModuleEvaluation[], path: readonly string[]): boolean {
  return modelledDepth(top, path) !== undefined;
}

/** How many names of the path lead to such an option; undefined: it leads to none. */
export function modelledDepth(top: readonly ModuleEvaluation[], path: readonly string[]): number | undefined {
  for (const evaluation of top) {
    let level: LazyLevel | undefined = evaluation.level();
    for (const [depth, name] of path.entries()) {
      const node: ReturnType<LazyLevel["child"]> = level?.child(name);
      if (node?.kind === "option" && isModelled(node.option.declarations)) return depth + 1;
      level = node?.kind === "level" ? node.level : undefined;
    }
  }
  return undefined;
}
