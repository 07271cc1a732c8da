import type { LambdaValue, Machine, PrimopValue, SetValue } from "../nix/value.ts";
import type { BoundArguments } from "./module-walk.ts";

/** The attribute by which native code says what the modules beside it are given; a name that nobody writes by chance. */
const ATTRIBUTE = "dendritic arguments";

/** What native code gives to the modules in `set`, and `set` without saying so; undefined: nothing. */
export function boundArguments(machine: Machine, set: SetValue): { set: SetValue; bound: BoundArguments } | undefined {
  const attribute = set.entries.get(ATTRIBUTE);
  const said = attribute && machine.force(attribute.value);
  if (said?.type !== "set") return undefined;
  const entries = new Map(set.entries);
  entries.delete(ATTRIBUTE);
  const given = machine.select(said, "arguments");
  const absent = machine.select(said, "absent");
  const names = (absent.type === "list" ? absent.items : []).map((item) => machine.force(item));
  return {
    set: { ...set, entries },
    bound: {
      given: given.type === "set" ? given.entries : new Map(),
      absent: new Set(names.flatMap((name) => (name.type === "string" ? [name.text] : []))),
    },
  };
}

/** Whether a module function asks for something that nobody gives where it stands. */
export function isUnsatisfied(fn: LambdaValue | PrimopValue, bound: BoundArguments | undefined): boolean {
  if (!bound || fn.type !== "lambda") return false;
  return (fn.lambda.formals?.formals ?? []).some(
    (formal) => formal.fallback === undefined && bound.absent.has(formal.name.name),
  );
}
