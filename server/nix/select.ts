import type { Span } from "../text.ts";
import { external, failure, unfit, unknown } from "./make.ts";
import { isNativePath } from "./paths.ts";
import { selected } from "./selection.ts";
import { traced } from "./trace.ts";
import type { Failure, Machine, Opaque, SetValue, StringValue, Unknown, Value } from "./value.ts";

/** `from.name`. A missing attribute of a closed set is a Failure; of an open one what its open part makes of it. */
export function selectAttribute(machine: Machine, from: Value, name: string, at?: Span): Value {
  if (from.type === "set") {
    const attribute = from.entries.get(name);
    if (!attribute) return missingAttribute(from, name, at);
    const value = machine.force(attribute.value);
    if (value.type === "failure")
      return traced(value, { text: `while evaluating the attribute '${name}'`, at: attribute.at });
    return from.selection ? selected(value, from.selection, machine) : value;
  }
  if (from.type === "external") {
    const known = machine.knownOutside(`${from.path}.${name}`);
    if (known) return known;
    const child = external(`${from.path}.${name}`, at, MODULE_OUTPUT.test(from.path) ? "module" : undefined);
    return from.args ? { ...child, args: from.args } : child;
  }
  const problem = unfit(from, "a set", at);
  if (from.type !== "lambda" || problem.type !== "failure" || !isNativePath(from.at.file)) return problem;
  return { ...problem, within: { name, from } };
}

/** A name written at `at` is looked up in the value. */
export function noteNamed(machine: Machine, from: Value, name: string, at: Span): void {
  machine.log.reads.note(at, from.type === "set" ? from.entries.get(name) : undefined);
}

/** The same for a computed name: it is written where its string is, unless nobody wrote it. */
export function noteKey(machine: Machine, from: Value, { text, at, listed }: StringValue): void {
  if (at && !listed) noteNamed(machine, from, text, at);
}

/** Outputs that hold modules by the flake schema and its customs: whatever stands there is a function, a set or a path. */
const MODULE_OUTPUT = /\.(nixos|home|homeManager|darwin|flake|nixvim)Modules$|\.modules\.\w+$/;

function missingAttribute(from: SetValue, name: string, at: Span | undefined): Opaque | Failure {
  const first = from.open?.[0];
  if (!first && from.outside)
    return from.outside.type === "external" ? external(`${from.outside.path}.${name}`, at) : { ...from.outside };
  if (!first) return { ...failure(`attribute '${name}' missing`, at), missing: { name, from } };
  if (from.open?.every((part) => part.type === "external") && first.type === "external")
    return external(`${first.path}.${name}`, at);
  return first.type === "unknown" ? first : unknown(`'${name}' may come from ${first.path}`, at);
}

/** `value ? name`, one name. What is not a set has no attributes, as in Nix. */
export function hasAttribute(value: Value, name: string, at?: Span): boolean | Unknown | Failure {
  switch (value.type) {
    case "set": {
      const attribute = value.entries.get(name);
      if (attribute)
        return attribute.maybe ? unknown(`'${name}' depends on an undecided condition`, attribute.maybe.at) : true;
      return value.open ? unknown(`whether '${name}' is there depends on something outside`, at) : false;
    }
    case "external":
      return unknown(`whether ${value.path} has '${name}' is not known`, at);
    case "unknown":
    case "failure":
      return value;
    default:
      return false;
  }
}
