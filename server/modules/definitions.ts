import { isOpaque, undecidedBy } from "../nix/make.ts";
import type { Condition } from "../nix/provenance.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { ORDERS, PRIORITIES, propertyOf } from "./properties.ts";

/*
 * From what a module wrote to what counts, in two steps, as in nixpkgs' `pushDownProperties` and `dischargeProperties`.
 * *Pushing down*: `config = mkIf c { a.b = 1; }` defines `a.b` behind `c`. The conditions and priorities around a set are carried to each
 * definition below it as wrappers, without forcing them: whether an option is declared may decide `c`.
 * *Discharging*: when an option is merged, its wrappers are forced. A false condition drops the definition (it is kept beside, for the graph), a
 * condition that is not known keeps it, marked; only the definitions of the strongest priority stay, and where a priority is not known, all that
 * it could beat stay as well, marked.
 */

/** One definition of an option, as a module wrote it. */
export interface Definition {
  /** The file that Nix credits. */
  readonly file: string | undefined;
  /** The place of the attribute name, else of the value. */
  readonly at: Span | undefined;
  readonly value: Lazy;
  /** Pushed down from the sets around it, outermost first. */
  readonly wrappers: readonly Wrapper[];
  /** Nobody wrote it: it stands for what a part of a set around it that is not known may define. */
  readonly isPart?: true | undefined;
}

/** A property of an enclosing set that holds for the definition too. */
export type Wrapper =
  | { readonly kind: "if"; readonly condition: Lazy; readonly at: Span | undefined }
  | { readonly kind: "decided"; readonly condition: Condition }
  | { readonly kind: "override"; readonly priority: Lazy };

/** A definition with its properties resolved. */
export interface Discharged {
  readonly file: string | undefined;
  readonly at: Span | undefined;
  readonly value: Lazy;
  /** Every condition that it stands behind, outermost first. */
  readonly conditions: readonly Condition[];
  readonly priority: number;
  readonly order: number;
  /** As in `Definition`. */
  readonly isPart?: true | undefined;
  /** The priority is not known: it may be any. */
  readonly anyPriority?: Condition | undefined;
}

export interface DischargedDefinitions {
  readonly kept: readonly Discharged[];
  /** Dropped because a condition is false. */
  readonly dropped: readonly Discharged[];
}

/** The sets that a module's `config` consists of, with the properties around each; forces no condition. */
export interface PushedDown {
  readonly set: SetValue;
  readonly wrappers: readonly Wrapper[];
  /** The code that stands for the set: itself, a name. */
  readonly place?: Span | undefined;
  /** The file that `mkDefinition` names. */
  readonly file?: string | undefined;
}

/** What stands where a set should: a function, a path, something that is not known. */
export interface PushedRest {
  readonly value: Value;
  readonly wrappers: readonly Wrapper[];
  /** As in `PushedDown`. */
  readonly place: Span | undefined;
}

/** `mkIf` and `mkMerge` around whole sets are pushed down to their attributes. What is not a set comes back as `rest`. */
export function pushDown(
  machine: Machine,
  value: Lazy,
  wrappers: readonly Wrapper[] = [],
): { sets: PushedDown[]; rest: PushedRest[] } {
  const forced = machine.force(value);
  const property = propertyOf(machine, forced);
  if (!property) {
    if (forced.type === "set") return { sets: [{ set: forced, wrappers, place: placeOf(value) }], rest: [] };
    return { sets: [], rest: [{ value: forced, wrappers, place: placeOf(value) }] };
  }
  switch (property.kind) {
    case "if":
      return pushDown(machine, property.content, [
        ...wrappers,
        { kind: "if", condition: property.condition, at: property.at },
      ]);
    case "override":
      return pushDown(machine, property.content, [...wrappers, { kind: "override", priority: property.priority }]);
    case "order":
      return pushDown(machine, property.content, wrappers);
    case "definition":
      return pushDown(machine, property.value, wrappers);
    case "merge": {
      const contents = machine.force(property.contents);
      if (contents.type !== "list") return { sets: [], rest: [{ value: contents, wrappers, place: undefined }] };
      const parts = contents.items.map((item) => pushDown(machine, item, withCondition(wrappers, item)));
      return {
        sets: parts.flatMap((part) => part.sets),
        rest: [
          ...(contents.open ?? []).map((value) => ({ value, wrappers, place: undefined })),
          ...parts.flatMap((part) => part.rest),
        ],
      };
    }
    default:
      return property satisfies never;
  }
}

function withCondition(wrappers: readonly Wrapper[], item: Lazy): readonly Wrapper[] {
  const condition = conditionOf(item);
  return condition ? [...wrappers, { kind: "decided", condition }] : wrappers;
}

/** Resolves conditions, priorities and order of definitions. An undecided condition keeps the definition, marked. */
export function discharge(machine: Machine, definitions: readonly Definition[]): DischargedDefinitions {
  const kept: Discharged[] = [];
  const dropped: Discharged[] = [];
  for (const definition of definitions) {
    let state: DischargeState = {
      conditions: [],
      priority: undefined,
      order: ORDERS.plain,
      file: definition.file,
      dropped: false,
    };
    for (const wrapper of definition.wrappers) state = wrapped(machine, state, wrapper);
    dischargeValue(machine, definition, definition.value, state, kept, dropped);
  }
  return { kept, dropped };
}

interface DischargeState {
  readonly conditions: readonly Condition[];
  readonly priority: number | undefined;
  readonly anyPriority?: Condition | undefined;
  readonly order: number;
  readonly file: string | undefined;
  readonly dropped: boolean;
}

