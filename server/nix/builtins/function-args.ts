import { EMPTY_SET, external, FALSE, failure, set, TRUE } from "../make.ts";
import { unary } from "../operands.ts";
import type { Attribute, LambdaValue, PrimopValue, SetValue } from "../value.ts";

/** `functionArgs`: the formals of a set pattern, each with whether it has a default. */
export const functionArgsBuiltin: PrimopValue = unary("functionArgs", (machine, subject, at) => {
  const fn = machine.force(subject);
  switch (fn.type) {
    case "lambda":
      return formalsOf(fn);
    case "primop":
      return fn.applied.length === 0 && fn.primop.formals ? nativeFormals(fn.primop.formals) : EMPTY_SET;
    case "external":
      return external(`functionArgs(${fn.path})`, at, "set");
    case "unknown":
    case "failure":
      return fn;
    default:
      return failure("'functionArgs' requires a function", at);
  }
});

function formalsOf(fn: LambdaValue): SetValue {
  const entries = new Map<string, Attribute>();
  for (const { name, fallback } of fn.lambda.formals?.formals ?? []) {
    const at = { file: fn.environment.file, start: name.start, end: name.end };
    entries.set(name.name, { value: fallback ? TRUE : FALSE, at });
  }
  return set(entries);
}

function nativeFormals(formals: ReadonlyMap<string, boolean>): SetValue {
  return set(new Map([...formals].map(([name, hasDefault]) => [name, { value: hasDefault ? TRUE : FALSE }])));
}
