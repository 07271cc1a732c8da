import type { Span } from "../../text.ts";
import { TRUE, thrown } from "../make.ts";
import { forceList, ternary } from "../operands.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { prettyText } from "./generators/generators-pretty.ts";
import { contains } from "./lists/lists-items.ts";
import { textOf } from "./strings/strings-texts.ts";
import { assertMsg } from "./trivial/trivial-warnings.ts";

/** `lib.asserts`. What cannot be decided holds. */
export const asserts: Readonly<Record<string, Value>> = {
  assertMsg,
  assertOneOf: ternary("assertOneOf", (machine, name, value, allowed, at) => {
    const list = forceList(machine, allowed, at);
    if (list.type !== "list") return list;
    if (contains(machine, list, value, at) !== false) return TRUE;
    return mustBe(machine, name, "", value, list, at);
  }),
  assertEachOneOf: ternary("assertEachOneOf", (machine, name, values, allowed, at) => {
    const items = forceList(machine, values, at);
    if (items.type !== "list") return items;
    const list = forceList(machine, allowed, at);
    if (list.type !== "list") return list;
    const fits = items.items.every((item) => contains(machine, list, item, at) !== false);
    return fits ? TRUE : mustBe(machine, name, "each element in ", items, list, at);
  }),
  checkAssertWarn: ternary("checkAssertWarn", (machine, assertions, _warnings, value, at) => {
    const list = forceList(machine, assertions, at);
    if (list.type === "failure") return list;
    const items = list.type === "list" ? list.items : [];
    const failed = items.filter((item) => isFalse(machine.select(item, "assertion", at)));
    if (failed.length === 0) return machine.force(value);
    const messages = failed.map((item) => textOf(machine, machine.select(item, "message", at), at));
    const shown = messages.map((message) => `- ${message.type === "string" ? message.text : ""}`);
    return thrown(`\nFailed assertions:\n${shown.join("\n")}`, at);
  }),
};

function isFalse(value: Value): boolean {
  return value.type === "bool" && !value.value;
}

function mustBe(
  machine: Machine,
  name: Lazy,
  prefix: string,
  value: Lazy,
  allowed: Value,
  at: Span | undefined,
): Value {
  const subject = textOf(machine, name, at);
  if (subject.type !== "string") return subject;
  const expected = prettyText(machine, allowed, at);
  return thrown(`${prefix}${subject.text} must be one of ${expected}, but is: ${prettyText(machine, value, at)}`, at);
}
