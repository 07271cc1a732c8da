import type { Span } from "../text.ts";
import type { Contribution } from "./provenance.ts";
import { Thunk } from "./thunk.ts";
import type { Attribute, Lazy, Machine, Value } from "./value.ts";

/** How far below an option's value the marks reach: a collector is seldom deeper. */
const MOST_NAMES = 4;

/** The value, marked as taken out of an option, in case somebody uses it, or a part of it, as a module. */
export function takenOut(machine: Machine, value: Value, contribution: Contribution, depth = 0): Value {
  switch (value.type) {
    case "lambda":
    case "primop":
    case "path":
    case "external":
      return value.contribution ? value : { ...value, contribution };
    case "set":
      if (value.contribution || value.collector || value.native || depth > MOST_NAMES) return value;
      return { ...value, contribution, entries: markedEntries(machine, value.entries, contribution, depth) };
    case "list":
      if (value.collector || depth > MOST_NAMES) return value;
      return { ...value, items: value.items.map((item) => later(machine, item, contribution, depth + 1)) };
    default:
      return value;
  }
}

function markedEntries(
  machine: Machine,
  entries: ReadonlyMap<string, Attribute>,
  contribution: Contribution,
  depth: number,
): ReadonlyMap<string, Attribute> {
  const marked = new Map<string, Attribute>();
  for (const [name, attribute] of entries) {
    const inner = contribution.isPart ? contribution : namedContribution(contribution, name, attribute.at);
    const value = later(machine, attribute.value, inner, depth + 1);
    marked.set(name, { ...attribute, value });
  }
  return marked;
}

/** What stands under a name in an untyped option is that name's own contribution. */
function namedContribution(contribution: Contribution, name: string, place: Span | undefined): Contribution {
  const at = place ?? contribution.definedAt;
  return { ...contribution, option: [...contribution.option, name], at, definedAt: at };
}

function later(machine: Machine, value: Lazy, contribution: Contribution, depth: number): Lazy {
  if (value.type !== "thunk") return takenOut(machine, value, contribution, depth);
  return Thunk.ofNative(() => takenOut(machine, machine.force(value), contribution, depth), value.at, value.condition);
}
