import type { LoadedFlake } from "../flake/load.ts";
import { type SystemFact, systemOf } from "../flake/system-builders.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** One attribute of an output that holds systems. */
export interface FoundSystem {
  readonly kind: string;
  readonly name: string;
  readonly at: Span | undefined;
  /** Undefined: it is not a system that we know how to build. */
  readonly system: SystemFact | undefined;
  readonly value: Value;
}

export interface FoundSystems {
  readonly hosts: readonly FoundSystem[];
  readonly images: readonly FoundSystem[];
  /** Outputs that could not be seen whole. */
  readonly problems: readonly Value[];
}

/** The outputs that hold hosts, and the class that systems in them have. */
export const HOST_OUTPUTS: ReadonlyMap<string, string> = new Map([
  ["nixosConfigurations", "nixos"],
  ["darwinConfigurations", "darwin"],
  ["homeConfigurations", "homeManager"],
  ["systemConfigs", "systemManager"],
  ["nixOnDroidConfigurations", "nixOnDroid"],
]);

/** The systems among a flake's outputs. */
export function findSystems(flake: LoadedFlake): FoundSystems {
  const { machine } = flake;
  const hosts: FoundSystem[] = [];
  const problems: Value[] = [];
  const outputs = machine.force(flake.outputs);
  if (outputs.type !== "set") return { hosts, images: [], problems: [outputs] };
  for (const kind of HOST_OUTPUTS.keys()) {
    const attribute = outputs.entries.get(kind);
    if (!attribute) continue;
    const systems = machine.force(attribute.value);
    if (systems.type !== "set") problems.push(systems);
    else {
      for (const [name, entry] of systems.entries) hosts.push(foundSystem(machine, kind, name, entry.value, entry.at));
      problems.push(...(systems.open ?? []));
    }
  }
  return { hosts, images: findImages(machine, outputs.entries.get("packages")?.value), problems };
}

function foundSystem(machine: Machine, kind: string, name: string, value: Lazy, at: Span | undefined): FoundSystem {
  const forced = machine.allow(() => machine.force(value));
  const system = systemOf(forced);
  return {
    kind,
    name,
    at: at && (!system?.at || isNativePath(system.at.file)) ? at : (system?.at ?? at),
    system,
    value: forced,
  };
}

/** `packages.<system>.<name>` may be an image made of modules. */
function findImages(machine: Machine, packages: Lazy | undefined): FoundSystem[] {
  const images: FoundSystem[] = [];
  const bySystem = packages && machine.force(packages);
  if (bySystem?.type !== "set") return images;
  for (const [platform, attribute] of bySystem.entries) {
    const set = machine.force(attribute.value);
    if (set.type !== "set") continue;
    for (const [name, entry] of set.entries) {
      const found = foundSystem(machine, `packages.${platform}`, name, entry.value, entry.at);
      if (found.system) images.push(found);
    }
  }
  return images;
}
