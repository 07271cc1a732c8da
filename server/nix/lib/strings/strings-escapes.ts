import type { Span } from "../../../text.ts";
import { derivedText } from "../../builtins/foreign-operands.ts";
import { list, string, thrown } from "../../make.ts";
import { binary, forceList, forceSet, forceString, unary } from "../../operands.ts";
import { hasAttribute } from "../../select.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { itemPerEntry } from "../attrsets/attrsets-entries.ts";
import { callBuiltin } from "../builtin.ts";
import { mapItems } from "../lists/lists-items.ts";
import { joined } from "./strings-joining.ts";
import { escapeIdentifier, escapeNixText, shellWord } from "./strings-literals.ts";
import { anyTextOf, stringFunction, textFunction, textOf, textTest } from "./strings-texts.ts";

const XML = new Map([
  ['"', "&quot;"],
  ["'", "&apos;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["&", "&amp;"],
]);

/** The functions of `lib.strings` that make a text fit into another language. */
export const escapes: Readonly<Record<string, Value>> = {
  escape: binary("escape", (machine, characters, text, at) =>
    replacing(machine, characters, text, (one) => `\\${one}`, at),
  ),
  escapeC: binary("escapeC", (machine, characters, text, at) =>
    replacing(machine, characters, text, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`, at),
  ),
  escapeURL: stringFunction("escapeURL", (text) =>
    derivedText(
      text,
      // Letters that are not ASCII stay as they are.
      text.text.replace(
        /[^A-Za-z0-9\-_.~\u0080-\uffff]/g,
        (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
      ),
    ),
  ),
  escapeShellArg: unary("escapeShellArg", (machine, value, at) => shellArgument(machine, value, at)),
  escapeShellArgs: unary("escapeShellArgs", (machine, values, at) => shellArguments(machine, values, at)),
  isValidPosixName: textTest("isValidPosixName", isPosixName),
  toShellVar: binary("toShellVar", toShellVar),
  toShellVars: unary("toShellVars", (machine, variables, at) => {
    const set = forceSet(machine, variables, at);
    if (set.type !== "set") return set;
    const lines = itemPerEntry(machine, set, (name, { value }) => toShellVar(machine, string(name), value, at));
    return joined(machine, string("\n"), lines, at);
  }),
  escapeNixString: unary("escapeNixString", (machine, value, at) => {
    const text = machine.force(value);
    if (text.type === "string") return string(escapeNixText(text.text), at);
    const json = callBuiltin(machine, "toJSON", [text], at);
    return json.type === "string" ? string(json.text.replaceAll("$", "\\$"), at) : json;
  }),
  escapeRegex: stringFunction("escapeRegex", (text) =>
    derivedText(text, text.text.replace(/[\\[{()^$?*+|.]/g, "\\$&")),
  ),
  escapeNixIdentifier: textFunction("escapeNixIdentifier", (text) => derivedText(text, escapeIdentifier(text.text))),
  escapeXML: stringFunction("escapeXML", (text) =>
    derivedText(
      text,
      text.text.replace(/["'<>&]/g, (one) => XML.get(one) ?? one),
    ),
  ),
};

function replacing(
  machine: Machine,
  characters: Lazy,
  text: Lazy,
  change: (character: string) => string,
  at: Span | undefined,
): Value {
  const from = forceList(machine, characters, at);
  if (from.type !== "list") return from;
  const to = mapItems(machine, from, (item) => {
    const character = forceString(machine, item, at);
    return character.type === "string" ? string(change(character.text)) : character;
  });
  return callBuiltin(machine, "replaceStrings", [from, to, text], at);
}

/** One shell word of what `toString` makes of the value. */
function shellArgument(machine: Machine, value: Lazy, at: Span | undefined): Value {
  const text = anyTextOf(machine, value, at);
  return text.type === "string" ? derivedText(text, shellWord(text.text)) : text;
}

/** The words with spaces between them. */
export function shellArguments(machine: Machine, values: Lazy, at: Span | undefined): Value {
  const items = forceList(machine, values, at);
  if (items.type !== "list") return items;
  const words = mapItems(machine, items, (item) => shellArgument(machine, item, at));
  return joined(machine, string(" "), words, at);
}

function isPosixName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

function toShellVar(machine: Machine, name: Lazy, value: Lazy, at: Span | undefined): Value {
  const variable = textOf(machine, name, at);
  if (variable.type !== "string") return variable;
  if (!isPosixName(variable.text)) return thrown(`toShellVar: ${variable.text} is not a valid shell variable name`, at);
  const given = machine.force(value);
  const around = (before: string, content: Value, after: string): Value =>
    joined(machine, string(""), list([string(before), content, string(after)]), at);
  if (given.type === "list") return around(`declare -a ${variable.text}=(`, shellArguments(machine, given, at), ")");
  if (given.type !== "set" || ["outPath", "__toString"].some((special) => hasAttribute(given, special) !== false)) {
    return around(`${variable.text}=`, shellArgument(machine, given, at), "");
  }
  const pairs = itemPerEntry(machine, given, (key, attribute) =>
    around(`[${shellWord(key)}]=`, shellArgument(machine, attribute.value, at), ""),
  );
  return around(`declare -A ${variable.text}=(`, joined(machine, string(" "), pairs, at), ")");
}
