import type { Span } from "../../text.ts";
import { templateOf } from "../coerce.ts";
import { describeKind, external, int, record, thrown } from "../make.ts";
import { binary, isTrouble, unary } from "../operands.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { isDerivation } from "./attrsets/attrsets.ts";
import { mapEntries, updateSets } from "./attrsets/attrsets-entries.ts";
import { outputOf } from "./attrsets/attrsets-outputs.ts";
import { callBuiltin } from "./builtin.ts";
import { foreign } from "./customisation.ts";
import { textOf } from "./strings/strings-texts.ts";

/** `lib.meta`. Packages are foreign, and so is what is said about them. */
export const meta: Readonly<Record<string, Value>> = {
  getExe: unary("getExe", (machine, pkg, at) =>
    executable(
      machine,
      pkg,
      machine.lazy(() => mainProgram(machine, pkg, at)),
      at,
    ),
  ),
  "getExe'": binary("getExe'", executable),
  addMetaAttrs: binary("addMetaAttrs", addMeta),
  dontDistribute: unary("dontDistribute", (machine, pkg, at) =>
    addMeta(machine, record({ hydraPlatforms: { type: "list", items: [] } }), pkg, at),
  ),
  setName: binary("setName", (machine, name, pkg, at) => changed(machine, pkg, record({ name }), at)),
  updateName: binary("updateName", (machine, change, pkg, at) => {
    const name = machine.lazy(() => machine.call(change, [machine.select(pkg, "name", at)], at));
    return changed(machine, pkg, record({ name }), at);
  }),
  appendToName: foreign("appendToName", 2),
  mapDerivationAttrset: binary("mapDerivationAttrset", (machine, change, set, at) =>
    mapPackages(machine, set, at, (pkg) => machine.call(change, [pkg], at)),
  ),
  defaultPriority: int(5),
  setPrio: binary("setPrio", (machine, priority, pkg, at) => addMeta(machine, record({ priority }), pkg, at)),
  lowPrio: unary("lowPrio", (machine, pkg, at) => withPriority(machine, 10, pkg, at)),
  hiPrio: unary("hiPrio", (machine, pkg, at) => withPriority(machine, -10, pkg, at)),
  lowPrioSet: unary("lowPrioSet", (machine, set, at) =>
    mapPackages(machine, set, at, (pkg) => withPriority(machine, 10, pkg, at)),
  ),
  hiPrioSet: unary("hiPrioSet", (machine, set, at) =>
    mapPackages(machine, set, at, (pkg) => withPriority(machine, -10, pkg, at)),
  ),
  platformMatch: foreign("meta.platformMatch", 2),
  availableOn: foreign("meta.availableOn", 2),
  licensesSpdx: external("lib.licensesSpdx", undefined, "set"),
  getLicenseFromSpdxId: foreign("getLicenseFromSpdxId", 1),
  getLicenseFromSpdxIdOr: foreign("getLicenseFromSpdxIdOr", 2),
  cpeFullVersionWithVendor: foreign("meta.cpeFullVersionWithVendor", 2),
};

/** The path of a program in a package: a text with the package in it. */
function executable(machine: Machine, pkg: Lazy, program: Lazy, at: Span | undefined): Value {
  const derivation = isDerivation(machine, pkg, at);
  if (derivation === false) {
    const message = "lib.meta.getExe': The first argument should be a derivation instead.";
    return thrown(message, at);
  }
  const wrong = wrongProgram(machine.force(program));
  if (wrong) return thrown(`lib.meta.getExe': The second argument ${wrong}`, at);
  const output = outputOf(machine, ["bin", "out"], pkg, at);
  const directory = output.type === "external" ? output : textOf(machine, output, at);
  const name = textOf(machine, program, at);
  const shown = name.type === "string" ? name.text : name.type === "external" ? templateOf(name) : undefined;
  if (shown === undefined) return name;
  if (directory.type === "string") return { ...directory, text: `${directory.text}/bin/${shown}` };
  return directory.type === "external" ? external(`${templateOf(directory)}/bin/${shown}`, at, "string") : directory;
}

function wrongProgram(program: Value): string | undefined {
  if (isTrouble(program)) return undefined;
  if (program.type !== "string") return `is ${describeKind(program)}, but it should be a string instead.`;
  if (!program.text.includes("/")) return undefined;
  return `"${program.text}" is a nested path with a "/" character, but it should just be the name of the executable instead.`;
}

function mainProgram(machine: Machine, pkg: Lazy, at: Span | undefined): Value {
  const value = machine.force(pkg);
  const described = value.type === "set" ? value.entries.get("meta") : undefined;
  const information = described && machine.force(described.value);
  if (information?.type === "set" && information.entries.has("mainProgram"))
    return machine.select(information, "mainProgram", at);
  if (value.type === "external") return external(`${value.path}.meta.mainProgram`, at, "string");
  const name = ["pname", "name"].find((attribute) => value.type === "set" && value.entries.has(attribute));
  if (name === undefined) return machine.select(value, "name", at);
  const text = machine.select(value, name, at);
  return name === "pname" ? text : machine.select(callBuiltin(machine, "parseDrvName", [text], at), "name", at);
}

function changed(machine: Machine, pkg: Lazy, changes: Value, at: Span | undefined): Value {
  const value = machine.force(pkg);
  return value.type === "external" ? value : updateSets(machine, value, changes, at);
}

function addMeta(machine: Machine, added: Lazy, pkg: Lazy, at: Span | undefined): Value {
  const value = machine.force(pkg);
  if (value.type !== "set") return value;
  const old = value.entries.get("meta")?.value;
  const both = machine.lazy(() => updateSets(machine, old ? machine.force(old) : record({}), machine.force(added), at));
  return updateSets(machine, value, record({ meta: both }), at);
}

function withPriority(machine: Machine, priority: number, pkg: Lazy, at: Span | undefined): Value {
  return addMeta(machine, record({ priority: int(priority) }), pkg, at);
}

function mapPackages(machine: Machine, set: Lazy, at: Span | undefined, change: (pkg: Lazy) => Value): Value {
  const value = machine.force(set);
  if (value.type !== "set") return value;
  return mapEntries(value, (_name, attribute) =>
    isDerivation(machine, attribute.value, at) === true ? change(attribute.value) : machine.force(attribute.value),
  );
}
