import type { ModuleEvaluation } from "../modules/evaluation.ts";

/** The class of flake-parts' modules for each platform (https://flake.parts/module-arguments#persystem-module-parameters). */
export const PER_SYSTEM = "perSystem";

/** One for each platform that something has asked for. */
export function perSystemEvaluations(evaluations: readonly ModuleEvaluation[]): readonly ModuleEvaluation[] {
  return evaluations.filter((one) => one.class === PER_SYSTEM);
}

/** The flake's modules are of no class, or for each platform; others are for systems that consist of more than the flake's own modules. */
export function isOfFlake(moduleClass: string | undefined): boolean {
  return moduleClass === undefined || moduleClass === PER_SYSTEM;
}
