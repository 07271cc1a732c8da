import type { Span } from "../../../text.ts";
import { orderValues } from "../../compare.ts";
import { bool, external, int, NULL, primop, string, unknown } from "../../make.ts";
import { argument, binary, forceBool, forceInt, isTrouble, type Trouble, ternary, unary } from "../../operands.ts";
import { arithmetic, concatenate } from "../../operators.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { updateSets } from "../attrsets/attrsets-entries.ts";
import { builtin, builtinsNamed, callBuiltin } from "../builtin.ts";
import { foldLeft } from "../lists/lists-folds.ts";
import { answered, asDecision, decide } from "../lists/lists-items.ts";
import { numberBases } from "./trivial-bases.ts";
import { functionValues } from "./trivial-functions.ts";
import { warnings } from "./trivial-warnings.ts";

const RELEASE = unknown("the release of nixpkgs is not known");

/** `lib.trivial`. */
export const trivial: Readonly<Record<string, Value>> = {
  ...builtinsNamed("pathExists", "readFile", "isBool", "isInt", "isFloat", "add", "sub", "mul", "div", "lessThan"),
  ...builtinsNamed("seq", "deepSeq", "genericClosure", "bitAnd", "bitOr", "bitXor", "ceil", "floor"),
  ...functionValues,
  ...numberBases,
  ...warnings,
  id: unary("id", (machine, value) => machine.force(value)),
  const: binary("const", (machine, value) => machine.force(value)),
  pipe: binary("pipe", (machine, value, functions, at) => {
    const steps = machine.force(functions);
    if (steps.type !== "list") return callBuiltin(machine, "foldl'", [builtin("seq"), value, steps], at);
    return foldLeft(machine, steps, machine.force(value), (before, fn) => machine.call(fn, [before], at), at);
  }),
  concat: binary("concat", (machine, first, second, at) =>
    concatenate(machine, machine.force(first), machine.force(second), at),
  ),
  or: logical("or", (first, second) => (first === true ? true : first === false ? second() : either(second(), true))),
  and: logical("and", (first, second) =>
    first === false ? false : first === true ? second() : either(second(), false),
  ),
  xor: binary("xor", (machine, first, second, at) => {
    const a = forceBool(machine, first, at);
    if (a.type !== "bool") return a;
    const b = forceBool(machine, second, at);
    return b.type === "bool" ? bool(a.value !== b.value) : b;
  }),
  bitNot: unary("bitNot", (machine, value, at) => {
    const number = forceInt(machine, value, at);
    return number.type === "int" ? int(~number.value) : number;
  }),
  boolToString: boolean("boolToString", "true", "false"),
  boolToYesNo: boolean("boolToYesNo", "yes", "no"),
  mergeAttrs: binary("mergeAttrs", (machine, first, second, at) =>
    updateSets(machine, machine.force(first), machine.force(second), at),
  ),
  flip: ternary("flip", (machine, fn, first, second, at) => machine.call(fn, [second, first], at)),
  defaultTo: binary("defaultTo", (machine, fallback, value) => {
    const given = machine.force(value);
    return given.type === "null" ? machine.force(fallback) : given;
  }),
  mapNullable: binary("mapNullable", (machine, fn, value, at) => {
    const given = machine.force(value);
    return given.type === "null" ? NULL : machine.call(fn, [given], at);
  }),
  min: smaller("min", -1),
  max: smaller("max", 1),
  mod: binary("mod", (machine, base, divisor, at) => {
    const [a, b] = [machine.force(base), machine.force(divisor)];
    const quotient = callBuiltin(machine, "div", [a, b], at);
    const whole = arithmetic("*", b, quotient, at);
    return isTrouble(whole) ? whole : arithmetic("-", a, whole, at);
  }),
  compare: binary("compare", (machine, first, second) => {
    const order = orderValues(machine, first, second);
    return typeof order === "number" ? int(Math.sign(order)) : order;
  }),
  splitByAndCompare: primop("splitByAndCompare", 5, (machine, args, at) => splitByAndCompare(machine, args, at)),
  importJSON: unary("importJSON", (machine, file, at) => parsed(machine, "fromJSON", file, at)),
  importTOML: unary("importTOML", (machine, file, at) => parsed(machine, "fromTOML", file, at)),
  version: external("lib.version", undefined, "string"),
  release: external("lib.release", undefined, "string"),
  nixpkgsVersion: external("lib.version", undefined, "string"),
  versionSuffix: external("lib.versionSuffix", undefined, "string"),
  codeName: external("lib.codeName", undefined, "string"),
  oldestSupportedRelease: RELEASE,
  oldestSupportedReleaseIsAtLeast: unary("oldestSupportedReleaseIsAtLeast", () => RELEASE),
  isInOldestRelease: unary("isInOldestRelease", () => RELEASE),
  revisionWithDefault: unary("revisionWithDefault", (machine, fallback) => machine.force(fallback)),
  inNixShell: bool(false),
  inPureEvalMode: bool(true),
};

function logical(
  name: string,
  combine: (first: boolean | Trouble, second: () => boolean | Trouble) => boolean | Trouble,
) {
  return binary(name, (machine, first, second, at) => {
    const decided = asDecision(machine.force(first), at);
    if (typeof decided !== "boolean" && decided.type === "failure") return decided;
    return answered(
      combine(decided, () => asDecision(machine.force(second), at)),
      at,
    );
  });
}

/** With the first operand undecided, the second one decides only if it is the decisive value. */
function either(second: boolean | Trouble, decisive: boolean): boolean | Trouble {
  if (second === decisive) return decisive;
  const isValue = typeof second === "boolean" || second.type === "failure";
  return isValue ? unknown("depends on a condition that cannot be decided") : second;
}

function boolean(name: string, yes: string, no: string): Value {
  return unary(name, (machine, value, at) => {
    const decided = forceBool(machine, value, at);
    return decided.type === "bool" ? string(decided.value ? yes : no, at) : decided;
  });
}

/** The one that comes first in this direction; the second one of equals. */
function smaller(name: string, direction: -1 | 1): Value {
  return binary(name, (machine, first, second) => {
    const order = orderValues(machine, first, second);
    if (typeof order !== "number") return order;
    return machine.force(Math.sign(order) === direction ? first : second);
  });
}

function splitByAndCompare(machine: Machine, args: readonly Lazy[], at: Span | undefined): Value {
  const [test, yes, no] = [argument(args, 0), argument(args, 1), argument(args, 2)];
  const [first, second] = [argument(args, 3), argument(args, 4)];
  const a = decide(machine, test, [first], at);
  if (typeof a !== "boolean") return a;
  const b = decide(machine, test, [second], at);
  if (typeof b !== "boolean") return b;
  if (a === b) return machine.call(a ? yes : no, [first, second], at);
  return int(a ? -1 : 1);
}

function parsed(machine: Machine, parser: string, file: Lazy, at: Span | undefined): Value {
  return callBuiltin(machine, parser, [callBuiltin(machine, "readFile", [file], at)], at);
}
