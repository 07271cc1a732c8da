import type { Lazy, Machine, Value } from "./value.ts";

/** Gives the value of what is to be shown. */
type Shower = Pick<Machine, "force">;

/** The value in Nix syntax, for people: bounded in depth and length; what is outside or unknown is shown as such. */
export function showValue(machine: Shower, value: Lazy, depth = 3): string {
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
    case "float":
      return String(forced.value);
    case "string":
      return quoted(forced.text);
    case "path":
      return forced.path;
    case "list":
      return showList(machine, forced, depth);
    case "set":
      return showSet(machine, forced, depth);
    case "lambda":
    case "primop":
      return "«function»";
    case "external":
      return `«${forced.path}»`;
    case "unknown":
      return "«unknown»";
    case "failure":
      return `«error: ${forced.message.split("\n")[0] ?? ""}»`;
    default:
      return forced satisfies never;
  }
}

/** A string literal. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/["\\]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t")
    .replace(/\$\{/g, "\\${");
  return `"${escaped}"`;
}

const MOST_PARTS = 20;

function showList(machine: Shower, value: Extract<Value, { type: "list" }>, depth: number): string {
  if (value.items.length === 0 && !value.open) return "[ ]";
  if (depth === 0) return "[ … ]";
  const items = value.items.slice(0, MOST_PARTS).map((item) => showValue(machine, item, depth - 1));
  if (value.items.length > MOST_PARTS || value.open) items.push("…");
  return `[ ${items.join(" ")} ]`;
}

function showSet(machine: Shower, value: Extract<Value, { type: "set" }>, depth: number): string {
  if (value.entries.size === 0 && !value.open) return "{ }";
  if (value.collector) return "«module»";
  if (depth === 0) return "{ … }";
  const names = [...value.entries.keys()].sort();
  const parts = names.slice(0, MOST_PARTS).map((name) => {
    const attribute = value.entries.get(name);
    const shown = attribute ? showValue(machine, attribute.value, depth - 1) : "…";
    return `${/^[A-Za-z_][\w'-]*$/.test(name) ? name : quoted(name)} = ${shown};`;
  });
  if (names.length > MOST_PARTS || value.open) parts.push("…");
  return `{ ${parts.join(" ")} }`;
}
