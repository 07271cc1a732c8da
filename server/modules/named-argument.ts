import { external, failure, recursion } from "../nix/make.ts";
import type { ModuleArgument } from "../nix/provenance.ts";
import type { AskingModules, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { EvaluationRequest, ModuleEvaluation } from "./evaluation.ts";
import { MODULES_PATH } from "./nixos-modules.ts";
import { internalValue } from "./root-level.ts";

/**
 * An argument that a module's function names and that is no special argument: `_module.args.<name>`, as nixpkgs' `applyModuleArgs` has it,
 * which knows no defaults. External where somebody outside may give it, else a failure that says which argument it is. While modules are
 * being collected it is not to be had, as in Nix, whoever gives it.
 */
export function namedArgument(
  machine: Machine,
  request: EvaluationRequest,
  evaluation: ModuleEvaluation,
  argument: ModuleArgument,
  at: Span | undefined,
): Value {
  const { name } = argument;
  if (request.moreArguments) return external(name, at);
  if (evaluation.isCollecting()) {
    // A module for systems among the flake's own: an error of its own, which leaves the other modules as they are.
    if (name === MODULES_PATH || (request.open !== undefined && !request.supply)) return external(name, at);
    const problem = recursion(at, `: 'imports' depend on the module argument '${name}', which modules define`);
    return { ...problem, argument };
  }
  const isFixed = request.open !== undefined && !request.supply;
  if (!isFixed && evaluation.isDefining())
    return { ...recursion(at, `: the names of definitions depend on the module argument '${name}'`), argument };
  const defined = internalValue(machine, evaluation.level(), "args");
  if (defined.type !== "set") return defined;
  const attribute = defined.entries.get(name);
  if (attribute) return machine.force(attribute.value);
  if (defined.open || mayBeGiven(request, evaluation, name)) return external(name, at);
  const problem = failure(`module argument '${name}' is not provided by anything`, at);
  return { ...problem, cause: { kind: "argument", ...argument, of: askingModules(request) } };
}

function askingModules({ class: ownClass, identity }: EvaluationRequest): AskingModules {
  return { class: ownClass, inside: identity !== undefined };
}

/** Whether somebody outside may give the argument. */
function mayBeGiven(
  { open, supply, class: ownClass }: EvaluationRequest,
  evaluation: ModuleEvaluation,
  name: string,
): boolean {
  if (open !== undefined && (!supply || supply.names.has(name))) return true;
  const never = supply?.never ?? NEVER_GIVEN[ownClass ?? ""];
  if (never?.has(name)) return false;
  const isDoubtful = evaluation.collected().unknowns.some((part) => !part.failure);
  const givers = evaluation.externals().filter(({ path }) => !supply?.givesNothing(path));
  return isDoubtful || givers.length > 0 || (supply?.mayBeMore?.() ?? false);
}

/** What modules of other flakes do not give to those of flake-parts: modules of another level have it. */
const NEVER_GIVEN: Readonly<Record<string, ReadonlySet<string>>> = {
  flake: new Set(["pkgs", "system", "self'", "inputs'", "osConfig", "nixosConfig", "darwinConfig", "modulesPath"]),
};
