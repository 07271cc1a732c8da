import type { Span } from "../../text.ts";
import { EMPTY_SET, external, primop, record } from "../make.ts";
import { binary, isTrouble, ternary, unary } from "../operands.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { mapEntries, updateSets } from "./attrsets/attrsets-entries.ts";
import { callBuiltin } from "./builtin.ts";
import { extended, fixedPoint } from "./fixed-points.ts";
import { formalsOf, functorWith, isCallable } from "./trivial/trivial-functions.ts";

const CROSS_INDEX = ["buildBuild", "buildHost", "buildTarget", "hostHost", "hostTarget", "targetTarget"];

/** `lib.customisation`, as far as it makes sense without building anything. */
export const customisation: Readonly<Record<string, Value>> = {
  makeOverridable: unary("makeOverridable", (machine, fn, at) => makeOverridable(machine, fn, at)),
  callPackageWith: ternary("callPackageWith", callPackage),
  callPackagesWith: ternary("callPackagesWith", callPackages),
  makeScope: binary("makeScope", makeScope),
  makeScopeWithSplicing: foreign("makeScopeWithSplicing", 6),
  "makeScopeWithSplicing'": foreign("makeScopeWithSplicing'", 2),
  overrideDerivation: foreign("overrideDerivation", 2),
  extendDerivation: foreign("extendDerivation", 3),
  extendMkDerivation: foreign("extendMkDerivation", 1),
  hydraJob: foreign("hydraJob", 1),
  renameCrossIndexFrom: binary("renameCrossIndexFrom", (machine, prefix, index, at) =>
    renamed(machine, prefix, (cross, prefixed) => [cross, machine.lazy(() => machine.select(index, prefixed, at))]),
  ),
  renameCrossIndexTo: binary("renameCrossIndexTo", (machine, prefix, index, at) =>
    renamed(machine, prefix, (cross, prefixed) => [prefixed, machine.lazy(() => machine.select(index, cross, at))]),
  ),
  mapCrossIndex: binary("mapCrossIndex", (machine, change, index, at) =>
    record(
      Object.fromEntries(
        CROSS_INDEX.map((cross) => [
          cross,
          machine.lazy(() => machine.call(change, [machine.lazy(() => machine.select(index, cross, at))], at)),
        ]),
      ),
    ),
  ),
};

/** A function whose result is made by building. */
export function foreign(name: string, arity: number): Value {
  return primop(name, arity, (_machine, args, at) => ({ type: "external", path: `lib.${name}(…)`, args, at }));
}

/** A function whose result can be made again with other arguments. */
function makeOverridable(machine: Machine, fn: Lazy, at: Span | undefined): Value {
  const call = mirroring(machine, fn, (args, place) => overridable(machine, fn, args, place), at);
  const own = machine.force(fn);
  if (own.type !== "set") return call;
  const merged = updateSets(machine, own, call, at);
  const override = own.entries.get("override");
  if (!override) return merged;
  const again = unary("override", (_machine, changes, place) =>
    makeOverridable(machine, machine.call(override.value, [changes], place), place),
  );
  return updateSets(machine, merged, record({ override: again }), at);
}

/** A function with the formals of `fn`. */
function mirroring(
  machine: Machine,
  fn: Lazy,
  run: (args: Lazy, at: Span | undefined) => Value,
  at: Span | undefined,
): Value {
  const formals = machine.lazy(() => formalsOf(machine, fn, at));
  return functorWith(
    unary("makeOverridable", (_machine, args, place) => run(args, place)),
    formals,
  );
}

