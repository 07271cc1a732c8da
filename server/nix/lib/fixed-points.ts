import type { Span } from "../../text.ts";
import { EMPTY_SET, primop, record } from "../make.ts";
import { argument, binary, forceString, ternary, unary } from "../operands.ts";
import type { Thunk } from "../thunk.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { updateSets } from "./attrsets/attrsets-entries.ts";
import { foldr } from "./lists/lists-folds.ts";
import { isCallable } from "./trivial/trivial-functions.ts";

const composeExtensions: Value = primop("composeExtensions", 4, (machine, args, at) => {
  const [final, prev] = [argument(args, 2), argument(args, 3)];
  const first = machine.lazy(() => machine.call(argument(args, 0), [final, prev], at));
  const prevAfter = machine.lazy(() => updateSets(machine, machine.force(prev), machine.force(first), at));
  return updateSets(machine, machine.force(first), machine.call(argument(args, 1), [final, prevAfter], at), at);
});

/** `lib.fixedPoints`. */
export const fixedPoints: Readonly<Record<string, Value>> = {
  fix: unary("fix", (machine, fn, at) => fixedPoint(machine, (self) => machine.call(fn, [self], at))),
  "fix'": unary("fix'", (machine, fn, at) =>
    fixedPoint(machine, (self) => updateSets(machine, machine.call(fn, [self], at), record({ __unfix__: fn }), at)),
  ),
  converge: binary("converge", (machine, fn, start, at) => {
    let current = machine.force(start);
    for (;;) {
      const spent = machine.spend(at);
      if (spent) return spent;
      const next = machine.call(fn, [current], at);
      const equal = machine.equal(next, current);
      if (equal !== false) return equal === true ? current : equal;
      current = next;
    }
  }),
  extends: ternary("extends", (machine, overlay, base, final, at) => extended(machine, overlay, base, final, at)),
  composeExtensions,
  composeManyExtensions: unary("composeManyExtensions", (machine, extensions, at) => {
    const none = binary("composeManyExtensions", () => EMPTY_SET);
    return machine.call(foldr, [composeExtensions, none, extensions], at);
  }),
  makeExtensible: unary("makeExtensible", (machine, attributes, at) => extensible(machine, "extend", attributes, at)),
  makeExtensibleWithCustomName: binary("makeExtensibleWithCustomName", (machine, name, attributes, at) => {
    const extender = forceString(machine, name, at);
    return extender.type === "string" ? extensible(machine, extender.text, attributes, at) : extender;
  }),
  toExtension: unary("toExtension", (machine, extension, at) => toExtension(machine, extension, at)),
};

/** The value that is handed itself, unforced, to make it. */
export function fixedPoint(machine: Machine, make: (self: Lazy) => Value): Value {
  const self: Thunk = machine.lazy(() => make(self));
  return machine.force(self);
}

/** `lib.extends`, with all its arguments. */
export function extended(machine: Machine, overlay: Lazy, base: Lazy, final: Lazy, at: Span | undefined): Value {
  const prev = machine.call(base, [final], at);
  return updateSets(machine, prev, machine.call(overlay, [final, prev], at), at);
}

function extensible(machine: Machine, extender: string, attributes: Lazy, at: Span | undefined): Value {
  const extend = unary(extender, (_machine, overlay, place) => {
    const more = unary("extends", (_inner, final, where) => extended(machine, overlay, attributes, final, where));
    return extensible(machine, extender, more, place);
  });
  return fixedPoint(machine, (self) => {
    const own = updateSets(machine, machine.call(attributes, [self], at), record({ [extender]: extend }), at);
    const unfix = unary("makeExtensible", (_machine, again, place) =>
      updateSets(machine, machine.call(attributes, [again], place), record({ [extender]: extend }), place),
    );
    return updateSets(machine, own, record({ __unfix__: unfix }), at);
  });
}

function toExtension(machine: Machine, extension: Lazy, at: Span | undefined): Value {
  const isFunction = isCallable(machine, extension, at);
  if (typeof isFunction !== "boolean") return isFunction;
  if (!isFunction) return binary("toExtension", () => machine.force(extension));
  return binary("toExtension", (_machine, final, prev, place) => {
    const result = machine.call(extension, [prev], place);
    const overlay = isCallable(machine, result, place);
    if (typeof overlay !== "boolean") return overlay;
    return overlay ? machine.call(extension, [final, prev], place) : result;
  });
}
