import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { failure, string } from "../../make.ts";
import { binary, isTrouble, type Trouble } from "../../operands.ts";
import type { Lazy, ListValue, Machine, SetValue, StringValue, Value } from "../../value.ts";
import { isDerivation } from "../attrsets/attrsets.ts";
import { sortedEntries, uncertainNames } from "../attrsets/attrsets-entries.ts";
import { callBuiltin } from "../builtin.ts";
import { escapeIdentifier } from "../strings/strings-literals.ts";
import { anyTextOf } from "../strings/strings-texts.ts";
import { formalsOf, isCallable } from "../trivial/trivial-functions.ts";
import { optionIn } from "./generators-settings.ts";

interface Layout {
  readonly multiline: boolean;
  readonly prettyValues: boolean;
  readonly indent: string;
}

/** `lib.generators.toPretty`: a value as Nix code for people to read. */
export const toPretty: Value = binary("toPretty", (machine, settings, value, at) => {
  const multiline = optionIn(machine, settings, "multiline");
  const allowPrettyValues = optionIn(machine, settings, "allowPrettyValues");
  const indent = optionIn(machine, settings, "indent");
  const layout: Layout = {
    multiline: multiline?.type === "bool" ? multiline.value : true,
    prettyValues: allowPrettyValues?.type === "bool" && allowPrettyValues.value,
    indent: indent?.type === "string" ? indent.text : "",
  };
  const text = pretty(machine, value, layout, at);
  return typeof text === "string" ? string(text, at) : text;
});

/** The value as one line of Nix code; of what cannot be evaluated the reason. */
export function prettyText(machine: Machine, value: Lazy, at: Span | undefined): string {
  const text = pretty(machine, value, { multiline: false, prettyValues: false, indent: "" }, at);
  return typeof text === "string" ? text : `«${text.type === "failure" ? text.message : "unknown"}»`;
}

function pretty(machine: Machine, value: Lazy, layout: Layout, at: Span | undefined): string | Trouble {
  const spent = machine.spend(at);
  if (spent) return spent;
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "null";
    case "bool":
      return String(forced.value);
    case "int":
      return forced.value.toString();
    case "float":
    case "path": {
      const text =
        forced.type === "path" ? anyTextOf(machine, forced, at) : callBuiltin(machine, "toJSON", [forced], at);
      return text.type === "string" ? text.text : "";
    }
    case "string":
      return prettyString(forced, layout);
    case "list":
      return prettyList(machine, forced, layout, at);
    case "set":
      return prettySet(machine, forced, layout, at);
    case "lambda":
    case "primop":
      return prettyFunction(machine, forced, at);
    case "external":
    case "unknown":
    case "failure":
      return forced;
    default:
      return forced satisfies never;
  }
}

function intro(layout: Layout): string {
  return layout.multiline ? `\n${layout.indent}  ` : " ";
}

function outro(layout: Layout): string {
  return layout.multiline ? `\n${layout.indent}` : " ";
}

function deeper(layout: Layout): Layout {
  return { ...layout, indent: `${layout.indent}  ` };
}

function prettyString({ text }: StringValue, layout: Layout): string {
  const lines = text.split("\n");
  if (!layout.multiline || lines.length === 1) {
    return `"${lines.map((line) => line.replace(/\\|"|\$\{/g, "\\$&")).join("\\n")}"`;
  }
  const escaped = lines.map((line) => line.replaceAll(/\$\{|''/g, (found) => (found === "''" ? "'''" : "''${")));
  const last = escaped.pop() ?? "";
  return `''${intro(layout)}${escaped.join(intro(layout))}${last === "" ? outro(layout) : intro(layout) + last}''`;
}

function prettyList(machine: Machine, list: ListValue, layout: Layout, at: Span | undefined): string | Trouble {
  const open = uncertainLength(list, at);
  if (open) return open;
  if (list.items.length === 0) return "[ ]";
  const texts: string[] = [];
  for (const item of list.items) {
    const text = pretty(machine, item, deeper(layout), at);
    if (typeof text !== "string") return text;
    texts.push(text);
  }
  return `[${intro(layout)}${texts.join(intro(layout))}${outro(layout)}]`;
}

function prettyFunction(machine: Machine, fn: Value, at: Span | undefined): string | Trouble {
  const formals = formalsOf(machine, fn, at);
  if (formals.type !== "set") return isTrouble(formals) ? formals : "<function>";
  if (formals.entries.size === 0) return "<function>";
  const shown = sortedEntries(formals).map(([name, { value }]) => {
    const hasDefault = machine.force(value);
    return hasDefault.type === "bool" && hasDefault.value ? `${name}?` : name;
  });
  return `<function, args: {${shown.join(", ")}}>`;
}

function prettySet(machine: Machine, set: SetValue, layout: Layout, at: Span | undefined): string | Trouble {
  const open = uncertainNames(set, at);
  if (open) return open;
  if (isCallable(machine, set, at) === true) return prettyFunction(machine, set, at);
  const [show, shown] = [set.entries.get("__pretty"), set.entries.get("val")];
  if (layout.prettyValues && show && shown) {
    const text = machine.call(show.value, [shown.value], at);
    return text.type === "string" ? text.text : isTrouble(text) ? text : failure("expected a string", at);
  }
  if (set.entries.size === 0) return "{ }";
  if (isDerivation(machine, set, at) === true) {
    const name = set.entries.get("name");
    const text = name ? machine.force(name.value) : string("???");
    return `<derivation ${text.type === "string" ? text.text : "???"}>`;
  }
  const lines: string[] = [];
  for (const [name, { value }] of sortedEntries(set)) {
    const text = pretty(machine, value, deeper(layout), at);
    if (typeof text !== "string") return text;
    lines.push(`${escapeIdentifier(name)} = ${text};`);
  }
  return `{${intro(layout)}${lines.join(intro(layout))}${outro(layout)}}`;
}
