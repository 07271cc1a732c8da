import type { Span } from "../../../text.ts";
import { list, record, string } from "../../make.ts";
import { binary, forceList, type Trouble, ternary, unary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { joined } from "./strings-joining.ts";

/** `lib.stringsWithDeps`. */
export const stringsWithDeps: Readonly<Record<string, Value>> = {
  textClosureList: binary("textClosureList", textClosureList),
  textClosureMap: ternary("textClosureMap", (machine, change, known, wanted, at) => {
    const texts = callBuiltin(machine, "map", [change, textClosureList(machine, known, wanted, at)], at);
    return joined(machine, string("\n"), texts, at);
  }),
  noDepEntry: unary("noDepEntry", (_machine, text) => record({ text, deps: list([]) })),
  fullDepEntry: binary("fullDepEntry", (_machine, text, deps) => record({ text, deps })),
  packEntry: unary("packEntry", (_machine, deps) => record({ deps, text: string("") })),
  stringAfter: binary("stringAfter", (_machine, deps, text) => record({ text, deps })),
};

/** The texts of the entries, each after those it depends on and named ones once. */
function textClosureList(machine: Machine, known: Lazy, wanted: Lazy, at: Span | undefined): Value {
  const texts: Lazy[] = [];
  const done = new Set<string>();
  const pending: (Lazy | { readonly text: Lazy })[] = [];
  const push = (entries: Lazy): Trouble | undefined => {
    const items = forceList(machine, entries, at);
    if (items.type !== "list") return items;
    pending.push(...[...items.items].reverse());
    return items.open?.[0];
  };
  let trouble = push(wanted);
  for (let next = pending.pop(); next && !trouble; next = pending.pop()) {
    trouble = machine.spend(at);
    if (!("type" in next)) {
      texts.push(next.text);
      continue;
    }
    const entry = machine.force(next);
    if (entry.type === "set") {
      pending.push({ text: machine.lazy(() => machine.select(entry, "text", at)) });
      trouble ??= push(machine.select(entry, "deps", at));
    } else if (entry.type !== "string") trouble ??= entry.type === "failure" ? entry : undefined;
    else if (!done.has(entry.text)) {
      done.add(entry.text);
      pending.push(machine.select(known, entry.text, at));
    }
  }
  return trouble ?? list(texts);
}
