import { ANY_NAME, isBelow, type OptionPattern, pathKey, samePath, startFits } from "../../option-path.ts";
import type { AttributeName, Binding, Expression } from "../../syntax/syntax-tree.ts";
import { compareSpans, type Span } from "../../text.ts";
import type { RuleContext } from "../rule.ts";
import { occurrencesWhere, soundOccurrences } from "../written-options.ts";
import { bindingAt } from "./binding-edits.ts";
import type { NewOption } from "./option-form.ts";
import { calledName, common, type OptionType, typeOfRead, typeOfValue, unwrapped } from "./value-types.ts";

const ANYTHING: OptionType = { kind: "anything" };

/** Places that set an option, with the whole path. */
export interface SetPlace {
  readonly path: readonly string[];
  readonly at: Span;
}

/**
 * What places that set an undeclared option show of it: the names below it that are set, and their types. Where other instances do not
 * set it, it gets a default.
 */
export function optionsSet(
  context: RuleContext,
  option: OptionPattern,
  places: readonly SetPlace[],
): readonly NewOption[] {
  const { treeOf } = context;
  const instances = new Set(places.map(({ path }) => pathKey(path.filter((_, at) => option[at] === ANY_NAME))));
  const isPartial = option.includes(ANY_NAME) && instances.size < instancesOf(context, option);
  const inOrder = [...places].sort((a, b) => compareSpans(a.at, b.at));
  const found = inOrder.flatMap(({ at }): readonly Typed[] => {
    const binding = bindingAt(treeOf(at.file), at);
    if (!binding) return [{ names: [], type: ANYTHING }];
    const { bind, piece } = binding;
    const below = bind.path.slice(piece + 1);
    const names = below.flatMap((name) => (name.kind === "static" ? [name.name] : []));
    if (names.length < below.length) return [{ names: [], type: { kind: "attrsOf", of: ANYTHING } }];
    const module = names.findIndex(isModuleName);
    if (module >= 0) return [{ names: names.slice(0, module), type: { kind: "deferredModule" } }];
    return optionsIn(bind.value, names);
  });
  return merged(found, isPartial);
}

const flakesDefinitions = occurrencesWhere(({ use, scope }) => use === "define" && scope.kind === "flake");
const flakesReads = occurrencesWhere(({ use, scope }) => use === "read" && scope.kind === "flake");

/** How many instances the flake sets of what the option is in. */
function instancesOf(context: RuleContext, option: OptionPattern): number {
  const last = option.lastIndexOf(ANY_NAME);
  const paths = soundOccurrences(context, flakesDefinitions).flatMap(({ occurrence: { path } }) =>
    startFits(path, option.slice(0, last + 1)) ? [pathKey(path.slice(0, last + 1))] : [],
  );
  return new Set(paths).size;
}

function isModuleName(name: string): boolean {
  return name === "imports" || name === "config" || name === "options";
}

interface Typed {
  readonly names: readonly string[];
  readonly type: OptionType;
}

/** A set literal is a namespace with options in it, unless its names are mere keys. */
function optionsIn(value: Expression, names: readonly string[]): readonly Typed[] {
  const inner = unwrapped(value);
  if (inner.kind === "set" && inner.bindings.some((one) => one.kind === "bind" && isModule(one.path[0])))
    return [{ names, type: { kind: "deferredModule" } }];
  if (inner.kind === "apply" && calledName(inner) === "mkMerge" && inner.argument.kind === "list")
    return inner.argument.items.flatMap((item) => optionsIn(item, names));
  if (inner.kind !== "set" || inner.recursive || areKeys(inner.bindings)) return [{ names, type: typeOfValue(value) }];
  return inner.bindings.flatMap((binding) => {
    if (binding.kind === "inherit")
      return binding.names.flatMap((name) =>
        name.kind === "static" ? [{ names: [...names, name.name], type: ANYTHING }] : [],
      );
    const below = binding.path.flatMap((name) => (name.kind === "static" ? [name.name] : []));
    return optionsIn(binding.value, [...names, ...below]);
  });
}

function isModule(name: AttributeName | undefined): boolean {
  return name?.kind === "static" && isModuleName(name.name);
}

/** Names that are computed, or odd, or none, or of values that are all alike and no switches. */
function areKeys(bindings: readonly Binding[]): boolean {
  const names = bindings.flatMap((binding) => (binding.kind === "inherit" ? binding.names : binding.path));
  if (names.some((name) => name.kind === "dynamic" || !/^[a-zA-Z_][\w'-]*$/.test(name.name))) return true;
  if (bindings.some((binding) => binding.kind === "inherit" || binding.path.length > 1)) return false;
  const types = bindings.flatMap((binding) => (binding.kind === "bind" ? [typeOfValue(binding.value)] : []));
  const kind = common(types)?.kind;
  return bindings.length === 0 || (bindings.length > 1 && kind !== undefined && kind !== "bool" && kind !== "anything");
}

/** One for each name, of a type for all its values. A name that others lie below is none of its own. */
function merged(found: readonly Typed[], withDefault: boolean): readonly NewOption[] {
  const byName = new Map<string, Typed[]>();
  for (const one of found) {
    const key = pathKey(one.names);
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  const all = [...byName.values()].map((alike) => ({
    names: alike[0]?.names ?? [],
    type: common(alike.map(({ type }) => type)) ?? ANYTHING,
    withDefault,
  }));
  const whole = all.find((one) => all.some((other) => other !== one && isBelow(other.names, one.names)));
  return whole ? [{ names: [], type: { kind: "attrsOf", of: ANYTHING }, withDefault }] : all;
}

/** What reads of an undeclared option show of it. Nothing where one of them does not show its type. */
export function optionsRead(context: RuleContext, path: OptionPattern): readonly NewOption[] {
  const reads = soundOccurrences(context, flakesReads).filter(({ occurrence }) => startFits(occurrence.path, path));
  const found = reads.flatMap(({ file, occurrence }) => {
    const tree = context.treeOf(file);
    const names = occurrence.path.slice(path.length).flatMap((name) => (typeof name === "string" ? [name] : []));
    const shown = tree && typeOfRead(tree, occurrence.range);
    const type: OptionType | undefined = shown ?? (names.at(-1) === "enable" ? { kind: "bool" } : undefined);
    return [{ names, type }];
  });
  const typed = found.flatMap(({ names, type }) => (type ? [{ names, type }] : []));
  const isKnown = found.every(({ names }) => typed.some((one) => samePath(one.names, names)));
  return isKnown ? merged(typed, true) : [];
}
