import type { LoadedFlake } from "../flake/load.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { Lazy, Machine, Opaque } from "../nix/value.ts";
import { isTopLevel } from "./branches.ts";
import { HOST_OUTPUTS } from "./outputs.ts";

/**
 * Whether something of the flake beside its hosts that is not known may use branches: an output, or a module of an evaluation per
 * platform. Outputs are looked at for it, so that the flake knows what they call.
 */
export function hasUnseenOutputs(flake: LoadedFlake): boolean {
  const { machine } = flake;
  const outputs = machine.force(flake.outputs);
  if (outputs.type !== "set") return false;
  const others = [...outputs.entries].filter(([name]) => !HOST_OUTPUTS.has(name) && !/modules$/i.test(name));
  const unseen = others.filter(([name, { value }]) =>
    machine.allow(() => isUnseen(machine, value, BUILT.has(name) ? DEPTH : 0)),
  );
  return (
    unseen.length > 0 ||
    flake.log.evaluations.some((evaluation) => !isTopLevel(evaluation) && isPartlyUnknown(evaluation))
  );
}

/** Outputs that hold something to build, by platform and name. */
const BUILT: ReadonlySet<string> = new Set(["packages", "checks", "apps", "devShells", "hydraJobs"]);
const DEPTH = 2;

function isUnseen(machine: Machine, value: Lazy, depth: number): boolean {
  if (machine.spend()) return true;
  const forced = machine.force(value);
  if (forced.type === "unknown") return isUnclear(machine, forced);
  if (forced.type !== "set" || forced.collector || forced.native || depth === 0) return false;
  // All are looked at, whatever comes of the first one.
  const inside = [...forced.entries.values()].map((attribute) => isUnseen(machine, attribute.value, depth - 1));
  return inside.includes(true) || (forced.open ?? []).some((part) => isUnclear(machine, part));
}

/** What comes from outside knows nothing of this flake, and what fails is nothing. */
function isUnclear(machine: Machine, part: Opaque): boolean {
  if (part.type !== "unknown" || part.recursive || part.failure) return false;
  return !part.oneOf || part.oneOf.some((one) => isUnseen(machine, one, 0));
}

function isPartlyUnknown(evaluation: ModuleEvaluation): boolean {
  return hasUnknownModules(evaluation) || evaluation.hidden().some(({ part }) => part.type === "unknown");
}

/** What fails is not such a module. */
export function hasUnknownModules(evaluation: ModuleEvaluation): boolean {
  return evaluation.collected().unknowns.some(({ failure }) => !failure);
}
