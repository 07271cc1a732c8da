import { samePath } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import { isNativePath } from "./paths.ts";
import type { OptionPlace, Selection } from "./provenance.ts";
import { conditionOf, placeOf, Thunk } from "./thunk.ts";
import type { Attribute, Lazy, Machine, StringValue, Value } from "./value.ts";

/** The same value, marked as picked by `selection`. A mark that is there already stands closer to what was picked, and stays. */
export function selected(value: Value, selection: Selection, machine: Machine): Value {
  if (isNativePath(selection.at.file)) return value;
  switch (value.type) {
    case "set":
    case "lambda":
    case "path":
    case "primop":
    case "external":
      return value.selection ? value : { ...value, selection };
    case "list":
      if (value.selection) return value;
      return { ...value, selection, items: value.items.map((item) => withSelection(item, selection, machine)) };
    default:
      return value;
  }
}

/** `selected` for a value that need not be evaluated yet. */
export function withSelection(value: Lazy, selection: Selection, machine: Machine): Lazy {
  if (isNativePath(selection.at.file)) return value;
  if (value.type !== "thunk") return selected(value, selection, machine);
  return Thunk.ofNative(() => selected(machine.force(value), selection, machine), value.at, value.condition);
}

/** A collector that is named in the source is selected there, and so is what its option's `apply` makes of it. */
export function referenced(machine: Machine, value: Value, of: OptionPlace | undefined, at: Span): Value {
  const collected = (value.type === "set" || value.type === "list") && value.collector !== undefined;
  return collected || of?.holdsModule?.() ? selected(value, { kind: "reference", at, of }, machine) : value;
}

/** A part of a configuration that is handed on whole at a place (`inherit (config) home;`): a module in it was picked there. */
export function handedOn(machine: Machine, { value, option }: Attribute, at: Span | undefined): Lazy {
  const { holdsModule } = option ?? {};
  if (!holdsModule || !at || isNativePath(at.file)) return value;
  const mark = () => {
    const forced = machine.force(value);
    return holdsModule() ? selected(forced, { kind: "wildcard", at, of: option }, machine) : forced;
  };
  return Thunk.ofNative(mark, placeOf(value), conditionOf(value));
}

/** The value that `from` has under a computed name: it knows who wrote that name. */
export function pickedBy(machine: Machine, from: Value, key: StringValue, value: Value): Value {
  const selection = selectionOf(key, from.type === "set" ? from.entries.get(key.text) : undefined);
  return selection ? selected(value, selection, machine) : value;
}

function selectionOf(key: StringValue, found: Attribute | undefined): Selection | undefined {
  const source = key.from ?? key;
  const { at, listed } = source;
  const of = found?.option;
  if (listed) return isWildcard(source, found) || !at ? { ...listed, of } : namedByAttribute(key, listed, at, of);
  if (!at) return undefined;
  if (key.from) return { kind: "string", at, of, helper: key.at, partial: true };
  return key.also ? { kind: "string", at, also: key.also, of } : { kind: "string", at, of };
}

/** A name was taken out of a set, and stands for something else here: `mapAttrs (name: _: modules.${name}) hosts`. */
function namedByAttribute(key: StringValue, listed: Selection, at: Span, of: OptionPlace | undefined): Selection {
  const helper = key.from ? key.at : listed.at;
  return { kind: "string", at, of, helper: helper === at ? undefined : helper, partial: true };
}

/** Names of modules stand for all modules of these names, here or elsewhere; and nobody wrote the name of a file to select something. */
function isWildcard({ at, listed }: StringValue, found: Attribute | undefined): boolean {
  if (!at || isNativePath(at.file) || (listed && isNativePath(listed.at.file))) return true;
  if (listed?.of?.holdsModule?.()) return true;
  const isSame = found?.at !== undefined && startKey(found.at) === startKey(at);
  return isSame && !isOther(listed?.of, found.option);
}

/** An option may have its names from another. */
function isOther(listed: OptionPlace | undefined, found: OptionPlace | undefined): boolean {
  return listed !== undefined && found !== undefined && !samePath(listed.path, found.path);
}
