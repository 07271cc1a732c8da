import type {
  AttributeName,
  AttributePath,
  AttributeSet,
  Expression,
  HasAttribute,
  If,
  Let,
  PathLiteral,
  Select,
  StringLiteral,
  StringPart,
  Variable,
} from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { instantiate, letScope } from "./attribute-sets.ts";
import { planOf } from "./binding-plan.ts";
import { coerceToString, LONGEST_TEXT, templateOf, tooLong } from "./coerce.ts";
import { composed } from "./composed.ts";
import { type Environment, lexicalBinding, withFrame, withScopes } from "./environment.ts";
import { external, failure, fitsInteger, int, isOpaque, string, thrown, undecidedBy, unfit, unknown } from "./make.ts";
import { evaluateBinary, evaluateUnary } from "./operators.ts";
import { directoryOf, resolvePath } from "./paths.ts";
import { positionOf, sourceText } from "./position.ts";
import type { OptionPlace } from "./provenance.ts";
import { hasAttribute, noteKey, noteNamed, selectAttribute } from "./select.ts";
import { pickedBy, referenced } from "./selection.ts";
import { lazyOf, spanOf } from "./suspend.ts";
import type { Failure, Lookup, Machine, Opaque, SetValue, StringValue, Value } from "./value.ts";

/** The value of an expression, in weak head normal form. */
export function evaluate(machine: Machine, expression: Expression, environment: Environment): Value {
  const spent = machine.spend();
  expression.seen = true;
  if (spent) return { ...spent, at: spanOf(expression, environment) };
  switch (expression.kind) {
    case "variable":
      return evaluateVariable(machine, expression, environment);
    case "integer":
      return fitsInteger(expression.value)
        ? int(expression.value)
        : failure(`invalid integer '${expression.value}'`, spanOf(expression, environment));
    case "float":
      return { type: "float", value: expression.value };
    case "string":
      return evaluateString(machine, expression, environment);
    case "path":
      return evaluatePath(machine, expression, environment);
    case "list":
      return {
        type: "list",
        items: expression.items.map((item) => lazyOf(item, environment)),
        at: spanOf(expression, environment),
      };
    case "set":
      return evaluateSet(machine, expression, environment);
    case "let":
      return evaluateLet(machine, expression, environment);
    case "with":
      return evaluate(machine, expression.body, withFrame(environment, lazyOf(expression.scope, environment)));
    case "lambda":
      return { type: "lambda", lambda: expression, environment, at: spanOf(expression, environment) };
    case "apply": {
      const fn = evaluate(machine, expression.function, environment);
      return machine.apply(fn, lazyOf(expression.argument, environment), spanOf(expression, environment));
    }
    case "select":
      return evaluateSelect(machine, expression, environment);
    case "has":
      return evaluateHas(machine, expression, environment);
    case "if":
      return evaluateIf(machine, expression, environment);
    case "assert":
      return evaluateAssert(machine, expression.condition, expression.body, environment);
    case "unary":
      return evaluateUnary(machine, expression, environment);
    case "binary":
      return evaluateBinary(machine, expression, environment);
    case "hole":
      return unknown("broken code", spanOf(expression, environment));
    default:
      return expression satisfies never;
  }
}

function evaluateVariable(machine: Machine, variable: Variable, environment: Environment): Value {
  const bound = lexicalBinding(environment, variable.name);
  if (bound !== undefined) return machine.force(bound);
  const at = spanOf(variable, environment);
  if (variable.name === "__curPos") return positionOf(machine, at);
  let maybe: Opaque | undefined;
  let innermost: SetValue | undefined;
  for (const scope of withScopes(environment)) {
    const set = machine.force(scope);
    if (set.type === "set") {
      const attribute = set.entries.get(variable.name);
      if (attribute) machine.log.reads.note(at, attribute);
      if (attribute)
        return maybe
          ? unknown(`'${variable.name}' may come from several 'with'`, at)
          : referenced(machine, selectAttribute(machine, set, variable.name, at), attribute.option, at);
      maybe ??= set.open?.[0];
      innermost ??= set;
    } else if (isOpaque(set)) maybe ??= set;
    else return set.type === "failure" ? set : unfit(set, "a set", at);
  }
  if (maybe) return maybe.type === "external" ? external(`${maybe.path}.${variable.name}`, at) : { ...maybe };
  const undefinedVariable = failure(`undefined variable '${variable.name}'`, at);
  return innermost ? { ...undefinedVariable, missing: { name: variable.name, from: innermost } } : undefinedVariable;
}

function evaluateString(machine: Machine, literal: StringLiteral, environment: Environment): Value {
  const at = spanOf(literal, environment);
  return concatenateParts(machine, literal.parts, environment, at, copiedPart);
}

