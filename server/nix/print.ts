import { RESERVED_WORDS } from "../syntax/reserved-words.ts";
import type { Span } from "../text.ts";
import { forceDeeply } from "./builtins/force-deeply.ts";
import { sortedEntries } from "./lib/attrsets/attrsets-entries.ts";
import { failure } from "./make.ts";
import { quoted } from "./show.ts";
import { conditionOf } from "./thunk.ts";
import type { Attribute, Failure, Lazy, ListValue, Machine, Opaque, SetValue, Value } from "./value.ts";

export interface PrintSettings {
  /** Everything inside is evaluated first, and an error anywhere inside is the answer; else what nobody asked for is `<CODE>`. */
  readonly strict: boolean;
  /** How a place is written: `file:line:column`. */
  readonly placeOf: (span: Span) => string;
}

/**
 * The value as `nix-instantiate --eval` prints it, or the error that it is. What Nix does not have stands between guillemets:
 * `«external inputs.x»`, `«unknown: reason at file:1:2»`, `«perhaps» x` for a part that depends on an undecided condition, and
 * `«and more: …»` for parts of unknown number.
 */
export function printValue(machine: Machine, value: Lazy, settings: PrintSettings): string | Failure {
  const forced = machine.force(value);
  if (forced.type === "failure") return forced;
  if (forced.type === "unknown" && forced.recursive) return failure(forced.reason, forced.at);
  const problem = settings.strict ? forceDeeply(machine, forced, undefined) : undefined;
  if (problem?.type === "failure") return problem;
  if (problem) return opaqueText(problem, settings);
  const printing: Printing = { settings, seen: new Set(), depth: 0, recursion: undefined };
  const text = printed(printing, forced);
  return settings.strict && printing.recursion ? printing.recursion : text;
}

/** A float as C++ streams write it: six significant digits, like `%g`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", exponent = "0"] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return withoutZeros(value.toFixed(Math.max(0, 5 - power)));
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${withoutZeros(mantissa)}e${power < 0 ? "-" : "+"}${digits}`;
}

function withoutZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** What lies outside or is not known, visibly. */
export function opaqueText(value: Opaque, settings: Pick<PrintSettings, "placeOf">): string {
  if (value.type === "external") return `«external ${value.path}»`;
  return value.at ? `«unknown: ${value.reason} at ${settings.placeOf(value.at)}»` : `«unknown: ${value.reason}»`;
}

interface Printing {
  readonly settings: PrintSettings;
  /** Sets and places of lists that were printed before, and so are not printed again. */
  readonly seen: Set<Lazy>;
  depth: number;
  /** A part that depends on itself, which is an error to Nix. */
  recursion: Failure | undefined;
}

/** Nested deeper it would take the stack. */
const DEEPEST = 2000;

/** `lazy` is the place that the value stands in: like Nix, this tells lists apart by it. */
function printed(printing: Printing, value: Value, lazy: Lazy = value): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
      return String(value.value);
    case "float":
      return floatText(value.value);
    case "string":
      return quoted(value.text);
    case "path":
      return value.path;
    case "list":
      return nested(printing, lazy, value.items.length, () => printedList(printing, value));
    case "set":
      return nested(printing, value, value.entries.size, () => printedSet(printing, value));
    case "lambda":
      return "<LAMBDA>";
    case "primop":
      return value.applied.length === 0 ? "<PRIMOP>" : "<PRIMOP-APP>";
    case "external":
      return opaqueText(value, printing.settings);
    case "unknown":
      if (value.recursive) printing.recursion ??= failure(value.reason, value.at);
      return opaqueText(value, printing.settings);
    case "failure":
      return "<CODE>";
    default:
      return value satisfies never;
  }
}

function nested(printing: Printing, value: Lazy, size: number, print: () => string): string {
  if (size > 0 && printing.seen.has(value)) return "«repeated»";
  if (printing.depth >= DEEPEST) return "«nested too deeply»";
  printing.seen.add(value);
  printing.depth++;
  const text = print();
  printing.depth--;
  return text;
}

function printedList(printing: Printing, list: ListValue): string {
  const items = list.items.map(
    (item) => `${mark(conditionOf(item)?.value === "unknown")}${printedLazy(printing, item)}`,
  );
  return ["[", ...items, ...openParts(printing, list.open), "]"].join(" ");
}

function printedSet(printing: Printing, set: SetValue): string {
  const parts = sortedEntries(set).map(([name, attribute]) => binding(printing, name, attribute));
  return ["{", ...parts, ...openParts(printing, set.open), "}"].join(" ");
}

function binding(printing: Printing, name: string, attribute: Attribute): string {
  return `${attributeName(name)} = ${mark(attribute.maybe !== undefined)}${printedLazy(printing, attribute.value)};`;
}

function mark(isUndecided: boolean): string {
  return isUndecided ? "«perhaps» " : "";
}

function printedLazy(printing: Printing, lazy: Lazy): string {
  const value = lazy.type === "thunk" ? lazy.value : lazy;
  return value ? printed(printing, value, lazy) : "<CODE>";
}

function openParts({ settings }: Printing, open: readonly Opaque[] | undefined): string[] {
  return [...new Set(open?.map((part) => `«and more: ${opaqueText(part, settings).slice(1, -1)}»`))];
}

/** The name of an attribute as it would be written; a string where it is not an identifier. */
export function attributeName(name: string): string {
  return /^[a-zA-Z_][\w'-]*$/.test(name) && !RESERVED_WORDS.has(name) ? name : quoted(name);
}
