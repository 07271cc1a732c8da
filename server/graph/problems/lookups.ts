import type { LoadedFlake } from "../../flake/load.ts";
import { EMPTY_SET } from "../../nix/make.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Machine, SetValue, Value } from "../../nix/value.ts";
import { samePath } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import { contributedValue } from "../contributions.ts";
import type { GraphProblem } from "../graph.ts";
import { problem } from "./found.ts";

/** Lookups of a collector that never find one, where absence is allowed for. */
export function vainLookups(
  { machine, inputSet }: LoadedFlake,
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  return machine.log.lookups().flatMap(({ from, name, at, direct, found }) => {
    if (found || !isOwn(at.file)) return [];
    if (from.entries === inputSet.entries) {
      const message = `The flake has no input \`${name}'.`;
      const alternatives = [...inputSet.entries.keys()];
      return [problem({ message, at, path: [name], alternatives }, { kind: "vain-input" })];
    }
    const option = collectedIn(machine, from);
    if (!option) return [];
    const told = {
      message: `Nothing is found under \`${name}'.`,
      at,
      path: [...option, name],
      alternatives: [...from.entries.keys()],
      certain: from.open === undefined && from.outside === undefined,
    };
    return [problem(told, { kind: "vain-lookup", direct })];
  });
}

/**
 * The option whose instances a set holds, when its first value is a collector, or an instance that has collectors among its options.
 * Undefined for any other set.
 */
export function collectedIn(machine: Machine, from: SetValue): readonly string[] | undefined {
  const [name, attribute] = [...from.entries][0] ?? [];
  const option = attribute && collectorPath(machine, machine.force(attribute.value));
  const depth = name === undefined ? -1 : (option?.lastIndexOf(name) ?? -1);
  return option?.slice(0, Math.max(0, depth));
}

/** The option whose instances are all that a set holds, each under its own name. Undefined for any other set. */
export function instancesIn(machine: Machine, set: SetValue): readonly string[] | undefined {
  const paths = [...set.entries].map(([name, { value }]) => {
    const path = collectedBy(machine, machine.force(value));
    return path?.at(-1) === name ? path.slice(0, -1) : undefined;
  });
  const [first] = paths;
  return first && paths.every((path) => path && samePath(path, first)) ? first : undefined;
}

/** The collector's option, of its module or of what flake-parts publishes for it. */
function collectedBy(machine: Machine, value: Value): readonly string[] | undefined {
  const published = value.type === "lambda" && isNativePath(value.at.file) ? machine.apply(value, EMPTY_SET) : value;
  if (published.type !== "set") return undefined;
  const imports = published.entries.get("imports");
  return published.collector?.option ?? (imports && importedCollector(machine, machine.force(imports.value)));
}

function collectorPath(machine: Machine, value: Value): readonly string[] | undefined {
  const published = value.type === "lambda" && isNativePath(value.at.file) ? machine.apply(value, EMPTY_SET) : value;
  if (published.type !== "set") return undefined;
  if (published.collector) return published.collector.option;
  for (const { value: inner } of published.entries.values()) {
    const forced = machine.force(inner);
    const path = collectorOf(machine, forced) ?? importedCollector(machine, forced);
    if (path) return path;
  }
  return undefined;
}

function collectorOf(machine: Machine, value: Value): readonly string[] | undefined {
  if (value.type !== "set" && value.type !== "list") return undefined;
  return value.collector?.option ?? importedCollector(machine, value);
}

/** A list of collectors, such as the `imports` of what publishes one. */
function importedCollector(machine: Machine, value: Value): readonly string[] | undefined {
  const first = value.type === "list" && value.items[0] !== undefined ? machine.force(value.items[0]) : undefined;
  return first?.type === "set" ? first.collector?.option : undefined;
}

const OF_MODULES: ReadonlySet<string> = new Set(["imports", "config", "options", "key", "_class", "_file"]);

/**
 * Where a module of a collector defines the name that is looked for in the collector itself: what was meant as a collector of its own
 * became a part of the module. `from`: the collector, or what publishes it.
 */
export function moduleContribution(
  machine: Machine,
  from: SetValue,
  name: string,
): { readonly path: readonly string[]; readonly definedAt: Span } | undefined {
  // Revisions of flake-parts differ in whether these can be had.
  if (OF_MODULES.has(name)) return undefined;
  const imports = from.entries.get("imports");
  const list = imports && machine.force(imports.value);
  for (const item of list?.type === "list" ? list.items : []) {
    const module = machine.force(item);
    if (module.type !== "set") continue;
    if (module.collector && !from.collector) return moduleContribution(machine, module, name);
    const { collector } = from;
    const inner = collector && module.contribution && contributedValue(machine, module);
    const content = inner && machine.force(inner);
    const definedAt = content?.type === "set" ? content.entries.get(name)?.at : undefined;
    if (collector && definedAt) return { path: [...collector.option, name], definedAt };
  }
  return undefined;
}