/** Nix copies a path that stands in a string to the store, so it must be there. */
function copiedPart(machine: Machine, value: Value, at: Span): Value {
  if (value.type !== "path" || !machine.files.readable(value.path)) return value;
  return machine.files.kind(value.path) === undefined ? failure(`path '${value.path}' does not exist`, at) : value;
}

/** The text of literal parts and antiquotations; External inside keeps the whole symbolic. */
function concatenateParts(
  machine: Machine,
  parts: readonly StringPart[],
  environment: Environment,
  at: Span,
  check = (_machine: Machine, value: Value, _at: Span): Value => value,
): StringValue | Opaque | Failure {
  let text = "";
  let symbolic = false;
  const pieces: StringValue[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      pieces.push(string(part));
      continue;
    }
    const place = spanOf(part, environment);
    const value = check(machine, evaluate(machine, part, environment), place);
    const piece = coerceToString(machine, value, { mode: "interpolation" }, place);
    // `"${name}"` is `name`.
    if (value.type === "string" && parts.length === 1) return value;
    if (piece.type === "string") {
      text += piece.text;
      pieces.push(piece);
    } else if (piece.type === "external") {
      symbolic = true;
      text += templateOf(piece);
    } else return piece;
    const spent = machine.spend(at, 1 + (text.length >> 8));
    if (spent) return spent;
    if (text.length > LONGEST_TEXT) return tooLong(at);
  }
  return symbolic ? external(text, at, "string") : composed(text, pieces, at);
}

function evaluatePath(machine: Machine, literal: PathLiteral, environment: Environment): Value {
  const at = spanOf(literal, environment);
  const text = concatenateParts(machine, literal.parts, environment, at);
  if (text.type !== "string") return text;
  switch (literal.anchor) {
    case "absolute":
    case "relative":
      return { type: "path", path: resolvePath(directoryOf(environment.file), text.text), at };
    case "home":
      return unknown("a path in the home directory", at);
    case "search":
      return evaluateSearchPath(machine, text, environment, at);
    default:
      return literal.anchor satisfies never;
  }
}

/** `<name>` is `__findFile __nixPath "name"`, whatever these two are bound to here. */
function evaluateSearchPath(machine: Machine, name: StringValue, environment: Environment, at: Span): Value {
  const scopes = withScopes(environment).length > 0;
  const find = lexicalBinding(environment, "__findFile");
  const nixPath = lexicalBinding(environment, "__nixPath");
  if (!find && !scopes) return external(`<${name.text}>`, at);
  const findVariable: Variable = { kind: "variable", seen: false, name: "__findFile", start: at.start, end: at.end };
  const fn = find ?? evaluateVariable(machine, findVariable, environment);
  return machine.call(fn, [nixPath ?? { type: "list", items: [] }, name], at);
}

function evaluateSet(machine: Machine, expression: AttributeSet, environment: Environment): Value {
  return instantiate(
    machine,
    planOf(expression.bindings),
    expression.recursive,
    environment,
    spanOf(expression, environment),
  );
}

function evaluateLet(machine: Machine, expression: Let, environment: Environment): Value {
  return evaluate(machine, expression.body, letScope(machine, expression.bindings, environment));
}

function evaluateSelect(machine: Machine, expression: Select, environment: Environment): Value {
  const at = spanOf(expression, environment);
  let value = evaluate(machine, expression.from, environment);
  let option: OptionPlace | undefined;
  const fallback = expression.fallback;
  let index = 0;
  for (const name of expression.path) {
    if (fallback && isOpaque(value)) return uncertainSelect(machine, { value }, expression, index, environment);
    const step = selectStep(machine, value, name, environment, at, fallback !== undefined);
    if (fallback && step.missing) {
      const instead = evaluate(machine, fallback, environment);
      // `x.a or (throw "…")` bears no absence.
      if (step.lookup && instead.type !== "failure") machine.log.noteLookup(step.lookup);
      return instead;
    }
    if (step.lookup) machine.log.noteLookup(step.lookup);
    index++;
    if (fallback && step.uncertain) return uncertainSelect(machine, step, expression, index, environment);
    value = step.value;
    option = step.option;
  }
  return referenced(machine, value, option, at);
}

/**
 * `x.a.b or d` where it is not known whether `x` has `a`, or `x.a` has `b`: one or the other. `from`: how many names are selected in
 * `value` already.
 */
function uncertainSelect(
  machine: Machine,
  start: Pick<SelectStep, "value" | "option">,
  expression: Select,
  from: number,
  environment: Environment,
): Value {
  const { fallback } = expression;
  if (!fallback) return start.value;
  const at = spanOf(expression, environment);
  let inner = start;
  for (const name of expression.path.slice(from)) {
    const step = selectStep(machine, inner.value, name, environment, at, false);
    if (step.missing) return evaluate(machine, fallback, environment);
    inner = step;
  }
  const there = referenced(machine, inner.value, inner.option, at);
  return machine.join({ value: "unknown", at }, there, lazyOf(fallback, environment));
}

