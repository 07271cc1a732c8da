import type { Formals, Lambda } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { takenOut } from "./direct.ts";
import { type Environment, lexicalFrame, parameterFrame } from "./environment.ts";
import { describe, failure, isOpaque, unknown } from "./make.ts";
import { selectAttribute } from "./select.ts";
import { selected } from "./selection.ts";
import { lazyOf, spanOf } from "./suspend.ts";
import { traced } from "./trace.ts";
import type {
  External,
  Failure,
  LambdaValue,
  Lazy,
  Machine,
  Opaque,
  PrimopValue,
  SetValue,
  Unknown,
  Value,
} from "./value.ts";

/** Calls a function value with one argument. `at` is the call's place. */
export function applyValue(
  machine: Machine & { readonly budget: CallDepth },
  fn: Value,
  argument: Lazy,
  at: Span | undefined,
): Value {
  const spent = machine.spend(at);
  if (spent) return spent;
  switch (fn.type) {
    case "lambda":
      return applyLambda(machine, fn, argument, at);
    case "primop":
      return applyPrimop(machine, fn, argument, at);
    case "set":
      return applyFunctor(machine, fn, argument, at);
    case "external":
      return applyExternal(fn, argument, at);
    case "unknown":
    case "failure":
      return fn;
    default:
      return notAFunction(fn, at);
  }
}

function notAFunction(fn: Value, at: Span | undefined): Failure {
  const problem = failure(`attempt to call something which is not a function but ${describe(fn)}`, at);
  return { ...problem, cause: { kind: "call", found: fn.type } };
}

interface CallDepth {
  callDepth: number;
  readonly limits: { readonly callDepth: number };
}

function applyLambda(
  machine: Machine & { readonly budget: CallDepth },
  fn: LambdaValue,
  argument: Lazy,
  at: Span | undefined,
): Value {
  const budget = machine.budget;
  if (budget.callDepth >= budget.limits.callDepth) return tooManyCalls(at);
  const scope = bindParameters(machine, fn, argument, at);
  if ("type" in scope) return scope;
  budget.callDepth++;
  const result = machine.evaluate(fn.lambda.body, scope);
  budget.callDepth--;
  if (result.type !== "failure") return fn.contribution?.isPart ? resultOfPart(machine, fn, result) : result;
  const name = fn.lambda.name === undefined ? ANONYMOUS : `'${fn.lambda.name}'`;
  return traced(result, { text: `while calling ${name}`, at: fn.at }, { text: "from call site", at });
}

/** What a module that was taken out of a collector gives is part of the collector's, too. */
function resultOfPart(machine: Machine, { contribution, selection }: LambdaValue, result: Value): Value {
  const part = contribution ? takenOut(machine, result, contribution) : result;
  return selection ? selected(part, selection, machine) : part;
}

const ANONYMOUS = "anonymous lambda";

function tooManyCalls(at: Span | undefined): Unknown {
  return unknown("budget spent: too many nested calls", at);
}

function bindParameters(
  machine: Machine,
  fn: LambdaValue,
  argument: Lazy,
  at: Span | undefined,
): Environment | Failure {
  const { parameter, formals } = fn.lambda;
  if (parameter && !formals) return parameterFrame(fn.environment, parameter.name, argument);
  const names = new Map<string, Lazy>();
  const scope = lexicalFrame(fn.environment, names);
  if (parameter) names.set(parameter.name, argument);
  if (!formals) return scope;
  const value = machine.force(argument);
  if (isOpaque(value)) bindOpaque(machine, formals, value, scope, names);
  else if (value.type !== "set")
    return value.type === "failure" ? value : failure(`expected a set but found ${describe(value)}`, at);
  else {
    const problem = bindSet(machine, fn.lambda, value, scope, names, at);
    if (problem) return problem;
  }
  return scope;
}

