import type { Span } from "../../../text.ts";
import { uncertainLength } from "../../builtins/foreign-operands.ts";
import { failure, string } from "../../make.ts";
import { binary, type Trouble } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { sortedEntries, uncertainNames } from "../attrsets/attrsets-entries.ts";
import { isSwitchedOn } from "./generators-settings.ts";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

/** `lib.generators.toPlist`: Apple's property lists. */
export const toPlist: Value = binary("toPlist", (machine, settings, value, at) => {
  const text = element(machine, value, "", isSwitchedOn(machine, settings, "escape"), at);
  return typeof text === "string" ? string(`${HEAD}${text}\n</plist>`, at) : text;
});

function element(
  machine: Machine,
  value: Lazy,
  indent: string,
  escapes: boolean,
  at: Span | undefined,
): string | Trouble {
  const spent = machine.spend(at);
  if (spent) return spent;
  const forced = machine.force(value);
  switch (forced.type) {
    case "null":
      return "";
    case "bool":
      return `${indent}<${forced.value}/>`;
    case "int":
      return `${indent}<integer>${forced.value}</integer>`;
    case "float":
      return `${indent}<real>${forced.value.toFixed(6)}</real>`;
    case "string":
      return `${indent}<string>${escapes ? xml(forced.text) : forced.text}</string>`;
    case "path":
      return `${indent}<string>${escapes ? xml(forced.path) : forced.path}</string>`;
    case "list": {
      const open = uncertainLength(forced, at);
      const lines = forced.items.map((item) => element(machine, item, `${indent}\t`, escapes, at));
      return open ?? wrapped("array", indent, lines);
    }
    case "set": {
      const open = uncertainNames(forced, at);
      const lines = sortedEntries(forced).flatMap(([name, attribute]) => {
        const content = machine.force(attribute.value);
        if (name === "_module" || content.type === "null") return [];
        const key = `${indent}\t<key>${escapes ? xml(name) : name}</key>`;
        return [key, element(machine, content, `${indent}\t`, escapes, at)];
      });
      return open ?? wrapped("dict", indent, lines);
    }
    case "lambda":
    case "primop":
      return failure("generators.toPlist: should never happen", at);
    case "external":
    case "unknown":
    case "failure":
      return forced;
    default:
      return forced satisfies never;
  }
}

function wrapped(tag: string, indent: string, lines: readonly (string | Trouble)[]): string | Trouble {
  const trouble = lines.find((line) => typeof line !== "string");
  if (trouble !== undefined) return trouble;
  return [`${indent}<${tag}>`, lines.join("\n"), `${indent}</${tag}>`].join("\n");
}

function xml(text: string): string {
  const names = new Map([
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
    ['"', "&quot;"],
    ["'", "&apos;"],
  ]);
  return text.replace(/[&<>"']/g, (one) => names.get(one) ?? one);
}
