import { derivedText } from "../../builtins/foreign-operands.ts";
import { int, list, string } from "../../make.ts";
import { binary, ternary } from "../../operands.ts";
import type { Value } from "../../value.ts";
import { decide } from "../lists/lists-items.ts";
import { joined } from "./strings-joining.ts";
import { anyTextOf, textFunction, textOf } from "./strings-texts.ts";

/** The functions of `lib.strings` that take texts apart. The pieces keep the place of the whole. */
export const splitting: Readonly<Record<string, Value>> = {
  splitString: binary("splitString", (machine, separator, value, at) => {
    const between = anyTextOf(machine, separator, at);
    if (between.type !== "string") return between;
    const text = anyTextOf(machine, value, at);
    if (text.type !== "string") return text;
    if (between.text === "")
      return list([
        derivedText(text, ""),
        ...characters(text.text).map((one) => derivedText(text, one)),
        derivedText(text, ""),
      ]);
    return list(text.text.split(between.text).map((piece) => derivedText(text, piece)));
  }),
  splitStringBy: ternary("splitStringBy", (machine, test, keep, value, at) => {
    const text = textOf(machine, value, at);
    if (text.type !== "string") return text;
    const keeps = machine.force(keep);
    const pieces: string[] = [""];
    let previous = "";
    for (const character of characters(text.text)) {
      const spent = machine.spend(at);
      if (spent) return spent;
      const splits = decide(machine, test, [string(previous), string(character)], at);
      if (typeof splits !== "boolean") return splits;
      if (splits) pieces.push(keeps.type === "bool" && keeps.value ? character : "");
      else pieces.push((pieces.pop() ?? "") + character);
      previous = character;
    }
    return list(pieces.map((piece) => derivedText(text, piece)));
  }),
  stringToCharacters: textFunction("stringToCharacters", (text) =>
    list(characters(text.text).map((one) => derivedText(text, one))),
  ),
  stringAsChars: binary("stringAsChars", (machine, change, value, at) => {
    const text = textOf(machine, value, at);
    if (text.type !== "string") return text;
    const changed = characters(text.text).map((one) => machine.lazy(() => machine.call(change, [string(one)], at)));
    return joined(machine, string(""), list(changed), at);
  }),
  charToInt: textFunction("charToInt", (text) => int(text.text.charCodeAt(0) || 0)),
};

function characters(text: string): string[] {
  return [...text];
}