function bindOpaque(
  machine: Machine,
  formals: Formals,
  value: Opaque,
  scope: Environment,
  names: Map<string, Lazy>,
): void {
  for (const { name, fallback } of formals.formals) {
    const at = spanOf(name, scope);
    const given = selectAttribute(machine, value, name.name, at);
    const bound = fallback
      ? machine.lazy(() => machine.join({ value: "unknown", at }, given, lazyOf(fallback, scope)), at)
      : given;
    names.set(name.name, bound);
  }
}

function bindSet(
  machine: Machine,
  { name: ownName = ANONYMOUS, formals }: Lambda,
  value: SetValue,
  scope: Environment,
  names: Map<string, Lazy>,
  at: Span | undefined,
): Failure | undefined {
  let used = 0;
  for (const { name, fallback } of formals?.formals ?? []) {
    const attribute = value.entries.get(name.name);
    const place = spanOf(name, scope);
    machine.log.reads.note(place, attribute);
    if (attribute) {
      used++;
      const maybe = attribute.maybe;
      const given = attribute.value;
      names.set(
        name.name,
        maybe && fallback ? machine.lazy(() => machine.join(maybe, given, lazyOf(fallback, scope)), place) : given,
      );
    } else if (fallback && !value.open) names.set(name.name, lazyOf(fallback, scope));
    else if (value.open) {
      const given = machine.lazy(() => selectAttribute(machine, value, name.name, place), place);
      names.set(
        name.name,
        fallback
          ? machine.lazy(() => machine.join({ value: "unknown", at: place }, given, lazyOf(fallback, scope)), place)
          : given,
      );
    } else return missingArgument(ownName, formals as Formals, value, scope, at ?? place);
  }
  if (formals && !formals.open && used < value.entries.size)
    return unexpectedArgument(ownName, formals, value, scope, at);
  return undefined;
}

function missingArgument(ownName: string, formals: Formals, value: SetValue, scope: Environment, at: Span): Failure {
  const missing = formals.formals.flatMap(({ name, fallback }) =>
    fallback || value.entries.has(name.name) ? [] : [name.name],
  );
  const problem = failure(`function '${ownName}' called without required argument '${missing[0] ?? ""}'`, at);
  return { ...problem, cause: { kind: "arguments", formals: spanOf(formals, scope), missing, unexpected: [] } };
}

function unexpectedArgument(
  ownName: string,
  formals: Formals,
  value: SetValue,
  scope: Environment,
  at: Span | undefined,
): Failure | undefined {
  const expected = new Set(formals.formals.map((formal) => formal.name.name));
  const unexpected = [...value.entries].flatMap(([name, { maybe }]) => (expected.has(name) || maybe ? [] : [name]));
  const [first] = unexpected;
  if (first === undefined) return undefined;
  const problem = failure(`function '${ownName}' called with unexpected argument '${first}'`, at);
  return { ...problem, cause: { kind: "arguments", formals: spanOf(formals, scope), missing: [], unexpected } };
}

function applyPrimop(machine: Machine, fn: PrimopValue, argument: Lazy, at: Span | undefined): Value {
  const applied = [...fn.applied, argument];
  if (applied.length < fn.primop.arity) return { ...fn, applied };
  const result = fn.primop.run(machine, applied, at);
  if (result.type !== "failure" || fn.primop.name === "addErrorContext") return result;
  return traced(result, { text: `while calling the '${fn.primop.name}' builtin`, at });
}

function applyFunctor(
  machine: Machine & { readonly budget: CallDepth },
  fn: SetValue,
  argument: Lazy,
  at: Span | undefined,
): Value {
  if (!fn.entries.has("__functor") && !fn.open) return notAFunction(fn, at);
  const { budget } = machine;
  if (budget.callDepth >= budget.limits.callDepth) return tooManyCalls(at);
  const functor = selectAttribute(machine, fn, "__functor", at);
  budget.callDepth++;
  const result = machine.call(functor, [fn, argument], at);
  budget.callDepth--;
  return result;
}

function applyExternal(fn: External, argument: Lazy, at: Span | undefined): External {
  const path = fn.args && fn.path.endsWith("(…)") ? fn.path : `${fn.path}(…)`;
  return { type: "external", path, args: [...(fn.args ?? []), argument], at };
}