function overridable(machine: Machine, fn: Lazy, args: Lazy, at: Span | undefined): Value {
  const result = machine.call(fn, [args], at);
  const changedBy = (changes: Lazy, place: Span | undefined): Value => {
    const given =
      isCallable(machine, changes, place) === true ? machine.call(changes, [args], place) : machine.force(changes);
    return overridable(machine, fn, updateSets(machine, machine.force(args), given, place), place);
  };
  const override = mirroring(machine, fn, changedBy, at);
  if (isCallable(machine, result, at) === true && result.type !== "set") {
    const callable = functorWith(
      result,
      machine.lazy(() => formalsOf(machine, result, at)),
    );
    return updateSets(machine, callable, record({ override }), at);
  }
  if (result.type !== "set") return result;
  const again = (name: string, change: (fresh: Value, changes: Lazy, place: Span | undefined) => Value): Value =>
    unary(name, (_machine, changes, place) => {
      const remade = mirroring(
        machine,
        fn,
        (fresh, where) => change(machine.call(fn, [fresh], where), changes, where),
        place,
      );
      return overridable(machine, remade, args, place);
    });
  const extra = {
    override,
    overrideDerivation: again("overrideDerivation", () => external("lib.overrideDerivation(…)", at)),
    ...(result.entries.has("overrideAttrs") && {
      overrideAttrs: again("overrideAttrs", (fresh, changes, place) =>
        machine.call(machine.select(fresh, "overrideAttrs", place), [changes], place),
      ),
    }),
  };
  return updateSets(machine, result, record(extra), at);
}

function callPackage(machine: Machine, available: Lazy, fn: Lazy, args: Lazy, at: Span | undefined): Value {
  const given = machine.force(fn);
  if (given.type === "external" || given.type === "unknown") return external("callPackage(…)", at);
  const made = isCallable(machine, given, at) === true ? given : callBuiltin(machine, "import", [given], at);
  if (isTrouble(made)) return made;
  const automatic = callBuiltin(machine, "intersectAttrs", [formalsOf(machine, made, at), available], at);
  return machine.call(
    makeOverridable(machine, made, at),
    [updateSets(machine, automatic, machine.force(args), at)],
    at,
  );
}

/** As `callPackage`, for a set of packages: each can be overridden by itself. */
function callPackages(machine: Machine, available: Lazy, fn: Lazy, args: Lazy, at: Span | undefined): Value {
  const given = machine.force(fn);
  if (given.type === "external" || given.type === "unknown") return external("callPackages(…)", at);
  const made = isCallable(machine, given, at) === true ? given : callBuiltin(machine, "import", [given], at);
  if (isTrouble(made)) return made;
  const automatic = callBuiltin(machine, "intersectAttrs", [formalsOf(machine, made, at), available], at);
  const arguments_ = updateSets(machine, automatic, machine.force(args), at);
  const packages = machine.call(made, [arguments_], at);
  if (packages.type !== "set") return packages;
  return mapEntries(packages, (name) => {
    const single = mirroring(
      machine,
      made,
      (fresh, place) => machine.select(machine.call(made, [fresh], place), name, place),
      at,
    );
    return overridable(machine, single, arguments_, at);
  });
}

/** `lib.makeScope`. */
export function makeScope(machine: Machine, newScope: Lazy, members: Lazy, at: Span | undefined): Value {
  return fixedPoint(machine, (self) => {
    const scopeWith = unary("newScope", (_machine, scope, place) =>
      machine.call(
        newScope,
        [machine.lazy(() => updateSets(machine, machine.force(self), machine.force(scope), place))],
        place,
      ),
    );
    const callPackageHere = machine.lazy(() => machine.call(scopeWith, [EMPTY_SET], at));
    const overrideScope = unary("overrideScope", (_machine, overlay, place) => {
      const more = unary("extends", (_inner, final, where) => extended(machine, overlay, members, final, where));
      return makeScope(machine, newScope, more, place);
    });
    const own = updateSets(machine, record({ callPackage: callPackageHere }), machine.call(members, [self], at), at);
    return updateSets(machine, own, record({ newScope: scopeWith, overrideScope, packages: members }), at);
  });
}

function renamed(machine: Machine, prefix: Lazy, entry: (cross: string, prefixed: string) => [string, Lazy]): Value {
  const text = machine.force(prefix);
  if (text.type !== "string") return text;
  const prefixed = (cross: string) => `${text.text}${cross.charAt(0).toUpperCase()}${cross.slice(1)}`;
  return record(Object.fromEntries(CROSS_INDEX.map((cross) => entry(cross, prefixed(cross)))));
}
