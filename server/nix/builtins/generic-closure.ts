import type { Span } from "../../text.ts";
import { orderValues } from "../compare.ts";
import { listOf, undecidedCondition } from "../lib/lists/lists-items.ts";
import { isOpaque } from "../make.ts";
import { behind, forceList, forceSet, notCallable, unary } from "../operands.ts";
import type { Failure, Lazy, ListValue, Machine, Opaque, PrimopValue, Unknown, Value } from "../value.ts";

/** `genericClosure { startSet; operator; }`: items by their `key`, breadth first. What is not known leaves the result open. */
export const genericClosureBuiltin: PrimopValue = unary("genericClosure", (machine, subject, at) => {
  const settings = forceSet(machine, subject, at);
  if (settings.type !== "set") return settings;
  const start = forceList(machine, machine.select(settings, "startSet", at), at);
  if (start.type !== "list") return start;
  if (start.items.length === 0) return start;
  const operator = machine.select(settings, "operator", at);
  const problem = notCallable(machine, operator, at);
  if (problem) return problem;
  return closure(machine, start, operator, at);
});

function closure(machine: Machine, start: ListValue, operator: Value, at: Span | undefined): Value {
  const done: Lazy[] = [];
  const sure: Keys = { first: undefined, texts: new Set(), others: [] };
  const doubtful: Keys = { first: undefined, texts: new Set(), others: [] };
  const open: Opaque[] = [...(start.open ?? [])];
  const queue: Lazy[] = [...start.items];
  for (let next = 0; next < queue.length; next++) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const item = forceSet(machine, queue[next] ?? start, at);
    const doubt = undecidedCondition(queue[next] ?? start);
    if (item.type === "failure" && doubt) continue;
    if (item.type === "failure") return item;
    const keys = doubt ? doubtful : sure;
    const isNew = item.type === "set" ? addKey(machine, keys, machine.select(item, "key", at), at) : item;
    if (isNew === false) continue;
    if (isNew !== true && isNew.type === "failure") {
      if (doubt) continue;
      return isNew;
    }
    if (item.type !== "set" || isNew !== true) {
      if (isNew !== true) open.push(isNew);
      continue;
    }
    done.push(doubt ? behind(machine, doubt, item) : item);
    const more = forceList(machine, machine.apply(operator, item, at), at);
    if (more.type === "failure" && doubt) continue;
    if (more.type === "failure") return more;
    if (isOpaque(more)) open.push(more);
    else {
      for (const one of more.items) queue.push(doubt ? behind(machine, doubt, one) : one);
      open.push(...(more.open ?? []));
    }
  }
  return listOf(done, open);
}

interface Keys {
  /** The kind of the first key: keys must be comparable. */
  first: Value | undefined;
  readonly texts: Set<string>;
  readonly others: Value[];
}

/** Whether the key is a new one. */
function addKey(machine: Machine, keys: Keys, key: Value, at: Span | undefined): boolean | Opaque | Failure | Unknown {
  if (key.type === "failure" || isOpaque(key)) return key;
  keys.first ??= key;
  const order = comparable(keys.first, key) ? 0 : orderValues(machine, key, keys.first);
  if (typeof order !== "number") return order.type === "failure" ? { ...order, at: order.at ?? at } : order;
  if (key.type === "string" || key.type === "path" || key.type === "int") {
    const text = key.type === "string" ? `"${key.text}` : key.type === "path" ? key.path : `${key.value}`;
    if (keys.texts.has(text)) return false;
    keys.texts.add(text);
    return true;
  }
  for (const known of keys.others) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const order = orderValues(machine, known, key);
    if (order === 0) return false;
    if (typeof order !== "number") return order.type === "failure" ? { ...order, at: order.at ?? at } : order;
  }
  keys.others.push(key);
  return true;
}

/** Whether two keys are of one kind that has an order; else comparing them is the error, or still works (numbers). */
function comparable(a: Value, b: Value): boolean {
  return a.type === b.type && (a.type === "string" || a.type === "path" || a.type === "int");
}
