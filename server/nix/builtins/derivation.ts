import type { Span } from "../../text.ts";
import { external, list, record, string } from "../make.ts";
import { forceList, forceSet, forceString, unary } from "../operands.ts";
import type { Attribute, Lazy, Machine, PrimopValue, SetValue, StringValue } from "../value.ts";
import { forceStrings, foreignCall } from "./foreign-operands.ts";

/**
 * `derivation`: the set that Nix makes of its argument, with one attribute for each output. The store paths in it are External:
 * nothing is instantiated, and what only that would check is not checked.
 */
export const derivationBuiltin: PrimopValue = unary("derivation", (machine, argument, at) => {
  const attributes = forceSet(machine, argument, at);
  if (attributes.type !== "set") return foreignCall("derivation", attributes, at, "set");
  const outputs = outputsOf(machine, attributes, at);
  const [first] = outputs ?? [];
  // Which attributes there are depends on something outside.
  if (!outputs || !first || attributes.open)
    return { type: "external", path: "derivation(…)", shape: "set", args: [argument], at };
  const common = new Map<string, Attribute>(attributes.entries);
  const made = outputs.map((output) => ({ output, value: machine.lazy(() => outputSet(common, output, at), at) }));
  for (const { output, value } of made) common.set(output.text, { value });
  common.set("all", { value: list(made.map(({ value }) => value)) });
  common.set("drvAttrs", { value: attributes });
  return outputSet(common, first, at);
});

function outputSet(common: ReadonlyMap<string, Attribute>, output: StringValue, at: Span | undefined): SetValue {
  const own = record({
    outPath: external("derivation(…).outPath", at, "string"),
    drvPath: external("derivation(…).drvPath", at, "string"),
    type: string("derivation"),
    outputName: output,
  });
  return { type: "set", entries: new Map([...common, ...own.entries]), at };
}

/** The names of the outputs; undefined where they are not known, or wrong. */
function outputsOf(machine: Machine, attributes: SetValue, at: Span | undefined): StringValue[] | undefined {
  const given: Lazy | undefined = attributes.entries.get("outputs")?.value;
  if (given === undefined) return [string("out")];
  const outputs = forceList(machine, given, at);
  if (outputs.type !== "list") return undefined;
  const names = forceStrings(machine, outputs, (item) => forceString(machine, item, at), at);
  return "type" in names ? undefined : names;
}
