import type { Span } from "../../text.ts";
import { coerceToString, templateOf } from "../coerce.ts";
import { FALSE, failure, record, TRUE, thrown, unknown } from "../make.ts";
import { binary, forceString, unary } from "../operands.ts";
import { traced } from "../trace.ts";
import type { Failure, Lazy, Machine, PrimopValue, Value } from "../value.ts";
import { forceDeeply } from "./force-deeply.ts";
import { genericClosureBuiltin } from "./generic-closure.ts";

/** Errors, and the order of evaluation. */
export const controlBuiltins: Readonly<Record<string, Value>> = {
  throw: unary("throw", (machine, message, at) => messageOf(machine, message, at, (text) => thrown(text, at))),
  abort: unary("abort", (machine, message, at) =>
    messageOf(machine, message, at, (text) =>
      failure(`evaluation aborted with the following error message: '${text}'`, at),
    ),
  ),
  tryEval: unary("tryEval", (machine, subject, at) => {
    const value = machine.force(subject);
    if (value.type === "failure") return value.catchable ? record({ success: FALSE, value: FALSE }) : value;
    if (value.type === "unknown") return value;
    if (value.type === "external") return unknown(`whether ${value.path} can be evaluated is not known`, at);
    return record({ success: TRUE, value });
  }),
  seq: binary("seq", (machine, first, second) => failureOf(machine, first) ?? machine.force(second)),
  deepSeq: binary("deepSeq", (machine, first, second, at) => forceDeeply(machine, first, at) ?? machine.force(second)),
  trace: passing("trace"),
  traceVerbose: passing("traceVerbose"),
  warn: binary("warn", (machine, message, value, at) => {
    const text = forceString(machine, message, at);
    return text.type === "failure" ? text : machine.force(value);
  }),
  addErrorContext: binary("addErrorContext", (machine, context, subject, at) => {
    const value = machine.force(subject);
    if (value.type !== "failure") return value;
    const text = coerceToString(machine, context, { mode: "interpolation" }, at);
    return text.type === "string" ? traced(value, { text: text.text, at }) : value;
  }),
  break: unary("break", (machine, value) => machine.force(value)),
  genericClosure: genericClosureBuiltin,
};

function messageOf(machine: Machine, message: Lazy, at: Span | undefined, raise: (text: string) => Failure): Value {
  const text = coerceToString(machine, message, { mode: "interpolation" }, at);
  if (text.type === "string") return raise(text.text);
  if (text.type === "external") return raise(templateOf(text));
  // It is an error whatever it says.
  return text.type === "failure" ? text : raise("(a message that is not known)");
}

/** Prints the first argument, in Nix; the value is the second. */
function passing(name: string): PrimopValue {
  return binary(name, (machine, message, value) => failureOf(machine, message) ?? machine.force(value));
}

function failureOf(machine: Machine, value: Lazy): Failure | undefined {
  const forced = machine.force(value);
  return forced.type === "failure" ? forced : undefined;
}
