import type { Bind, Binding, Lambda } from "../syntax/tree.ts";
import type { OffsetRange } from "../text.ts";
import type { Environment, Local, LocalSource } from "./environment.ts";
import { argumentMeaning, type Meaning } from "./meaning.ts";
import type { BindingKind, OptionScope } from "./name-index.ts";
import { stepsOf } from "./steps.ts";
import { type Module, type Place, pushValue, type Walk } from "./walk.ts";

/** The place inside a module function: its arguments are those of the module. */
export function insideModule(walk: Walk, lambda: Lambda, module: Module, place: Place): Place {
  const whole: Meaning = { kind: "arguments", module };
  return insideLambda(walk, lambda, place, (name) => argumentMeaning(module, name, true), whole);
}

/** The place inside any other function. Arguments are known by name where a name is as good as reserved. */
export function insideFunction(walk: Walk, lambda: Lambda, place: Place): Place {
  const formal = (name: string) => argumentMeaning({ scope: place.inner, prefix: [], uncertain: true }, name, false);
  return insideLambda(walk, lambda, place, formal, undefined);
}

function insideLambda(
  walk: Walk,
  lambda: Lambda,
  place: Place,
  formalMeaning: (name: string) => Meaning | undefined,
  whole: Meaning | undefined,
): Place {
  const names = new Map<string, Local>();
  const bind = (name: string, kind: BindingKind, range: OffsetRange, meaning: Meaning | undefined) =>
    addLocal(walk, names, name, kind, range, { kind: "argument", meaning });
  const { parameter, formals } = lambda;
  if (parameter) {
    const meaning = parameter.name === "inputs" ? ({ kind: "inputs" } as const) : whole;
    bind(parameter.name, "parameter", rangeOf(parameter), meaning);
  }
  for (const { name } of formals?.formals ?? []) bind(name.name, "formal", rangeOf(name), formalMeaning(name.name));
  const inside = { environment: frameOf(names, place.environment), inner: place.inner };
  for (const { fallback } of formals?.formals ?? []) if (fallback) pushValue(walk, fallback, inside);
  return inside;
}

/** The place inside a `let`, whose values are left over for later: a use in the body may say what they are for. */
export function insideLet(walk: Walk, bindings: readonly Binding[], place: Place): Place {
  const { environment, locals } = bindNames(walk, bindings, "let", place);
  for (const local of locals) walk.tasks.push({ kind: "leftover", local, inner: place.inner });
  return { environment, inner: place.inner };
}

/** The place inside a recursive set; visiting the set's bindings is the caller's. */
export function insideRecursive(walk: Walk, bindings: readonly Binding[], place: Place): Place {
  const { environment, locals } = bindNames(walk, bindings, "rec", place);
  for (const local of locals) local.visited = true;
  return { environment, inner: place.inner };
}

export function visitLeftover(walk: Walk, local: Local, inner: OptionScope): void {
  if (local.visited || local.source.kind !== "values") return;
  local.visited = true;
  const place = { environment: local.source.frame.environment, inner };
  for (const { expression } of local.source.values) pushValue(walk, expression, place);
}

function bindNames(
  walk: Walk,
  bindings: readonly Binding[],
  kind: "let" | "rec",
  place: Place,
): { environment: Environment; locals: Iterable<Local> } {
  const names = new Map<string, Local>();
  const environment = frameOf(names, place.environment);
  const frame = { environment };
  for (const binding of bindings) {
    if (binding.kind === "bind") {
      bindPath(walk, names, binding, kind, { environment, inner: place.inner });
      continue;
    }
    const source = { kind: "inherited", from: binding.from, frame: binding.from ? frame : place } as const;
    for (const name of binding.names) {
      if (name.kind === "static") addLocal(walk, names, name.name, "inherit", rangeOf(name), source);
    }
  }
  return { environment, locals: names.values() };
}

/** The paths of a `rec` set's bindings are read by who visits the set. */
function bindPath(walk: Walk, names: Map<string, Local>, bind: Bind, kind: "let" | "rec", place: Place): void {
  const [first, ...rest] = bind.path;
  if (first?.kind !== "static") return;
  const source: LocalSource = { kind: "values", values: [], frame: place };
  const local = addLocal(walk, names, first.name, kind, rangeOf(first), source);
  const below = kind === "let" ? stepsOf(walk, rest, place) : [];
  if (local.source.kind === "values") local.source.values.push({ below, expression: bind.value });
}

function addLocal(
  walk: Walk,
  names: Map<string, Local>,
  name: string,
  kind: BindingKind,
  range: OffsetRange,
  source: LocalSource,
): Local {
  const known = names.get(name);
  if (known) {
    known.definitions.push(range);
    return known;
  }
  const local: Local = { name, kind, definitions: [range], uses: [], source, visited: false };
  names.set(name, local);
  walk.locals.push(local);
  return local;
}

function frameOf(names: ReadonlyMap<string, Local>, outer: Environment): Environment {
  return { kind: "names", names, outer };
}

function rangeOf({ start, end }: OffsetRange): OffsetRange {
  return { start, end };
}
