import type { LoadedFlake } from "../flake/load.ts";
import { type Slot, slotClassesOf, slotsOf } from "../flake/slots.ts";
import type { SystemFact } from "../flake/system-builders.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { once } from "../modules/once.ts";
import { pathKey } from "../option-path.ts";
import { heldBy, type OptionValue, optionAt } from "./option-values.ts";
import { findSystems } from "./outputs.ts";
import { PER_SYSTEM, perSystemEvaluations } from "./per-system.ts";

/** What an option that modules of systems declare holds in one of them. */
export interface SystemValue {
  /** The host's id; for `perSystem` the platform. */
  readonly host: string;
  /** The place inside the host that takes the modules: `home-manager.users.ben`. */
  readonly slot: string | undefined;
  /** Undefined: nothing sets it, and it has no default. */
  readonly value: OptionValue | undefined;
}

export interface FoundSystemValues {
  /** Of the hosts that declare the option, in the order of the outputs. */
  readonly values: readonly SystemValue[];
  /** Hosts that there was no time for; asking again goes on with them. */
  readonly left: number;
}

/** Looks up an option of the class by its path with the names of instances. */
export type SystemValues = (path: readonly string[], moduleClass: string) => FoundSystemValues;

/** What one question may take in all; a host that was begun is asked to its end. */
const MILLISECONDS = 60;
const MILLISECONDS_PER_HOST = 50;
const STEPS_PER_HOST = 200_000;

/** Asks the evaluations of the flake's systems, which stay in memory; those of the slots in them are made again when first needed. */
export function systemValues(flake: LoadedFlake): SystemValues {
  const { machine } = flake;
  const systems = once(
    () =>
      findSystems(flake).hosts.flatMap(({ kind, name, system }) => (system ? [{ id: `${kind}.${name}`, system }] : [])),
    () => [],
  );
  const slots = new Map<ModuleEvaluation, readonly Slot[]>();
  const slotsIn = (evaluation: ModuleEvaluation): readonly Slot[] => {
    const known = slots.get(evaluation) ?? slotsOf(machine, evaluation, flake.lib).slots;
    slots.set(evaluation, known);
    return known;
  };
  const asked = new Map<string, { values: readonly SystemValue[]; next: number }>();
  return (path, moduleClass) => {
    if (moduleClass === PER_SYSTEM) return perSystemValues(flake, path);
    const key = `${moduleClass} ${pathKey(path)}`;
    let { values, next } = asked.get(key) ?? { values: [], next: 0 };
    const end = performance.now() + MILLISECONDS;
    machine.resume(MILLISECONDS_PER_HOST, STEPS_PER_HOST);
    const hosts = systems();
    for (; next < hosts.length && performance.now() < end; next++) {
      const host = hosts[next];
      if (!host) continue;
      machine.resume(MILLISECONDS_PER_HOST, STEPS_PER_HOST);
      const found = evaluationsOf(host.system, moduleClass, slotsIn).flatMap(({ evaluation, slot }): SystemValue[] => {
        const option = optionAt(machine, evaluation.level(), path);
        return option ? [{ host: host.id, slot, value: heldBy(machine, option) }] : [];
      });
      values = [...values, ...found];
    }
    asked.set(key, { values, next });
    return { values, left: hosts.length - next };
  };
}

function perSystemValues(flake: LoadedFlake, path: readonly string[]): FoundSystemValues {
  const { machine } = flake;
  machine.resume(MILLISECONDS, STEPS_PER_HOST);
  const values = perSystemEvaluations(flake.log.evaluations).flatMap((evaluation) => {
    const option = optionAt(machine, evaluation.level(), path);
    return option ? [{ host: evaluation.prefix.at(-1) ?? "", slot: undefined, value: heldBy(machine, option) }] : [];
  });
  return { values, left: 0 };
}

interface PlacedEvaluation {
  readonly evaluation: ModuleEvaluation;
  readonly slot: string | undefined;
}

/** The system itself, where it is of the class, else the slots in it that are. */
function evaluationsOf(
  system: SystemFact,
  moduleClass: string,
  slotsIn: (evaluation: ModuleEvaluation) => readonly Slot[],
): readonly PlacedEvaluation[] {
  if (system.class === moduleClass) return [{ evaluation: system.evaluation(), slot: undefined }];
  return slotsOfClass(system.class, moduleClass).length === 0 ? [] : insideOf(system.evaluation(), undefined, 0);

  function insideOf(
    evaluation: ModuleEvaluation,
    above: string | undefined,
    depth: number,
  ): readonly PlacedEvaluation[] {
    const outer = evaluation.class ?? system.class;
    const wanted = slotsOfClass(outer, moduleClass);
    if (wanted.length === 0 || depth > DEEPEST_SLOT) return [];
    return slotsIn(evaluation)
      .filter((slot) => wanted.includes(slot.class))
      .flatMap(({ class: found, name, evaluation: inner }) => {
        const slot = above === undefined ? name : `${above}.${name}`;
        return found === moduleClass ? [{ evaluation: inner, slot }] : insideOf(inner, slot, depth + 1);
      });
  }
}

/** Slots in slots are followed this deep. */
const DEEPEST_SLOT = 2;

/** Classes of slots in a system that are, or may hold, modules of the class. */
function slotsOfClass(systemClass: string, moduleClass: string): readonly string[] {
  return slotClassesOf(systemClass).filter(
    (one) => one === moduleClass || (one !== systemClass && slotClassesOf(one).includes(moduleClass)),
  );
}