interface SelectStep {
  readonly value: Value;
  /** The attribute is certainly not there. */
  readonly missing: boolean;
  /** The attribute may or may not be there. */
  readonly uncertain: boolean;
  /** Undefined where nothing could be looked up, nobody wrote the name or absence is not borne. */
  readonly lookup?: Lookup | undefined;
  /** What the attribute is in a configuration. */
  readonly option?: OptionPlace | undefined;
}

function selectStep(
  machine: Machine,
  from: Value,
  name: AttributeName,
  environment: Environment,
  at: Span,
  bearsAbsence: boolean,
): SelectStep {
  const key = nameOf(machine, name, environment);
  if (key.type !== "string") return { value: key, missing: false, uncertain: key.type !== "failure" };
  noteKey(machine, from, key);
  if (name.kind === "dynamic") noteNamed(machine, from, key.text, spanOf(name, environment));
  if (from.type === "set") {
    const attribute = from.entries.get(key.text);
    const present = attribute !== undefined;
    const plain = selectAttribute(machine, from, key.text, at);
    const found = name.kind === "static" ? plain : pickedBy(machine, from, key, plain);
    const value = !present && found.type === "failure" ? missingAt(found, name, key, environment) : found;
    return {
      value,
      missing: !present && !from.open,
      uncertain: present ? attribute.maybe !== undefined : from.open !== undefined,
      lookup: bearsAbsence ? lookupOf(from, name, key) : undefined,
      option: attribute?.option,
    };
  }
  const found = selectAttribute(machine, from, key.text, at);
  const value = found.type === "failure" && found.within ? { ...found, at: spanOf(name, environment) } : found;
  return { value, missing: value.type === "failure" && from.type !== "failure", uncertain: isOpaque(value) };
}

function missingAt(found: Failure, name: AttributeName, key: StringValue, environment: Environment): Failure {
  const { missing } = found;
  const writtenAt = name.kind === "static" || key.listed ? undefined : key.at;
  return { ...found, at: spanOf(name, environment), missing: missing && { ...missing, writtenAt } };
}

function lookupOf(from: SetValue, name: AttributeName, key: StringValue): Lookup | undefined {
  const direct = name.kind === "static";
  const found = from.entries.has(key.text) || from.open !== undefined;
  return key.at && !key.listed ? { from, name: key.text, at: key.at, direct, found } : undefined;
}

function nameOf(machine: Machine, name: AttributeName, environment: Environment): StringValue | Opaque | Failure {
  const at = spanOf(name, environment);
  if (name.kind === "static") return string(name.name, at);
  const value = evaluate(machine, name.expression, environment);
  return value.type === "string" ? value : unfit(value, "a string", at);
}

function evaluateHas(machine: Machine, expression: HasAttribute, environment: Environment): Value {
  const at = spanOf(expression, environment);
  const value = evaluate(machine, expression.subject, environment);
  return hasPath(machine, value, expression.path, environment, at);
}

function hasPath(machine: Machine, subject: Value, path: AttributePath, environment: Environment, at: Span): Value {
  let value = subject;
  for (const [index, name] of path.entries()) {
    const key = nameOf(machine, name, environment);
    if (key.type !== "string") return key.type === "external" ? unknown("a name from outside", at) : key;
    const has = hasAttribute(value, key.text, at);
    noteKey(machine, value, key);
    if (name.kind === "dynamic") noteNamed(machine, value, key.text, spanOf(name, environment));
    const lookup = value.type === "set" ? lookupOf(value, name, key) : undefined;
    if (lookup) machine.log.noteLookup(lookup);
    if (has !== true) return has === false ? { type: "bool", value: false, at } : has;
    if (index + 1 < path.length) value = selectAttribute(machine, value, key.text, at);
  }
  return { type: "bool", value: true, at };
}

function evaluateIf(machine: Machine, expression: If, environment: Environment): Value {
  const condition = evaluate(machine, expression.condition, environment);
  if (condition.type === "bool") {
    return evaluate(machine, condition.value ? expression.consequence : expression.alternative, environment);
  }
  const at = spanOf(expression.condition, environment);
  if (!isOpaque(condition)) return unfit(condition, "a Boolean", at);
  return machine.join(
    undecidedBy(condition, at),
    lazyOf(expression.consequence, environment),
    lazyOf(expression.alternative, environment),
  );
}

function evaluateAssert(machine: Machine, condition: Expression, body: Expression, environment: Environment): Value {
  const value = evaluate(machine, condition, environment);
  const at = spanOf(condition, environment);
  if (value.type === "bool" && !value.value) return thrown(`assertion '${sourceText(machine, at)}' failed`, at);
  if (value.type !== "bool" && !isOpaque(value)) return unfit(value, "a Boolean", at);
  return evaluate(machine, body, environment);
}
