import { type EvaluationLog, moduleLibrary } from "../modules/module-library.ts";
import { libParts, libTopLevel } from "../nix/lib/all-lib.ts";
import { EMPTY_SET, external, primop } from "../nix/make.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { RepositoryOf } from "./system-arguments.ts";
import { systemFunctions } from "./system-builders.ts";

/** nixpkgs' `lib`, natively. A name that is not known here is External, never an error. */
export function nixpkgsLibrary(
  machine: Machine,
  log: EvaluationLog,
  repositoryOf: RepositoryOf = () => undefined,
): Lazy {
  const lib: Lazy = machine.lazy(() => {
    const entries = new Map<string, Attribute>();
    const modules = moduleLibrary(machine, lib, log);
    const add = (values: Readonly<Record<string, Lazy>>) => {
      for (const [name, value] of Object.entries(values)) entries.set(name, { value });
    };
    for (const [name, part] of Object.entries(libParts()))
      entries.set(name, { value: openRecord(part, `lib.${name}`) });
    add(libTopLevel());
    for (const [name, part] of Object.entries(modules.parts))
      entries.set(name, { value: { ...part, open: [external(`lib.${name}`)] } });
    add(modules.top);
    add(systemFunctions(machine, lib, repositoryOf));
    entries.set("extend", { value: extendFunction(machine, lib) });
    return { type: "set", entries, open: [external("lib")] };
  });
  return lib;
}

function openRecord(part: Readonly<Record<string, Value>>, path: string): SetValue {
  const entries = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(part)) entries.set(name, { value });
  return { type: "set", entries, open: [external(path)] };
}

/** `lib.extend overlay`: the library with an overlay's attributes. */
function extendFunction(machine: Machine, lib: Lazy): Value {
  return primop("extend", 1, (_machine, [overlay], at) => {
    const extended: Lazy = machine.lazy(() => {
      const previous = machine.force(lib);
      const added = machine.call(overlay ?? EMPTY_SET, [extended, lib], at);
      if (previous.type !== "set" || added.type !== "set") return previous;
      const entries = new Map([...previous.entries, ...added.entries]);
      entries.set("extend", { value: extendFunction(machine, extended) });
      return { ...previous, entries };
    });
    return machine.force(extended);
  });
}
