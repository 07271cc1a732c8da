import type { Span } from "../../../text.ts";
import { list, string } from "../../make.ts";
import { forceSet } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { itemPerEntry } from "../attrsets/attrsets-entries.ts";
import { mapItems } from "../lists/lists-items.ts";
import { joined } from "../strings/strings-joining.ts";
import { keyValue } from "./generators-key-values.ts";
import { isSwitchedOn, optionIn } from "./generators-settings.ts";

/** `toKeyValue`: one line for every attribute. */
export function toKeyValueText(machine: Machine, settings: Lazy, attributes: Lazy, at: Span | undefined): Value {
  const set = forceSet(machine, attributes, at);
  if (set.type !== "set") return set;
  const repeats = isSwitchedOn(machine, settings, "listsAsDuplicateKeys");
  const indent = optionIn(machine, settings, "indent") ?? string("");
  const line = (name: string, value: Lazy): Value =>
    joined(machine, string(""), list([indent, pairText(machine, settings, name, value, at), string("\n")]), at);
  const lines = itemPerEntry(machine, set, (name, { value }) => {
    const forced = repeats ? machine.force(value) : undefined;
    if (forced?.type !== "list") return line(name, value);
    return joined(
      machine,
      string(""),
      mapItems(machine, forced, (item) => line(name, item)),
      at,
    );
  });
  return joined(machine, string(""), lines, at);
}

function pairText(machine: Machine, settings: Lazy, name: string, value: Lazy, at: Span | undefined): Value {
  const write = optionIn(machine, settings, "mkKeyValue");
  if (write) return machine.call(write, [string(name), value], at);
  return keyValue(machine, undefined, string("="), string(name), value, at);
}

/** `toINI`: a section for every attribute. */
export function sections(machine: Machine, settings: Lazy, content: Lazy, at: Span | undefined): Value {
  const set = forceSet(machine, content, at);
  if (set.type !== "set") return set;
  const write = optionIn(machine, settings, "mkSectionName");
  const texts = itemPerEntry(machine, set, (name, { value }) => {
    const title = write ? machine.call(write, [string(name)], at) : string(name.replace(/[[\]]/g, "\\$&"));
    const lines = toKeyValueText(machine, withoutIndent(machine, settings), value, at);
    return joined(machine, string(""), list([string("["), title, string("]\n"), lines]), at);
  });
  return joined(machine, string("\n"), texts, at);
}

function withoutIndent(machine: Machine, settings: Lazy): Value {
  const set = machine.force(settings);
  if (set.type !== "set" || !set.entries.has("indent")) return set;
  const entries = new Map(set.entries);
  entries.delete("indent");
  return { ...set, entries };
}