function wrapped(machine: Machine, state: DischargeState, wrapper: Wrapper): DischargeState {
  switch (wrapper.kind) {
    case "if":
      return behind(state, decide(machine, wrapper.condition, wrapper.at));
    case "decided":
      return behind(state, wrapper.condition);
    case "override":
      return withPriority(machine, state, wrapper.priority);
    default:
      return wrapper satisfies never;
  }
}

function behind(state: DischargeState, condition: Condition): DischargeState {
  return {
    ...state,
    conditions: [...state.conditions, condition],
    dropped: state.dropped || condition.value === "false",
  };
}

/** The condition with its value; what cannot be decided is "unknown". */
export function decide(machine: Machine, condition: Lazy, at: Span | undefined): Condition {
  const value = machine.force(condition);
  if (value.type === "bool") return { value: value.value ? "true" : "false", at };
  return isOpaque(value) ? undecidedBy(value, at) : { value: "unknown", at };
}

function dischargeValue(
  machine: Machine,
  definition: Definition,
  value: Lazy,
  state: DischargeState,
  kept: Discharged[],
  dropped: Discharged[],
): void {
  // A definition behind a false condition is not evaluated by Nix, and not here.
  const found = state.dropped ? undefined : propertyOf(machine, machine.force(value));
  // Inside a priority nixpkgs takes `mkDefinition` for a plain value.
  const property = found?.kind === "definition" && state.priority !== undefined ? undefined : found;
  if (!property) {
    const place = definition.at ?? placeOf(value);
    const { conditions, order, file } = state;
    (state.dropped ? dropped : kept).push({
      file,
      at: definition.isPart ? undefined : place,
      value,
      conditions,
      order,
      priority: state.priority ?? PRIORITIES.plain,
      ...(state.anyPriority && { anyPriority: state.anyPriority }),
      ...(definition.isPart && { isPart: true }),
    });
    return;
  }
  const go = (inner: Lazy, next: DischargeState) => dischargeValue(machine, definition, inner, next, kept, dropped);
  switch (property.kind) {
    case "if":
      return go(property.content, behind(state, decide(machine, property.condition, property.at)));
    case "override":
      return go(property.content, withPriority(machine, state, property.priority));
    case "order":
      return go(property.content, { ...state, order: numberOf(machine, property.priority, ORDERS.plain) });
    case "definition":
      return go(property.value, {
        ...state,
        file: property.file ? (textOf(machine, property.file) ?? state.file) : state.file,
      });
    case "merge": {
      const contents = machine.force(property.contents);
      if (contents.type === "list") {
        for (const item of contents.items) {
          const condition = conditionOf(item);
          go(item, condition ? behind(state, condition) : state);
        }
        for (const open of contents.open ?? []) go(open, state);
      } else go(contents.type === "failure" || isOpaque(contents) ? contents : machine.force(property.contents), state);
      return;
    }
    default:
      return property satisfies never;
  }
}

/** The outermost priority counts. */
function withPriority(machine: Machine, state: DischargeState, given: Lazy): DischargeState {
  if (state.priority !== undefined) return state;
  const priority = machine.force(given);
  const next = { ...state, priority: numberOf(machine, priority, PRIORITIES.plain) };
  return isOpaque(priority) ? { ...next, anyPriority: undecidedBy(priority, placeOf(given)) } : next;
}

function numberOf(machine: Machine, value: Lazy, fallback: number): number {
  const forced = machine.force(value);
  return forced.type === "int" || forced.type === "float" ? Number(forced.value) : fallback;
}

function textOf(machine: Machine, value: Lazy): string | undefined {
  const forced = machine.force(value);
  return forced.type === "string" ? forced.text : forced.type === "path" ? forced.path : undefined;
}

/**
 * The definitions of the strongest priority, in merge order. One behind an undecided condition neither beats others nor is beaten
 * by a weaker one; what it may beat is marked with its condition. So does one whose priority is not known, which may beat any.
 */
export function strongest(given: readonly Discharged[]): readonly Discharged[] {
  const definitions = given.length > 1 ? given.map(withAnyPriority) : given;
  const certain = definitions.filter((definition) => !isUndecided(definition));
  const best = Math.min(...certain.map((definition) => definition.priority));
  const kept =
    certain.length === 0
      ? [...definitions]
      : definitions.filter((definition) => definition.priority <= best).map(markedBy(definitions));
  const ordered = kept.some((definition) => definition.order !== ORDERS.plain);
  return ordered
    ? kept
        .map((definition, index) => ({ definition, index }))
        .sort(byOrder)
        .map((entry) => entry.definition)
    : kept;
}

function withAnyPriority(definition: Discharged): Discharged {
  const { anyPriority, conditions } = definition;
  return anyPriority ? { ...definition, priority: 0, conditions: [...conditions, anyPriority] } : definition;
}

/** Marks what a stronger definition would beat, if the condition that this one stands behind holds. */
function markedBy(definitions: readonly Discharged[]): (definition: Discharged) => Discharged {
  const undecided = definitions.filter(isUndecided);
  return (definition) => {
    const stronger = isUndecided(definition)
      ? undefined
      : undecided.find(({ priority }) => priority < definition.priority);
    const condition = stronger?.conditions.find(({ value }) => value === "unknown");
    return condition ? { ...definition, conditions: [...definition.conditions, condition] } : definition;
  };
}

function byOrder(a: { definition: Discharged; index: number }, b: { definition: Discharged; index: number }): number {
  return a.definition.order - b.definition.order || a.index - b.index;
}

export function isUndecided(definition: Discharged): boolean {
  return definition.conditions.some((condition) => condition.value === "unknown");
}

/** The condition to show for a definition: the first undecided one, else the innermost. */
export function tellingCondition(conditions: readonly Condition[]): Condition | undefined {
  return (
    conditions.find((condition) => condition.value === "false") ??
    conditions.find((condition) => condition.value === "unknown") ??
    conditions.at(-1)
  );
}
