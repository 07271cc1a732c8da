import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { failure, string } from "../../make.ts";
import { binary, type Trouble } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { sortedEntries, uncertainNames } from "../attrsets/attrsets-entries.ts";
import { callBuiltin } from "../builtin.ts";

/** `lib.generators.toDhall`. */
export const toDhall: Value = binary("toDhall", (machine, _settings, value, at) => {
  const text = expression(machine, value, at);
  return typeof text === "string" ? string(text, at) : text;
});

function expression(machine: Machine, value: Lazy, at: Span | undefined): string | Trouble {
  const spent = machine.spend(at);
  if (spent) return spent;
  const forced = machine.force(value);
  switch (forced.type) {
    case "bool":
      return forced.value ? "True" : "False";
    case "int":
      return `${forced.value < 0n ? "" : "+"}${forced.value}`;
    case "string":
    case "float":
    case "path": {
      const json = callBuiltin(machine, "toJSON", [forced], at);
      return json.type === "string" ? json.text : failure("generators.toDhall: cannot be written", at);
    }
    case "list": {
      const items = forced.items.map((item) => expression(machine, item, at));
      return uncertainLength(forced, at) ?? enclosed("[", items, "]");
    }
    case "set": {
      const fields = sortedEntries(forced).map(([name, attribute]) => {
        const right = expression(machine, attribute.value, at);
        return typeof right === "string" ? `${name} = ${right}` : right;
      });
      return uncertainNames(forced, at) ?? enclosed("{", fields, "}");
    }
    case "null":
    case "lambda":
    case "primop":
      return failure(
        `generators.toDhall: cannot convert a ${forced.type === "null" ? "null" : "function"} to Dhall`,
        at,
      );
    case "external":
    case "unknown":
    case "failure":
      return forced;
    default:
      return forced satisfies never;
  }
}

function enclosed(open: string, parts: readonly (string | Trouble)[], close: string): string | Trouble {
  const trouble = parts.find((part) => typeof part !== "string");
  return trouble ?? `${open} ${parts.join(", ")} ${close}`;
}
