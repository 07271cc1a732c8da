import { regexBuiltins } from "../../nix/builtins/regexes.ts";
import { EMPTY_LIST, EMPTY_SET, failure, isOpaque, NULL, string, unknown } from "../../nix/make.ts";
import type { Attribute, Lazy, Machine, Opaque, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import { type Discharged, isUndecided, tellingCondition } from "../definitions.ts";
import { conflict, mergeEqual, mergeOne } from "./merge.ts";
import { checkKind, type MergeContext, nestedDescription, type OptionType } from "./type.ts";

/** Types without parts, by their name in `lib.types`. */
export const basicTypes: Readonly<Record<string, OptionType>> = {
  bool: simple("bool", "boolean", checkKind("bool"), mergeEqual),
  boolByOr: simple("boolByOr", "boolean (merged using or)", checkKind("bool"), mergeByOr),
  int: simple("int", "signed integer", checkKind("int"), mergeEqual),
  float: simple("float", "floating point number", checkKind("float"), mergeEqual),
  number: {
    ...simple("either", "signed integer or floating point number", checkKind("int", "float"), mergeEqual),
    phrase: "conjunction",
  },
  str: simple("str", "string", checkKind("string"), mergeEqual),
  nonEmptyStr: simple("nonEmptyStr", "non-empty string", checkText(/\S/), mergeEqual),
  singleLineStr: simple(
    "singleLineStr",
    "(optionally newline-terminated) single-line string",
    checkText(/^[^\n\r]*\n?$/),
    (machine, context, definitions) => withoutLineBreak(mergeEqual(machine, context, definitions)),
  ),
  lines: joined("separatedString", 'strings concatenated with "\\n"', "\n"),
  commas: joined("separatedString", 'strings concatenated with ","', ","),
  envVar: joined("separatedString", 'strings concatenated with ":"', ":"),
  string: joined("separatedString", "string", ""),
  path: pathType(undefined, true),
  pathInStore: pathType(true, undefined),
  externalPath: pathType(false, true),
  package: simple("package", "package", checkKind("set", "path", "string"), mergeOne),
  shellPackage: simple("package", "package", checkKind("set"), mergeOne),
  pkgs: simple("pkgs", "Nixpkgs package set", checkKind("set"), mergeOne),
  raw: simple("raw", "raw value", () => true, mergeOne),
  optionType: simple("optionType", "optionType", checkTag("option-type"), mergeOne),
  optionDeclaration: simple("optionDeclaration", "option declaration", checkDeclaration, mergeDefault),
  unspecified: simple("unspecified", "unspecified value", () => true, mergeDefault),
  attrs: { ...simple("attrs", "attribute set", checkKind("set"), mergeShallow), phrase: undefined, empty: EMPTY_SET },
  secretSpec: simple("secretSpec", "secret", () => true, mergeOne),
  port: between("unsignedInt16", 0n, 65535n, "16 bit unsigned integer; between 0 and 65535 (both inclusive)"),
  ...integerTypes(),
};

export function simple(
  name: string,
  description: string,
  check: OptionType["check"],
  merge: (machine: Machine, context: MergeContext, definitions: readonly Discharged[]) => Value,
): OptionType {
  return { name, describe: () => description, phrase: "noun", check, merge, shape: { kind: "leaf" } };
}

function withoutLineBreak(value: Value): Value {
  return value.type === "string" && value.text.endsWith("\n") ? { ...value, text: value.text.slice(0, -1) } : value;
}

/** `ints.between` and its kin. */
export function between(name: string, low: bigint, high: bigint, description: string): OptionType {
  const inRange: OptionType["check"] = (machine, value) =>
    value.type === "int" ? value.value >= low && value.value <= high : checkKind("int")(machine, value);
  return simple(name, description, inRange, mergeEqual);
}

/** `numbers.nonnegative` and `numbers.positive`. */
export function numbers(word: "nonnegative" | "positive" | "", fits: (value: number) => boolean): OptionType {
  const check: OptionType["check"] = (machine, value) =>
    value.type === "int" || value.type === "float" ? fits(Number(value.value)) : checkKind("int")(machine, value);
  const sign = word === "positive" ? ">0" : ">=0";
  const description = `${word} integer or floating point number, meaning ${sign}`;
  const name = word === "positive" ? "numberPositive" : "numberNonnegative";
  return { ...simple(name, description, check, mergeEqual), phrase: "nonRestrictiveClause" };
}

/** `types.passwdEntry`. */
export function passwdEntry(entry: () => OptionType): OptionType {
  return {
    name: "passwdEntry",
    describe: (within) => `${nestedDescription(within, entry(), "noun")}, not containing newlines or colons`,
    phrase: "nonRestrictiveClause",
    check: (machine, value) => {
      const fits = entry().check(machine, value);
      return value.type === "string" && /[:\n]/.test(value.text) ? false : fits;
    },
    merge: (machine, context, definitions) => entry().merge(machine, context, definitions),
    shape: { kind: "leaf" },
  };
}

/** Strings joined by a separator. */
export function joined(name: string, description: string, separator: string): OptionType {
  return simple(name, description, checkKind("string"), (machine, _context, definitions) => {
    const texts: string[] = [];
    for (const definition of definitions) {
      const value = machine.force(definition.value);
      const doubt = isUndecided(definition) && definitions.length > 1 && tellingCondition(definition.conditions);
      if (doubt) return unknown("a part of the text depends on an undecided condition", doubt.at);
      if (value.type !== "string") return value;
      texts.push(value.text);
    }
    const only = definitions.length === 1 ? definitions[0] : undefined;
    return only ? machine.force(only.value) : string(texts.join(separator), definitions[0]?.at);
  });
}

/** `types.strMatching`: the whole text, by a POSIX extended regular expression. */
export function matching(pattern: Value, source: string): OptionType {
  const match = regexBuiltins.match as Value;
  const check: OptionType["check"] = (machine, value) => {
    if (value.type !== "string") return checkKind("string")(machine, value);
    const found = machine.call(match, [pattern, value]);
    return found.type === "list" ? true : found.type === "null" ? false : undefined;
  };
  return simple(`strMatching ${JSON.stringify(source)}`, `string matching the pattern ${source}`, check, mergeEqual);
}

function integerTypes(): Record<string, OptionType> {
  const types: Record<string, OptionType> = {};
  for (const bits of [8n, 16n, 32n]) {
    const high = 2n ** bits - 1n;
    const half = 2n ** (bits - 1n);
    types[`u${bits}`] = between(
      `unsignedInt${bits}`,
      0n,
      high,
      `${bits} bit unsigned integer; between 0 and ${high} (both inclusive)`,
    );
    types[`s${bits}`] = between(
      `signedInt${bits}`,
      -half,
      half - 1n,
      `${bits} bit signed integer; between ${-half} and ${half - 1n} (both inclusive)`,
    );
  }
  const top = 2n ** 63n - 1n;
  types.unsigned = {
    ...between("unsignedInt", 0n, top, "unsigned integer, meaning >=0"),
    phrase: "nonRestrictiveClause",
  };
  types.positive = {
    ...between("positiveInt", 1n, top, "positive integer, meaning >0"),
    phrase: "nonRestrictiveClause",
  };
  return types;
}

/** Whether it is a set that says to be of a kind. */
function checkTag(tag: string): OptionType["check"] {
  return (machine, value) => {
    if (value.type !== "set") return checkKind("set")(machine, value);
    const given = value.entries.get("_type");
    const text = given && machine.force(given.value);
    if (!text) return value.open ? undefined : false;
    return isOpaque(text) ? undefined : text.type === "string" && text.text === tag;
  };
}

/** What `mkOption` makes, not an option of an evaluation. */
function checkDeclaration(machine: Machine, value: Value): boolean | undefined {
  return value.type === "set" && value.entries.has("value") ? false : checkTag("option")(machine, value);
}

function checkText(pattern: RegExp): OptionType["check"] {
  return (machine, value) => (value.type === "string" ? pattern.test(value.text) : checkKind("string")(machine, value));
}

/** `types.pathWith`. Undefined: it does not matter. */
export function pathType(inStore: boolean | undefined, absolute: boolean | undefined): OptionType {
  const words = [
    ...(absolute === undefined ? [] : [absolute ? "absolute" : "relative"]),
    "path",
    ...(inStore === undefined ? [] : [inStore ? "in the Nix store" : "not in the Nix store"]),
  ];
  const check = (_machine: Machine, value: Value): boolean | undefined => {
    if (isOpaque(value) || value.type === "set") return undefined;
    // A true path may be copied to the store later; the flake's own files lie there when Nix evaluates them.
    if (value.type === "path") return inStore === false ? false : absolute !== false;
    if (value.type !== "string") return false;
    const { text } = value;
    const fits = inStore === undefined || inStore === /^\/nix\/store\/[^/.]/.test(text);
    return fits && (absolute === undefined || absolute === text.startsWith("/"));
  };
  return simple("path", words.join(" "), check, mergeEqual);
}

function mergeByOr(machine: Machine, _context: MergeContext, definitions: readonly Discharged[]): Value {
  let last: Value = NULL;
  for (const definition of definitions) {
    last = machine.force(definition.value);
    if (last.type === "bool" && last.value) return last;
  }
  return last;
}

/** nixpkgs `mergeDefaultOption`. */
export function mergeDefault(machine: Machine, context: MergeContext, definitions: readonly Discharged[]): Value {
  const values = definitions.map((definition) => machine.force(definition.value));
  if (values.length === 1 && values[0]) return values[0];
  if (isAllOf("list", values)) return concatenated(values);
  if (isAllOf("set", values)) return mergeShallow(machine, context, definitions);
  if (values.every((value) => value.type === "string"))
    return joined("string", "", "").merge(machine, context, definitions);
  if (values.every((value) => value.type === "bool" || value.type === "int"))
    return mergeEqual(machine, context, definitions);
  const opaque = values.find(isOpaque);
  const problem = `Cannot merge definitions of \`${showOption(context.path)}'. Definition values:`;
  return opaque ?? conflict(context, definitions, problem);
}

/** As far as they are known; at least one is. */
function isAllOf(type: Value["type"], values: readonly Value[]): boolean {
  return values.every((value) => value.type === type || isOpaque(value)) && values.some((value) => value.type === type);
}

function concatenated(values: readonly Value[]): Value {
  const items: Lazy[] = values.flatMap((value) => (value.type === "list" ? value.items : []));
  const open = values.flatMap((value) =>
    value.type === "list" ? [...(value.open ?? [])] : isOpaque(value) ? [value] : [],
  );
  return open.length > 0 ? { type: "list", items, open } : items.length > 0 ? { type: "list", items } : EMPTY_LIST;
}

function mergeShallow(machine: Machine, _context: MergeContext, definitions: readonly Discharged[]): Value {
  const only = definitions.length === 1 ? definitions[0] : undefined;
  if (only) return machine.force(only.value);
  const entries = new Map<string, Attribute>();
  const open: Opaque[] = [];
  for (const definition of definitions) {
    const value = machine.force(definition.value);
    if (value.type === "set") {
      for (const [name, attribute] of value.entries) entries.set(name, attribute);
      open.push(...(value.open ?? []));
    } else if (isOpaque(value)) open.push(value);
    else return value.type === "failure" ? value : failure("attrs: not a set", definition.at);
  }
  return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
}
