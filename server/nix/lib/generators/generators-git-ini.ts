import type { Span } from "../../../text.ts";
import { list, record, set, string } from "../../make.ts";
import { binary, forceSet, unary } from "../../operands.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../../value.ts";
import { isDerivation } from "../attrsets/attrsets.ts";
import { sortedEntries } from "../attrsets/attrsets-entries.ts";
import { mapItems } from "../lists/lists-items.ts";
import { joined } from "../strings/strings-joining.ts";
import { sections } from "./generators-ini.ts";
import { keyValue, plainText } from "./generators-key-values.ts";

const ESCAPES = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

/** `lib.generators.toGitINI`: deeper sets become subsections. */
export const toGitINI: Value = unary("toGitINI", (machine, attributes, at) => {
  const source = forceSet(machine, attributes, at);
  if (source.type !== "set") return source;
  const flat = flattened(machine, source, at);
  return sections(machine, record({ mkSectionName: sectionName, mkKeyValue: gitKeyValue }), flat, at);
});

const sectionName: Value = unary("mkSectionName", (machine, name, at) => {
  const text = machine.force(name);
  if (text.type !== "string") return text;
  const dot = text.text.indexOf(".");
  if (dot < 0 || text.text.includes('"')) return text;
  return string(`${text.text.slice(0, dot)} "${text.text.slice(dot + 1)}"`, at);
});

const gitKeyValue: Value = binary("mkKeyValue", (machine, key, value, at) => {
  const write = unary("mkValueString", (_machine, item, place) => {
    const forced = machine.force(item);
    if (forced.type !== "string") return plainText(machine, forced, place);
    return string(`"${forced.text.replace(/[\n\t"\\]/g, (one) => ESCAPES.get(one) ?? one)}"`, place);
  });
  const line = (item: Lazy): Value =>
    joined(machine, string(""), list([string("\t"), keyValue(machine, write, string(" = "), key, item, at)]), at);
  const forced = machine.force(value);
  return forced.type === "list" ? joined(machine, string("\n"), mapItems(machine, forced, line), at) : line(forced);
});

/** The sections by their dotted names. A set that holds sets is taken apart; any other is one section. */
function flattened(machine: Machine, source: SetValue, at: Span | undefined): SetValue {
  const result = new Map<string, Map<string, Attribute>>();
  const walk = (path: readonly string[], attributes: SetValue): void => {
    for (const [name, attribute] of sortedEntries(attributes)) {
      const value = machine.force(attribute.value);
      if (value.type === "set" && isDerivation(machine, value, at) !== true) walk([...path, name], value);
      else {
        const section = result.get(path.join(".")) ?? new Map<string, Attribute>();
        result.set(path.join("."), section.set(name, attribute));
      }
    }
  };
  walk([], source);
  return set(new Map([...result].map(([name, entries]) => [name, { value: set(entries) }])), source.open);
}
