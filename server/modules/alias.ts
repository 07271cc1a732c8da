import { primop } from "../nix/make.ts";
import type { Lazy, Machine, NativeFact, PrimopValue, Value } from "../nix/value.ts";

/** Says of (part of) a definition that what it holds was defined at another option, which it takes the definitions of. */
interface AliasFact extends NativeFact {
  readonly fact: "alias";
  /** A list of names: the path of the other option. */
  readonly from: Lazy;
  /** A list of names: where below the definition the other's definitions end up. */
  readonly to: Lazy;
  readonly replaces: boolean;
}

/** One option whose definitions count for another. */
export interface Alias {
  /** Paths from the top of the evaluation. */
  readonly from: readonly string[];
  /** Relative to what the definition defines. */
  readonly to: readonly string[];
  /** The first option is made for that alone: it also has the other one's value. */
  readonly replaces: boolean;
}

/** `alias replaces from to definition`: the definition, with that fact. */
export const aliasFunction: PrimopValue = primop("alias", 4, (machine, [replaces, from, to, definition]): Value => {
  const value = definition === undefined ? undefined : machine.force(definition);
  if (value?.type !== "set" || !from || !to || !replaces) return value ?? { type: "null" };
  const whole = machine.force(replaces);
  const native: AliasFact = { fact: "alias", from, to, replaces: whole.type === "bool" && whole.value };
  return { ...value, native };
});

/** Undefined: the value takes no other option's definitions, or it is not known which one's. */
export function aliasOf(machine: Machine, value: Value): Alias | undefined {
  if (value.type !== "set" || value.native?.fact !== "alias") return undefined;
  const { from, to, replaces } = value.native as AliasFact;
  const [source, target] = [namesIn(machine, from), namesIn(machine, to)];
  return source && target && source.length > 0 ? { from: source, to: target, replaces } : undefined;
}

function namesIn(machine: Machine, value: Lazy): readonly string[] | undefined {
  const list = machine.force(value);
  if (list.type !== "list" || list.open) return undefined;
  const names = list.items.map((item) => machine.force(item));
  const texts = names.flatMap((name) => (name.type === "string" ? [name.text] : []));
  return texts.length === names.length ? texts : undefined;
}
