import type { FlakeInput } from "../../flake/inputs.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import { PER_SYSTEM } from "../per-system.ts";
import { isNearName } from "../typos.ts";
import { problem } from "./found.ts";
import { isSure } from "./sure-systems.ts";
import { librariesDeclaring, librariesOf, moduleReference } from "./well-known-modules.ts";

/**
 * What modules set in `perSystem` that nothing declares there. Flake modules from outside may declare options for it: beside well-known ones
 * only a typo is reported, and the option of a library whose module is missing; beside others nothing at all.
 */
export function namesOfPlatforms(
  [platform]: readonly ModuleEvaluation[],
  top: readonly ModuleEvaluation[],
  inputs: readonly FlakeInput[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (!platform || !isSure(platform) || top.some((evaluation) => evaluation.collected().unknowns.length > 0)) return [];
  const level = platform.level();
  if (level.openDeclarations().length > 0) return [];
  const externals = [...top, platform].flatMap((evaluation) => evaluation.externals());
  const libraries = externals.map((external) =>
    librariesOf(external, inputs).filter(({ perSystem }) => perSystem.length > 0),
  );
  const taken = libraries.flat();
  if (libraries.some((found) => found.length === 0)) return [];
  const certain = externals.length === 0;
  const declared = [...level.names().keys()].filter((name) => name !== "_module");
  return [...level.undeclaredHere()].flatMap(([name, definitions]) => {
    const declaring = librariesDeclaring(name, PER_SYSTEM);
    const alternatives = declared.filter((meant) => isNearName(name, meant));
    if (declaring.some((library) => taken.includes(library))) return [];
    if (!certain && alternatives.length === 0 && declaring.length === 0) return [];
    return definitions.flatMap(({ at, wrappers }): readonly GraphProblem[] => {
      if (!at || !isOwn(at.file) || wrappers.some(({ kind }) => kind === "decided")) return [];
      const path = [PER_SYSTEM, name];
      const told = { message: `The option \`${showOption(path)}' does not exist.`, at, path, alternatives, certain };
      const [library] = declaring;
      if (!library) return [problem(told, { kind: "undeclared" })];
      const reference = moduleReference(library, "flake", inputs);
      return [problem(told, { kind: "absent-library", title: library.title, reference })];
    });
  });
}
