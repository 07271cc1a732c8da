import type { Span } from "../../../text.ts";
import { coerceToString } from "../../coerce.ts";
import { isOpaque, primop, string, TRUE, thrown } from "../../make.ts";
import { argument, binary, forceBool, ternary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { builtin, callBuiltin } from "../builtin.ts";
import { conditionFrom } from "../lists/lists-conditions.ts";
import { undecidedCondition } from "../lists/lists-items.ts";
import { listedAmong } from "../lists/lists-unique.ts";

/** The part of `lib.trivial` that warns and throws. Warnings are not shown: the value goes through. */
export const warnings: Readonly<Record<string, Value>> = {
  warn: binary("warn", (machine, _message, value) => machine.force(value)),
  info: binary("info", (machine, _message, value) => machine.force(value)),
  warnIf: ternary("warnIf", (machine, _cond, _message, value) => machine.force(value)),
  warnIfNot: ternary("warnIfNot", (machine, _cond, _message, value) => machine.force(value)),
  showWarnings: binary("showWarnings", (machine, _messages, value) => machine.force(value)),
  throwIf: throwing("throwIf", true),
  throwIfNot: throwing("throwIfNot", false),
  checkListOfEnum: primop("checkListOfEnum", 4, checkListOfEnum),
};

function throwing(name: string, when: boolean): Value {
  return ternary(name, (machine, cond, message, value, at) => {
    const decided = forceBool(machine, cond, at);
    if (decided.type === "failure") return decided;
    if (decided.type === "bool" && decided.value === when) return throwText(machine, message, at);
    return machine.force(value);
  });
}

/** `throw message`. */
function throwText(machine: Machine, message: Lazy, at: Span | undefined): Value {
  const text = coerceToString(machine, message, { mode: "interpolation" }, at);
  return text.type === "string" ? thrown(text.text, at) : isOpaque(text) ? thrown("an error", at) : text;
}

/** `lib.assertMsg`: what cannot be decided counts as true, as a failing side would yield no value. */
export const assertMsg: Value = binary("assertMsg", (machine, cond, message, at) => {
  const condition = conditionFrom(machine, cond, at);
  if ("type" in condition) return condition;
  return condition.value === "false" ? throwText(machine, message, at) : TRUE;
});

function checkListOfEnum(machine: Machine, args: readonly Lazy[], at: Span | undefined): Value {
  const [message, valid, given] = [argument(args, 0), argument(args, 1), argument(args, 2)];
  const unexpected = listedAmong(machine, valid, given, false, at);
  if (unexpected.type === "failure") return unexpected;
  if (unexpected.type !== "list" || unexpected.items.every(undecidedCondition)) return machine.force(argument(args, 3));
  const show = (items: Lazy): Value => {
    const texts = callBuiltin(machine, "map", [builtin("toString"), items], at);
    return callBuiltin(machine, "concatStringsSep", [string(", "), texts], at);
  };
  const texts = [machine.force(message), show(unexpected), show(valid)].map((text) =>
    text.type === "string" ? text.text : "",
  );
  return thrown(`${texts[0]}: ${texts[1]} unexpected; valid ones: ${texts[2]}`, at);
}
