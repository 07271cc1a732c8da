import { isOpaque, NULL, unknown } from "../../nix/make.ts";
import type { Condition } from "../../nix/provenance.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import { type Discharged, isUndecided, tellingCondition } from "../definitions.ts";
import { mergeTypes } from "./containers.ts";
import { callableSet } from "./function.ts";
import { conflict, mergeDischarged, mergeEqual, mergeOne, mergeUnchecked } from "./merge.ts";
import { checkKind, type Describing, nestedDescription, type OptionType } from "./type.ts";

/** `types.nullOr`. */
export function nullOr(inner: () => OptionType): OptionType {
  return {
    name: "nullOr",
    describe: (within) => `null or ${nestedDescription(within, inner(), "noun", "conjunction")}`,
    phrase: "conjunction",
    check: (machine, value) => value.type === "null" || inner().check(machine, value),
    merge: (machine, context, definitions) => {
      const nulls = definitions.filter((definition) => machine.force(definition.value).type === "null");
      if (nulls.length === definitions.length) return NULL;
      if (nulls.length === 0) return mergeUnchecked(machine, context, inner(), definitions);
      const certain = definitions.filter((definition) => !isUndecided(definition));
      // Nix would refuse what does not agree with them.
      if (certain.length > 0 && certain.length < definitions.length)
        return mergeDischarged(machine, context, nullOr(inner), certain) ?? NULL;
      if (certain.length === 0)
        return unknown("depends on a condition that cannot be decided", doubtOf(definitions)?.at);
      const problem = `The option \`${showOption(context.path)}' is defined both null and not null:`;
      return conflict(context, definitions, problem);
    },
    empty: NULL,
    shape: { kind: "choice", alternatives: () => [inner()] },
    mergeWith: (other, merging) => {
      const theirs =
        other.name === "nullOr" && other.shape.kind === "choice" ? other.shape.alternatives()[0] : undefined;
      const merged = theirs && mergeTypes(inner(), theirs, merging);
      return merged && nullOr(() => merged);
    },
  };
}

function doubtOf(definitions: readonly Discharged[]): Condition | undefined {
  return tellingCondition(definitions.flatMap(({ conditions }) => conditions));
}

/** `types.either`. */
export function either(left: () => OptionType, right: () => OptionType): OptionType {
  // A side that fits for sure comes before one that may fit.
  const pick = (machine: Machine, definitions: readonly Discharged[]): OptionType | undefined => {
    const answers = (type: OptionType) =>
      definitions.map((definition) => type.check(machine, machine.force(definition.value)));
    const onTheLeft = answers(left());
    if (onTheLeft.every((answer) => answer === true)) return left();
    const onTheRight = answers(right());
    if (onTheRight.every((answer) => answer === true)) return right();
    if (!onTheLeft.includes(false)) return left();
    return onTheRight.includes(false) ? undefined : right();
  };
  return {
    name: "either",
    describe: (within) => describeEither(within, left(), right()),
    phrase: "conjunction",
    check: (machine, value) => {
      return eitherFits(left().check(machine, value), () => right().check(machine, value));
    },
    merge: (machine, context, definitions) => {
      const type = pick(machine, definitions);
      if (!type) return mergeOne(machine, context, definitions);
      return mergeDischarged(machine, context, type, definitions) ?? unknown("no definition");
    },
    shape: { kind: "choice", alternatives: () => [left(), right()] },
    mergeWith: (other, merging) => {
      const theirs = other.name === "either" && other.shape.kind === "choice" ? other.shape.alternatives() : [];
      const both = theirs[0] && mergeTypes(left(), theirs[0], merging);
      const others = theirs[1] && mergeTypes(right(), theirs[1], merging);
      return (
        both &&
        others &&
        either(
          () => both,
          () => others,
        )
      );
    },
  };
}

function eitherFits(first: boolean | undefined, other: () => boolean | undefined): boolean | undefined {
  if (first === true) return true;
  const second = other();
  return second === false ? first : second;
}

function describeEither(within: Describing, left: OptionType, right: OptionType): string {
  // A clause set off by a comma is closed by another.
  if (left.phrase === "nonRestrictiveClause")
    return `${left.describe(within)}, or ${nestedDescription(within, right, "noun", "conjunction")}`;
  return `${nestedDescription(within, left, "noun", "conjunction")} or ${nestedDescription(within, right, "noun", "conjunction", "composite")}`;
}

