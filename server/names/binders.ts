import type { Bind, Binding, Identifier, Lambda } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";
import type { Environment, Local, LocalSource } from "./local-scopes.ts";
import { argumentMeaning, type Meaning } from "./meaning.ts";
import type { BindingKind } from "./name-index.ts";
import { type Module, type Place, pushValue, type Walk } from "./name-walk.ts";
import { stepsOf } from "./steps.ts";
import { addRead, visitInherit } from "./visit-reads.ts";

/** The place inside a module function: its arguments are those of the module. */
export function insideModule(walk: Walk, lambda: Lambda, module: Module, place: Place): Place {
  const whole: Meaning = { kind: "arguments", module };
  const open = lambda.formals?.open ?? true;
  if (open) for (const { name } of lambda.formals?.formals ?? []) readArgument(walk, module, name);
  return insideLambda(walk, lambda, place, (name) => argumentMeaning(module, name, open), whole);
}

/** The place inside any other function. Arguments are known by name where a name is in effect reserved. */
export function insideFunction(walk: Walk, lambda: Lambda, place: Place): Place {
  const formal = (name: string) => argumentMeaning({ scope: place.inner, prefix: [], uncertain: true }, name, false);
  return insideLambda(walk, lambda, place, formal, undefined);
}

/** Naming an argument reads it from `_module.args`. */
function readArgument(walk: Walk, module: Module, { name, start, end }: Identifier): void {
  const meaning = argumentMeaning(module, name, true);
  if (meaning?.kind === "option" && meaning.path[0] === "_module") {
    addRead(walk, meaning, [{ piece: name, range: { start, end } }], false);
  }
}

function insideLambda(
  walk: Walk,
  lambda: Lambda,
  place: Place,
  formalMeaning: (name: string) => Meaning | undefined,
  whole: Meaning | undefined,
): Place {
  const names = new Map<string, Local>();
  const bind = ({ name, start, end }: Identifier, kind: BindingKind, meaning: Meaning | undefined) => {
    const isMissing = name === "";
    if (!isMissing) addLocal(walk, names, name, kind, { start, end }, { kind: "argument", meaning });
  };
  const { parameter, formals } = lambda;
  if (parameter) {
    const meaning = parameter.name === "inputs" ? ({ kind: "inputs", perSystem: false } as const) : whole;
    bind(parameter, "parameter", meaning);
  }
  for (const { name } of formals?.formals ?? []) bind(name, "formal", formalMeaning(name.name));
  const inside = { environment: frameOf(names, place.environment), inner: place.inner };
  for (const { fallback } of formals?.formals ?? []) if (fallback) pushValue(walk, fallback, inside);
  return inside;
}

/** The place inside a `let`, whose values are left over for later: a use in the body may say what they are for. */
export function insideLet(walk: Walk, bindings: readonly Binding[], place: Place): Place {
  const { inside, locals } = bindNames(walk, bindings, "let", place);
  for (const local of locals) walk.tasks.push({ kind: "leftover", local });
  for (const binding of bindings) {
    if (binding.kind === "inherit") visitInherit(walk, binding, binding.from ? inside : place);
  }
  return inside;
}

/** The place inside a recursive set; visiting the set's bindings is the caller's. */
export function insideRecursive(walk: Walk, bindings: readonly Binding[], place: Place): Place {
  const { inside, locals } = bindNames(walk, bindings, "rec", place);
  for (const local of locals) local.visited = true;
  return inside;
}

export function visitLeftover(walk: Walk, local: Local): void {
  if (local.visited || local.source.kind !== "values") return;
  local.visited = true;
  for (const { expression } of local.source.values) pushValue(walk, expression, local.source.frame);
}

function bindNames(
  walk: Walk,
  bindings: readonly Binding[],
  kind: "let" | "rec",
  place: Place,
): { inside: Place; locals: Iterable<Local> } {
  const names = new Map<string, Local>();
  const inside = { environment: frameOf(names, place.environment), inner: place.inner };
  for (const binding of bindings) {
    if (binding.kind === "bind") {
      bindPath(walk, names, binding, kind, inside);
      continue;
    }
    const source = { kind: "inherited", from: binding.from, frame: binding.from ? inside : place } as const;
    for (const name of binding.names) {
      if (name.kind === "static") addLocal(walk, names, name.name, "inherit", rangeOf(name), source);
    }
  }
  return { inside, locals: names.values() };
}

/** Who visits a `rec` set visits the paths and values of its bindings; those of a `let` are visited from here. */
function bindPath(walk: Walk, names: Map<string, Local>, bind: Bind, kind: "let" | "rec", inside: Place): void {
  const [first, ...rest] = bind.path;
  const local =
    first?.kind === "static" &&
    addLocal(walk, names, first.name, kind, rangeOf(first), { kind: "values", values: [], frame: inside });
  const below = kind === "let" ? stepsOf(walk, local ? rest : bind.path, inside) : [];
  if (local && local.source.kind === "values") local.source.values.push({ below, expression: bind.value });
  else if (kind === "let") pushValue(walk, bind.value, inside);
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
