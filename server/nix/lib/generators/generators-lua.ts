import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { failure, string, thrown } from "../../make.ts";
import { binary, type Trouble } from "../../operands.ts";
import type { Lazy, Machine, SetValue, Value } from "../../value.ts";
import { isDerivation } from "../attrsets/attrsets.ts";
import { sortedEntries, uncertainNames } from "../attrsets/attrsets-entries.ts";
import { callBuiltin } from "../builtin.ts";
import { jsonText } from "../strings/strings-literals.ts";
import { textOf } from "../strings/strings-texts.ts";
import { isSwitchedOn, optionIn } from "./generators-settings.ts";

/** `lib.generators.toLua`. */
export const toLua: Value = binary("toLua", (machine, settings, value, at) => {
  const indent = optionIn(machine, settings, "indent");
  const multiline = optionIn(machine, settings, "multiline");
  const outer = indent?.type === "string" ? indent.text : "";
  const lines = multiline?.type === "bool" ? multiline.value : true;
  const forced = machine.force(value);
  const text =
    isSwitchedOn(machine, settings, "asBindings") && forced.type === "set"
      ? bindings(machine, forced, outer, lines, at)
      : expression(machine, forced, outer, lines, at);
  return typeof text === "string" ? string(text, at) : text;
});

function bindings(
  machine: Machine,
  set: SetValue,
  indent: string,
  multiline: boolean,
  at: Span | undefined,
): string | Trouble {
  const bad = sortedEntries(set).filter(([name]) => !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name));
  if (bad.length > 0) return thrown(`Bad Lua var names: [ ${bad.map(([name]) => jsonText(name)).join(" ")} ]`, at);
  let text = "";
  for (const [name, { value }] of sortedEntries(set)) {
    const right = expression(machine, value, indent, multiline, at);
    if (typeof right !== "string") return right;
    text += `${indent}${name} = ${right}\n`;
  }
  return text;
}

function expression(
  machine: Machine,
  value: Lazy,
  indent: string,
  multiline: boolean,
  at: Span | undefined,
): string | Trouble {
  const spent = machine.spend(at);
  if (spent) return spent;
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "nil";
    case "bool":
    case "int":
    case "float":
    case "string": {
      const json = callBuiltin(machine, "toJSON", [forced], at);
      return json.type === "string" ? json.text : failure("generators.toLua: cannot be written", at);
    }
    case "path":
      return jsonText(forced.path);
    case "list": {
      const open = uncertainLength(forced, at);
      const items = forced.items.map((item) => expression(machine, item, `${indent}  `, multiline, at));
      return open ?? table(items, indent, multiline);
    }
    case "set":
      return setExpression(machine, forced, indent, multiline, at);
    case "lambda":
    case "primop":
      return failure("generators.toLua: type lambda is unsupported", at);
    case "external":
    case "unknown":
    case "failure":
      return forced;
    default:
      return forced satisfies never;
  }
}

function setExpression(
  machine: Machine,
  set: SetValue,
  indent: string,
  multiline: boolean,
  at: Span | undefined,
): string | Trouble {
  const open = uncertainNames(set, at);
  if (open) return open;
  if (isDerivation(machine, set, at) === true) {
    const text = textOf(machine, set, at);
    return text.type === "string" ? jsonText(text.text) : text;
  }
  const type = optionIn(machine, set, "_type");
  if (type?.type === "string" && type.text === "lua-inline") {
    const text = textOf(machine, machine.select(set, "expr", at), at);
    return text.type === "string" ? `(${text.text})` : text;
  }
  const fields = sortedEntries(set).map(([name, attribute]) => {
    const right = expression(machine, attribute.value, `${indent}  `, multiline, at);
    return typeof right === "string" ? `[${jsonText(name)}] = ${right}` : right;
  });
  return table(fields, indent, multiline);
}

function table(parts: readonly (string | Trouble)[], indent: string, multiline: boolean): string | Trouble {
  const trouble = parts.find((part) => typeof part !== "string");
  if (trouble !== undefined) return trouble;
  if (parts.length === 0) return "{}";
  const intro = multiline ? `\n${indent}  ` : " ";
  return `{${intro}${parts.join(`,${intro}`)}${multiline ? `\n${indent}` : " "}}`;
}
