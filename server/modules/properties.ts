import { int, primop, record, string } from "../nix/make.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** What `mkIf`, `mkMerge`, `mkOverride`, `mkOrder` and `mkDefinition` wrap around a definition. */
export type Property =
  | { readonly kind: "if"; readonly condition: Lazy; readonly at: Span | undefined; readonly content: Lazy }
  | { readonly kind: "merge"; readonly contents: Lazy }
  | { readonly kind: "override"; readonly priority: Lazy; readonly content: Lazy }
  | { readonly kind: "order"; readonly priority: Lazy; readonly content: Lazy }
  | { readonly kind: "definition"; readonly file: Lazy | undefined; readonly value: Lazy };

/** The property that a definition's value is, or undefined when it is a plain value. */
export function propertyOf(machine: Machine, value: Value): Property | undefined {
  if (value.type !== "set") return undefined;
  const tag = value.entries.get("_type");
  if (!tag) return undefined;
  const type = machine.force(tag.value);
  if (type.type !== "string") return undefined;
  const field = (name: string) => value.entries.get(name)?.value;
  const content = field("content") ?? record({});
  switch (type.text) {
    case "if": {
      const condition = field("condition");
      return condition && { kind: "if", condition, at: placeOf(condition) ?? value.at, content };
    }
    case "merge": {
      const contents = field("contents");
      return contents && { kind: "merge", contents };
    }
    case "override": {
      const priority = field("priority");
      return priority && { kind: "override", priority, content };
    }
    case "order": {
      const priority = field("priority");
      return priority && { kind: "order", priority, content };
    }
    case "definition": {
      const inner = field("value");
      return inner && { kind: "definition", file: field("file"), value: inner };
    }
    default:
      return undefined;
  }
}

/** Smaller numbers win (nixpkgs `lib/modules.nix`). */
export const PRIORITIES = { force: 50, vm: 10, plain: 100, default: 1000, optionDefault: 1500 } as const;

/** Smaller numbers come first in a merged list. */
export const ORDERS = { before: 500, plain: 1000, after: 1500 } as const;

/** The functions of `lib` that make properties. */
export const propertyFunctions: Readonly<Record<string, Value>> = {
  mkIf: primop("mkIf", 2, (_machine, [condition, content]) => tagged("if", { condition, content })),
  mkAssert: primop("mkAssert", 3, (_machine, [condition, _message, content]) => tagged("if", { condition, content })),
  mkMerge: primop("mkMerge", 1, (_machine, [contents]) => tagged("merge", { contents })),
  mkOverride: primop("mkOverride", 2, (_machine, [priority, content]) => tagged("override", { priority, content })),
  mkForce: fixedOverride("mkForce", PRIORITIES.force),
  mkVMOverride: fixedOverride("mkVMOverride", PRIORITIES.vm),
  mkImageMediaOverride: fixedOverride("mkImageMediaOverride", 60),
  mkDefault: fixedOverride("mkDefault", PRIORITIES.default),
  mkOptionDefault: fixedOverride("mkOptionDefault", PRIORITIES.optionDefault),
  mkOrder: primop("mkOrder", 2, (_machine, [priority, content]) => tagged("order", { priority, content })),
  mkBefore: fixedOrder("mkBefore", ORDERS.before),
  mkAfter: fixedOrder("mkAfter", ORDERS.after),
  mkDefinition: primop("mkDefinition", 1, (machine, [given]) => {
    const set = machine.force(given ?? record({}));
    return set.type === "set"
      ? { ...set, entries: new Map([...set.entries, ["_type", { value: string("definition") }]]) }
      : set;
  }),
};

function fixedOverride(name: string, priority: number): Value {
  return primop(name, 1, (_machine, [content]) => tagged("override", { priority: int(priority), content }));
}

function fixedOrder(name: string, priority: number): Value {
  return primop(name, 1, (_machine, [content]) => tagged("order", { priority: int(priority), content }));
}

function tagged(type: string, fields: Readonly<Record<string, Lazy | undefined>>): SetValue {
  const present: Record<string, Lazy> = { _type: string(type) };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) present[name] = value;
  return record(present);
}
