import type { PathPiece } from "../option-path.ts";
import type { Expression, HasAttribute, Inherit, Select, Variable } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";
import { isGlobal, type Local, lookUp } from "./local-scopes.ts";
import { below, type Meaning, meaningOf, suppliedMeaning, variableMeaning } from "./meaning.ts";
import { type PathStep, type Place, pushValue, type Walk } from "./name-walk.ts";
import { pathOf, stepsOf } from "./steps.ts";

/** `from.a.b`, also before `or`: one read of the whole path where it starts at an option. */
export function visitSelect(walk: Walk, select: Select, place: Place): void {
  visitSelection(walk, select, [], place, false);
}

/** `subject ? a.b`. */
export function visitHas(walk: Walk, { subject, path }: HasAttribute, place: Place): void {
  visitSelection(walk, subject, stepsOf(walk, path, place), place, true);
}

/** A name alone. Returns the local that it uses. It is a read only under a `with`: an alias was read where it began. */
export function visitVariable(walk: Walk, { name, start, end }: Variable, place: Place): Local | undefined {
  const range = { start, end };
  const found = lookUp(place.environment, name);
  if (found.kind === "free" && !isGlobal(name)) {
    addRead(walk, suppliedMeaning(walk, name, found.withs), [{ piece: name, range }], false);
  }
  return noteUse(walk, name, range, place);
}

export interface InheritedName {
  readonly step: PathStep;
  /** What `inherit x;` takes its value from; `inherit (from) x;` has none. */
  readonly local: Local | undefined;
}

/** The names of an `inherit`, each used or read. `place` is that around the set or `let`, save for a recursive `from`. */
export function visitInherit(walk: Walk, { from, names }: Inherit, place: Place): InheritedName[] {
  const steps = stepsOf(walk, names, place);
  if (from) {
    pushValue(walk, from, place);
    const meaning = meaningOf(walk, from, place.environment);
    for (const step of steps) addRead(walk, stepped(meaning, [step]), [...writtenIn(walk, from, place), step], false);
    return steps.map((step) => ({ step, local: undefined }));
  }
  return steps.map((step) => {
    if (typeof step.piece !== "string" || !step.range) return { step, local: undefined };
    const local = visitVariable(walk, { kind: "variable", seen: false, name: step.piece, ...step.range }, place);
    return { step, local };
  });
}

/** `attrByPath [ "a" "b" ] d config` and its kin: a read of the pieces `names` below what `subject` stands for. */
export function readPath(
  walk: Walk,
  subject: Expression,
  names: readonly Expression[],
  guarded: boolean,
  place: Place,
): void {
  const meaning = meaningOf(walk, subject, place.environment);
  const steps = names.map((name) => ({ piece: literalPiece(name), range: { start: name.start, end: name.end } }));
  if (steps.length > 0) addRead(walk, stepped(meaning, steps), [...writtenIn(walk, subject, place), ...steps], guarded);
}

/** Records a read of an option path. `written` are the steps that stand in the text: the path's last ones. */
export function addRead(
  walk: Walk,
  meaning: Meaning | undefined,
  written: readonly PathStep[],
  guarded: boolean,
): void {
  if (meaning?.kind === "input") {
    const named = written.at(-1 - meaning.below)?.range;
    if (named) walk.inputs.push({ name: meaning.name, range: named });
  }
  if (meaning?.kind !== "option") return;
  const { path, scope, uncertain } = meaning;
  const range = written.at(-1)?.range;
  if (path.length === 0 || !range) return;
  const pieces = path.map((_, at) => written[at - path.length + written.length]?.range);
  walk.occurrences.push({ use: "read", path, scope, pieces, range, guarded, uncertain });
}

function visitSelection(walk: Walk, from: Expression, last: readonly PathStep[], place: Place, guarded: boolean): void {
  const taken = [last];
  let tolerant = guarded;
  let base = from;
  for (; base.kind === "select"; base = base.from) {
    if (base.fallback) pushValue(walk, base.fallback, place);
    tolerant ||= base.fallback !== undefined;
    taken.push(stepsOf(walk, base.path, place));
  }
  if (base.kind !== "variable") return pushValue(walk, base, place);
  const steps = taken.reverse().flat();
  const meaning = stepped(variableMeaning(walk, base.name, place.environment), steps);
  addRead(walk, meaning, [...writtenName(walk, base, place), ...steps], tolerant);
  noteUse(walk, base.name, { start: base.start, end: base.end }, place);
}

function stepped(meaning: Meaning | undefined, steps: readonly PathStep[]): Meaning | undefined {
  return pathOf(steps).reduce<Meaning | undefined>((reached, piece) => reached && below(reached, piece), meaning);
}

/** The steps that an expression with a meaning writes; its code is visited elsewhere. */
function writtenIn(walk: Walk, expression: Expression, place: Place): PathStep[] {
  const taken: PathStep[][] = [];
  let base = expression;
  for (; base.kind === "select"; base = base.from) {
    taken.push(base.path.map(({ start, end }) => ({ piece: "", range: { start, end } })));
  }
  return base.kind === "variable" ? [...writtenName(walk, base, place), ...taken.reverse().flat()] : [];
}

/** A name that a `with` supplies is itself a piece of the path; any other stands for one. */
function writtenName(walk: Walk, { name, start, end }: Variable, place: Place): PathStep[] {
  const found = lookUp(place.environment, name);
  const supplied = found.kind === "free" && !isGlobal(name) && suppliedMeaning(walk, name, found.withs);
  return supplied ? [{ piece: name, range: { start, end } }] : [];
}

function literalPiece(name: Expression): PathPiece {
  const text = name.kind === "string" && name.parts.length === 1 ? name.parts[0] : undefined;
  return typeof text === "string" ? text : { dynamic: true };
}

function noteUse(walk: Walk, name: string, range: OffsetRange, place: Place): Local | undefined {
  const found = lookUp(place.environment, name);
  if (found.kind === "local") {
    found.local.uses.push(range);
    return found.local;
  }
  if (!isGlobal(name)) {
    const withs = found.withs.map(({ scope: { start, end } }) => ({ start, end }));
    walk.freeNames.push({ name, range, underWith: withs.length > 0, withs });
  }
  return undefined;
}
