import { basicTypes } from "./basic.ts";
import { either, nullOr } from "./choice.ts";
import { attrsOf, listOf } from "./containers.ts";
import type { OptionType } from "./type.ts";

/** `types.serializableValueWith`, `json` and `toml`: what a data format can hold, in any depth. */
export function serializableType(description: string, nullable: boolean): OptionType {
  const basic = (name: string) => () => basicTypes[name] as OptionType;
  const whole = (): OptionType => type;
  const parts: readonly (() => OptionType)[] = [
    ...["bool", "int", "float", "str", "path"].map(basic),
    () => attrsOf(whole, false),
    () => listOf(whole),
  ];
  const [first = whole, ...others] = parts;
  const any = others.reduce((left, right) => {
    const both = either(left, right);
    return () => both;
  }, first);
  const type: OptionType = { ...(nullable ? nullOr(any) : any()), describe: () => description };
  return type;
}
