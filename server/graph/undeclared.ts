import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { OptionSet } from "../modules/option.ts";
import type { Walk } from "./found-collectors.ts";

/** What an evaluation rejects: definitions without a declaration, unless a freeform type or a module that is not known may take them. */
export function noteUndeclared(walk: Walk, evaluation: ModuleEvaluation, tree: OptionSet): void {
  const partly = evaluation.collected().unknowns.length > 0;
  if (evaluation.isFreeform() || partly || !evaluation.checksNames()) return;
  noteUndeclaredIn(walk, tree, evaluation.externals().length > 0 || isSharedWithInput(walk.whole, tree.path), true);
}

/** Whether an option bears the name of an input whose module is imported: that module declares it too, with more inside. */
function isSharedWithInput(whole: ModuleEvaluation, path: readonly string[]): boolean {
  const origin = `inputs.${path[whole.prefix.length]}`;
  return whole.externals().some(({ path }) => path === origin || path.startsWith(`${origin}.`));
}

/** Modules from outside may declare whole namespaces, but not what stands in one that is declared here. */
function noteUndeclaredIn(walk: Walk, tree: OptionSet, outside: boolean, root: boolean): void {
  const alternatives = [...tree.children.keys()].filter((name) => name !== "_module");
  for (const definitions of tree.undeclared.values()) {
    // A module from outside may declare any name here, however near it is to that of another option.
    if (outside && root) continue;
    walk.undeclared.push(...definitions.map((definition) => ({ ...definition, alternatives, certain: !outside })));
  }
  for (const [name, node] of tree.children) {
    if (node.kind === "set" && name !== "_module") noteUndeclaredIn(walk, node, outside, false);
  }
}
