import type { AttributeName, Expression, HasAttribute, Inherit, Select, Variable } from "../syntax/tree.ts";
import type { OffsetRange } from "../text.ts";
import { isGlobal, type Local, lookUp } from "./environment.ts";
import { below, type Meaning, meaningOf, variableMeaning } from "./meaning.ts";
import { lastRange, stepsOf } from "./steps.ts";
import { type PathStep, type Place, pushValue, type Walk } from "./walk.ts";

/** `from.a.b`, also after `or`. */
export function visitSelect(walk: Walk, select: Select, place: Place): void {
  visitPath(walk, select, place, false);
}

/** `subject ? a.b`. */
export function visitHas(walk: Walk, { subject, path }: HasAttribute, place: Place): void {
  const steps = stepsOf(walk, path, place);
  visitSelection(walk, subject, steps, place, true);
}

/** A name alone. Returns the local that it uses. */
export function visitVariable(walk: Walk, variable: Variable, place: Place): Local | undefined {
  return useName(walk, variable.name, { start: variable.start, end: variable.end }, place);
}

/** The reads and uses in `inherit`: one of each name. Gives each name's step and, without `(from)`, its local. */
export function visitInherit(walk: Walk, inherit: Inherit, place: Place): { step: PathStep; local: Local | undefined }[] {
  const { from } = inherit;
  if (from) pushValue(walk, from, place);
  const meaning = from && meaningOf(walk, from, place.environment);
  const written = from ? writtenSteps(from) : [];
  return stepsOf(walk, inherit.names, place).map((step) => {
    if (meaning) recordRead(walk, meaning, [...written, step], false);
    const bare = !from && typeof step.piece === "string" && step.range;
    return { step, local: bare ? useName(walk, String(step.piece), bare, place) : undefined };
  });
}

/** `attrByPath [ "a" "b" ] d config` and its kin: `names` are the pieces, read below what `subject` stands for. */
export function readPath(walk: Walk, subject: Expression, names: readonly Expression[], place: Place): void {
  const meaning = meaningOf(walk, subject, place.environment);
  if (!meaning || names.length === 0) return;
  const steps = names.map(({ start, end, ...name }): PathStep => {
    const text = name.kind === "string" && name.parts.length === 1 ? name.parts[0] : undefined;
    return { piece: typeof text === "string" ? text : { dynamic: true }, range: { start, end } };
  });
  recordRead(walk, meaning, [...writtenSteps(subject), ...steps], true);
}

function visitPath(walk: Walk, select: Select, place: Place, guarded: boolean): void {
  if (select.fallback) pushValue(walk, select.fallback, place);
  visitSelection(walk, select.from, stepsOf(walk, select.path, place), place, guarded || !!select.fallback);
}

/** Steps taken from an expression: one read of the whole path where it starts at an option, else a plain visit. */
function visitSelection(walk: Walk, from: Expression, steps: readonly PathStep[], place: Place, guarded: boolean): void {
  const taken = [steps];
  let base = from;
  let tolerant = guarded;
  for (; base.kind === "select"; base = base.from) {
    if (base.fallback) pushValue(walk, base.fallback, place);
    tolerant ||= base.fallback !== undefined;
    taken.push(stepsOf(walk, base.path, place));
  }
  if (base.kind !== "variable") return pushValue(walk, base, place);
  const start = visitVariableBase(walk, base, place);
  if (start) recordRead(walk, start.meaning, [...start.written, ...taken.reverse().flat()], tolerant);
}

function visitVariableBase(walk: Walk, base: Variable, place: Place): { meaning: Meaning; written: PathStep[] } | undefined {
  const range = { start: base.start, end: base.end };
  const meaning = variableMeaning(walk, base.name, place.environment);
  noteUse(walk, base.name, range, place);
  return meaning && { meaning, written: suppliedByWith(walk, base.name, place) ? [{ piece: base.name, range }] : [] };
}

/** A name alone is a read only where a `with` of an option supplies it; an alias was read where it was bound. */
function useName(walk: Walk, name: string, range: OffsetRange, place: Place): Local | undefined {
  if (suppliedByWith(walk, name, place)) {
    const meaning = variableMeaning(walk, name, place.environment);
    if (meaning?.kind === "option") addRead(walk, meaning, [{ piece: name, range }], false);
  }
  return noteUse(walk, name, range, place);
}

function noteUse(walk: Walk, name: string, range: OffsetRange, place: Place): Local | undefined {
  const found = lookUp(place.environment, name);
  if (found.kind === "local") {
    found.local.uses.push(range);
    return found.local;
  }
  if (!isGlobal(name)) walk.freeNames.push({ name, range, underWith: found.withs.length > 0 });
  return undefined;
}
