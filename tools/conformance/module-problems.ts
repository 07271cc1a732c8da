import type { ModuleEvaluation } from "../../server/modules/evaluation.ts";
import { shownDefinitions } from "../../server/modules/types/shown-definitions.ts";
import { showOption } from "../../server/option-path.ts";

/** An evaluation of modules, and those of the submodules in it. */
export interface Evaluations {
  readonly whole: ModuleEvaluation[];
  readonly submodules: ModuleEvaluation[];
}

/** What is wrong with the evaluations, or with the submodules in them. */
export function problemOf({ whole, submodules }: Evaluations): string | undefined {
  return whole
    .flatMap((one) => [one, ...submodules.filter(({ identity }) => identity === one.identity)])
    .map(ownProblem)
    .find((problem) => problem !== undefined);
}

/** What nixpkgs stops at, while our evaluation goes on and reports it. */
function ownProblem(evaluation: ModuleEvaluation): string | undefined {
  const [problem] = evaluation.problems;
  if (problem) return problem.message;
  const [unknown] = evaluation.collected().unknowns.filter(({ failure }) => failure);
  if (unknown) return unknown.reason;
  if (evaluation.collected().modules.some(({ condition }) => condition?.recursive))
    return "infinite recursion encountered";
  const [undeclared] = evaluation.freeform() || isUnchecked(evaluation) ? [] : evaluation.level().undeclared();
  const words = undeclared && `The option \`${showOption(undeclared.path)}' does not exist. Definition values:`;
  return words && words + shownDefinitions([undeclared.definition]);
}

function isUnchecked(evaluation: ModuleEvaluation) {
  const node = evaluation.level().child("_module");
  const check = node?.kind === "level" ? node.level.child("check") : undefined;
  const value = check?.kind === "option" ? check.option.merged() : undefined;
  return value?.type === "bool" && !value.value;
}
