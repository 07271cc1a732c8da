import { isNativePath } from "./paths.ts";
import type { Selection } from "./provenance.ts";
import { Thunk } from "./thunk.ts";
import type { Lazy, Machine, StringValue, Value } from "./value.ts";

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

/** What a string that names something says about who selected it. */
export function selectionOf(key: StringValue): Selection | undefined {
  if (key.listed) return key.listed;
  if (!key.at) return undefined;
  return key.also ? { kind: "string", at: key.at, also: key.also } : { kind: "string", at: key.at };
}
