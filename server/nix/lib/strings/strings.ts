import { derivedText } from "../../builtins/foreign-operands.ts";
import { bool, list, string, thrown } from "../../make.ts";
import { binary, forceString, isTrouble, ternary, unary } from "../../operands.ts";
import type { Value } from "../../value.ts";
import { builtin, builtinsNamed, callBuiltin } from "../builtin.ts";
import { escapes } from "./strings-escapes.ts";
import { toolFlags } from "./strings-flags.ts";
import { concatenations } from "./strings-joining.ts";
import { likenesses } from "./strings-likeness.ts";
import { textNumbers } from "./strings-numbers.ts";
import { packageNames } from "./strings-packages.ts";
import { splitting } from "./strings-splitting.ts";
import { stringFunction, textFunction, textFunction2, textOf, textTest2 } from "./strings-texts.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";

/** `lib.strings`. */
export const strings: Readonly<Record<string, Value>> = {
  ...builtinsNamed("compareVersions", "elem", "elemAt", "filter", "fromJSON", "genList", "head", "isInt", "isList"),
  ...builtinsNamed("isAttrs", "isPath", "isString", "match", "parseDrvName", "readFile", "replaceStrings", "split"),
  ...builtinsNamed("storeDir", "stringLength", "substring", "tail", "toJSON", "typeOf", "unsafeDiscardStringContext"),
  ...builtinsNamed("appendContext"),
  replaceChars: builtin("replaceStrings"),
  ...concatenations,
  ...escapes,
  ...splitting,
  ...textNumbers,
  ...packageNames,
  ...toolFlags,
  ...likenesses,
  hasPrefix: textTest2("hasPrefix", (prefix, text) => text.startsWith(prefix)),
  hasSuffix: textTest2("hasSuffix", (suffix, text) => text.endsWith(suffix)),
  hasInfix: textTest2("hasInfix", (infix, text) => text.includes(infix)),
  removePrefix: textFunction2("removePrefix", (prefix, text) =>
    derivedText(text, text.text.startsWith(prefix.text) ? text.text.slice(prefix.text.length) : text.text),
  ),
  removeSuffix: textFunction2("removeSuffix", (suffix, text) =>
    derivedText(
      text,
      text.text.endsWith(suffix.text) ? text.text.slice(0, text.text.length - suffix.text.length) : text.text,
    ),
  ),
  replaceString: ternary("replaceString", (machine, from, to, text, at) =>
    callBuiltin(machine, "replaceStrings", [list([from]), list([to]), text], at),
  ),
  trim: stringFunction("trim", (text) => derivedText(text, trimmed(text.text, true, true))),
  trimWith: binary("trimWith", (machine, settings, value, at) => {
    const sides = machine.force(settings);
    if (sides.type !== "set") return isTrouble(sides) ? sides : forceString(machine, value, at);
    const [start, end] = ["start", "end"].map((name) => machine.force(sides.entries.get(name)?.value ?? bool(false)));
    const text = forceString(machine, value, at);
    if (text.type !== "string") return text;
    return derivedText(
      text,
      trimmed(text.text, start?.type === "bool" && start.value, end?.type === "bool" && end.value),
    );
  }),
  normalizePath: textFunction("normalizePath", (text) => derivedText(text, text.text.replace(/\/{2,}/g, "/"))),
  lowerChars: list([...LOWER].map((letter) => string(letter))),
  upperChars: list([...LOWER.toUpperCase()].map((letter) => string(letter))),
  toLower: stringFunction("toLower", (text) => derivedText(text, lower(text.text))),
  toUpper: stringFunction("toUpper", (text) => derivedText(text, upper(text.text))),
  toSentenceCase: cased("toSentenceCase", sentenceCase),
  toCamelCase: cased("toCamelCase", camelCase),
  addContextFrom: binary("addContextFrom", (machine, _source, text, at) => textOf(machine, text, at)),
  fileContents: unary("fileContents", (machine, file, at) => {
    const text = textOf(machine, callBuiltin(machine, "readFile", [file], at), at);
    return text.type === "string" ? derivedText(text, text.text.replace(/\n$/, "")) : text;
  }),
};

/** Takes strings only, no paths. */
function cased(name: string, change: (text: string) => string): Value {
  return unary(name, (machine, value, at) => {
    const text = machine.force(value);
    if (text.type === "string") return derivedText(text, change(text.text));
    return isTrouble(text) ? text : thrown(`${name} does only accepts string values, but got ${text.type}`, at);
  });
}

function trimmed(text: string, start: boolean, end: boolean): string {
  const from = start ? text.replace(/^[ \t\r\n]+/, "") : text;
  return end ? from.replace(/[ \t\r\n]+$/, "") : from;
}

/** Nix changes ASCII letters only. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function sentenceCase(text: string): string {
  return upper(text.slice(0, 1)) + lower(text.slice(1));
}

function camelCase(text: string): string {
  const words = text.split(/[-_ ]/).flatMap((piece) => piece.split(/(?<=[a-z])(?=[A-Z])/));
  return words.map((word, index) => (index === 0 ? lower(word) : sentenceCase(word))).join("");
}
