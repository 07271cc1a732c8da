import type { Span } from "../../../text.ts";
import { external } from "../../make.ts";
import { binary, forceList, forceString, unary } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";

/** The functions of `lib.attrsets` that pick an output of a package. Of a foreign package the output is foreign too. */
export const packageOutputs: Readonly<Record<string, Value>> = {
  getOutput: binary("getOutput", (machine, output, pkg, at) => {
    const name = forceString(machine, output, at);
    return name.type === "string" ? outputOf(machine, [name.text, "out"], pkg, at) : name;
  }),
  getFirstOutput: binary("getFirstOutput", (machine, candidates, pkg, at) => {
    const list = forceList(machine, candidates, at);
    if (list.type !== "list") return list;
    const names = list.items.map((item) => machine.force(item));
    return outputOf(
      machine,
      names.flatMap((name) => (name.type === "string" ? [name.text] : [])),
      pkg,
      at,
    );
  }),
  getBin: picking("getBin", ["bin", "out"]),
  getLib: picking("getLib", ["lib", "out"]),
  getDev: picking("getDev", ["dev", "out"]),
  getMan: picking("getMan", ["man", "out"]),
  getStatic: picking("getStatic", ["static", "lib", "out"]),
  getInclude: picking("getInclude", ["include", "dev", "out"]),
  chooseDevOutputs: unary("chooseDevOutputs", (machine, packages, at) =>
    callBuiltin(machine, "map", [picking("getDev", ["dev", "out"]), packages], at),
  ),
};

function picking(name: string, outputs: readonly string[]): Value {
  return unary(name, (machine, pkg, at) => outputOf(machine, outputs, pkg, at));
}

/** The first of the outputs that the package has, else the package. */
export function outputOf(machine: Machine, outputs: readonly string[], pkg: Lazy, at: Span | undefined): Value {
  const value = machine.force(pkg);
  if (value.type === "external") return external(`${value.path}.${outputs[0] ?? "out"}`, at);
  if (value.type !== "set") return value;
  const specified = value.entries.get("outputSpecified");
  if (specified && machine.equal(specified.value, { type: "bool", value: true }) === true) return value;
  const present = outputs.find((name) => hasAttribute(value, name, at) === true);
  return present === undefined ? value : machine.select(value, present, at);
}