/** `types.enum`. `force` gives the values of what is allowed, for people. */
export function enumOf(values: readonly Lazy[], force: Machine["force"]): OptionType {
  return {
    name: "enum",
    describe: () => describeEnum(values.map(force)),
    phrase: values.length < 2 ? "noun" : "conjunction",
    check: (machine, value) => {
      if (isOpaque(value)) return undefined;
      let undecided = false;
      for (const allowed of values) {
        const equal = machine.equal(allowed, value);
        if (equal === true) return true;
        if (typeof equal !== "boolean") undecided = true;
      }
      return undecided ? undefined : false;
    },
    merge: mergeEqual,
    shape: { kind: "leaf" },
    values,
    mergeWith: (other) => (other.values ? enumOf(distinct([...values, ...other.values].map(force)), force) : undefined),
  };
}

function distinct(values: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = describeLiteral(value);
    return !seen.has(text) && seen.add(text);
  });
}

function describeEnum(values: readonly Value[]): string {
  const texts = values.map(describeLiteral);
  if (texts.length === 0) return "impossible (empty enum)";
  return texts.length === 1 ? `value ${texts[0]} (singular enum)` : `one of ${texts.join(", ")}`;
}

function describeLiteral(forced: Value): string {
  switch (forced.type) {
    case "string":
      return JSON.stringify(forced.text);
    case "int":
    case "float":
      return String(forced.value);
    case "bool":
      return String(forced.value);
    case "null":
      return "<null>";
    default:
      return "<…>";
  }
}

/** `types.unique` and `types.uniq`: one definition only. `message` tells why. */
export function unique(inner: () => OptionType, message = ""): OptionType {
  return {
    name: "unique",
    describe: (within) => inner().describe(within),
    get phrase() {
      return inner().phrase;
    },
    check: (machine, value) => inner().check(machine, value),
    merge: (machine, context, definitions) => {
      if (definitions.length > 1) return mergeOne(machine, context, definitions, message);
      return mergeUnchecked(machine, context, inner(), definitions);
    },
    get empty() {
      return inner().empty;
    },
    shape: { kind: "choice", alternatives: () => [inner()] },
    mergeWith: (other, merging) => {
      const theirs =
        other.name === "unique" && other.shape.kind === "choice" ? other.shape.alternatives()[0] : undefined;
      const merged = theirs && mergeTypes(inner(), theirs, merging);
      return merged && unique(() => merged, message);
    },
  };
}

/** `types.coercedTo`: values of one type are turned into another before merging. */
export function coercedTo(from: () => OptionType, coerce: Lazy, to: () => OptionType): OptionType {
  const fits = (machine: Machine, value: Value) => from().check(machine, value);
  return {
    name: "coercedTo",
    describe: (within) =>
      `${nestedDescription(within, to(), "noun")} or ${nestedDescription(within, from(), "noun")} convertible to it`,
    check: (machine, value) => {
      return eitherFits(to().check(machine, value), () => fits(machine, value));
    },
    merge: (machine, context, definitions) => {
      const coerced = definitions.map((definition) => {
        const fitting = fits(machine, machine.force(definition.value));
        const at = placeOf(definition.value);
        const coerced = machine.lazy(() => machine.apply(coerce, definition.value, at), at);
        if (fitting === undefined) {
          if (to().check(machine, machine.force(definition.value)) === false)
            return { ...definition, value: unknown("whether it is turned into another value", definition.at) };
          const doubt = { value: "unknown", at: definition.at } as const;
          return { ...definition, value: machine.lazy(() => machine.join(doubt, definition.value, coerced), at) };
        }
        return fitting ? { ...definition, value: coerced } : definition;
      });
      return mergeDischarged(machine, context, to(), coerced) ?? unknown("no definition");
    },
    get empty() {
      return to().empty;
    },
    shape: { kind: "choice", alternatives: () => [to()] },
    // Nobody can tell whether two functions are the same.
    mergeWith: () => undefined,
  };
}

/** `types.functionTo`: the results of all definitions are merged. */
export function functionTo(result: () => OptionType): OptionType {
  return {
    name: "functionTo",
    describe: (within) => `function that evaluates to a(n) ${nestedDescription(within, result(), "noun", "composite")}`,
    phrase: "composite",
    check: (machine, value) =>
      value.type === "set" && value.entries.has("__functor") ? true : checkKind("lambda", "primop")(machine, value),
    merge: (machine, context, definitions) => callableSet(machine, context, definitions, result),
    shape: { kind: "function", result },
    mergeWith: (other, merging) => {
      const theirs = other.shape.kind === "function" ? other.shape.result : undefined;
      const merged = theirs && mergeTypes(result(), theirs(), merging);
      return merged && functionTo(() => merged);
    },
  };
}

/** `types.addCheck`. */
export function addCheck(inner: OptionType, predicate: Lazy): OptionType {
  return {
    ...inner,
    check: (machine, value) => {
      const basic = inner.check(machine, value);
      if (basic === false || isOpaque(value)) return basic;
      const answer = machine.apply(predicate, value);
      return answer.type === "bool" ? answer.value && (basic ?? true) : undefined;
    },
  };
}
