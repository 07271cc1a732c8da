import type { Binding, Expression, Variable } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { type Plan, type PlanEntry, planOf } from "./binding-plan.ts";
import { type Environment, lexicalBinding, lexicalFrame } from "./environment.ts";
import { EMPTY_SET, failure, unfit } from "./make.ts";
import { placeText } from "./position.ts";
import { noteNamed, selectAttribute } from "./select.ts";
import { referenced } from "./selection.ts";
import { lazyOf, spanOf } from "./suspend.ts";
import { Thunk } from "./thunk.ts";
import type { Attribute, Failure, Lazy, Machine, Opaque, SetValue, Value } from "./value.ts";

/** Makes the set of a plan. Dynamic names are forced now, as in Nix; values are not. */
export function instantiate(
  machine: Machine,
  plan: Plan,
  recursive: boolean,
  environment: Environment,
  at: Span,
): Value {
  const entries = new Map<string, Attribute>();
  const open: Opaque[] = [];
  let scope = environment;
  if (recursive) {
    const names = new Map<string, Lazy>();
    scope = recursiveScope(machine, plan, environment, entries, names);
    const problem = entries.has(OVERRIDES) ? overrideEntries(machine, entries, names) : undefined;
    if (problem?.type === "failure") return problem;
    if (problem) open.push(problem);
  } else addStatics(machine, plan, environment, scope, entries);
  for (const dynamic of plan.dynamics) {
    const name = machine.evaluate(dynamic.name, scope);
    if (name.type === "null") continue;
    const text = name.type === "string" ? name : unfit(name, "a string", spanOf(dynamic.at, scope));
    if (text.type === "failure") return text;
    if (text.type !== "string") {
      open.push({ ...text, holds: [entryValue(machine, dynamic.entry, scope, scope, undefined)] });
      continue;
    }
    const earlier = entries.get(text.text);
    if (earlier) return duplicate(machine, text.text, earlier, spanOf(dynamic.at, scope));
    entries.set(text.text, {
      value: entryValue(machine, dynamic.entry, scope, scope, undefined),
      at: spanOf(dynamic.at, scope),
    });
  }
  const set: SetValue = open.length > 0 ? { type: "set", entries, open, at } : { type: "set", entries, at };
  return set;
}

function duplicate(machine: Machine, name: string, earlier: Attribute, at: Span): Failure {
  const place = earlier.at && placeText(machine, earlier.at);
  return failure(`dynamic attribute '${name}' already defined${place ? ` at ${place}` : ""}`, at);
}

/** The ancient way to override attributes of a `rec` set, also for its own attributes. */
const OVERRIDES = "__overrides";

function overrideEntries(
  machine: Machine,
  entries: Map<string, Attribute>,
  names: Map<string, Lazy>,
): Opaque | Failure | undefined {
  const overrides = machine.force(entries.get(OVERRIDES)?.value ?? EMPTY_SET);
  if (overrides.type !== "set") return unfit(overrides, "a set", entries.get(OVERRIDES)?.at);
  for (const [name, attribute] of overrides.entries) {
    entries.set(name, attribute);
    if (names.has(name)) names.set(name, attribute.value);
  }
  return overrides.open?.[0];
}

function recursiveScope(
  machine: Machine,
  plan: Plan,
  outer: Environment,
  entries: Map<string, Attribute>,
  names: Map<string, Lazy>,
): Environment {
  const scope = lexicalFrame(outer, names);
  addStatics(machine, plan, outer, scope, entries);
  for (const [name, attribute] of entries) names.set(name, attribute.value);
  return scope;
}

/** `outer` is where a plain `inherit` looks; `scope` where values are evaluated (the set itself when it is recursive). */
function addStatics(
  machine: Machine,
  plan: Plan,
  outer: Environment,
  scope: Environment,
  entries: Map<string, Attribute>,
): void {
  const sources = sourcesOf(plan);
  for (const [name, entry] of plan.statics) {
    entries.set(name, { value: entryValue(machine, entry, outer, scope, sources), at: spanOf(entry.at, scope) });
  }
}

/** Where the sources of `inherit (x) a b;` are kept, so that each is evaluated once. */
function sourcesOf({ inherits }: Plan): Map<Expression, Lazy> | undefined {
  return inherits ? new Map() : undefined;
}

function entryValue(
  machine: Machine,
  entry: PlanEntry,
  outer: Environment,
  scope: Environment,
  sources: Map<Expression, Lazy> | undefined,
): Lazy {
  switch (entry.kind) {
    case "value":
      return lazyOf(entry.expression, scope);
    case "nested": {
      const at = spanOf(entry.at, scope);
      const { plan, recursive } = entry;
      if (!recursive && isWrittenOut(plan)) return instantiate(machine, plan, recursive, scope, at);
      return Thunk.ofNative(() => instantiate(machine, plan, recursive, scope, at), at);
    }
    case "inherit": {
      const at = spanOf(entry.at, scope);
      const { name, from } = entry;
      if (!from) {
        const variable: Variable = { kind: "variable", seen: false, name, start: entry.at.start, end: entry.at.end };
        return lexicalBinding(outer, name) ?? Thunk.ofExpression(variable, outer);
      }
      let source = sources?.get(from);
      if (source === undefined) {
        source = lazyOf(from, scope);
        sources?.set(from, source);
      }
      const set = source;
      return Thunk.ofNative(() => selectInherited(machine, set, name, at), at);
    }
    default:
      return entry satisfies never;
  }
}

/** Whether making the set looks at no other value: then it is there at once, also for those who may evaluate nothing. */
function isWrittenOut({ inherits, dynamics }: Plan): boolean {
  return dynamics.length === 0 && !inherits;
}

function selectInherited(machine: Machine, from: Lazy, name: string, at: Span): Value {
  const set = machine.force(from);
  noteNamed(machine, set, name, at);
  const option = set.type === "set" ? set.entries.get(name)?.option : undefined;
  return referenced(machine, selectAttribute(machine, set, name, at), option, at);
}

export function letScope(machine: Machine, bindings: readonly Binding[], environment: Environment): Environment {
  const plan = planOf(bindings);
  const names = new Map<string, Lazy>();
  const scope = lexicalFrame(environment, names);
  const sources = sourcesOf(plan);
  for (const [name, entry] of plan.statics) names.set(name, entryValue(machine, entry, environment, scope, sources));
  return scope;
}
