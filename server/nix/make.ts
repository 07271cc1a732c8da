import { type Span, startKey } from "../text.ts";
import { brief } from "./brief.ts";
import type { Condition } from "./provenance.ts";
import type {
  Attribute,
  BoolValue,
  External,
  Failure,
  Lazy,
  ListValue,
  Opaque,
  PathValue,
  Primop,
  PrimopValue,
  SetValue,
  StringValue,
  Unknown,
  Value,
} from "./value.ts";

export const NULL: Value = { type: "null" };
export const TRUE: BoolValue = { type: "bool", value: true };
export const FALSE: BoolValue = { type: "bool", value: false };
export const EMPTY_LIST: ListValue = { type: "list", items: [] };
export const EMPTY_SET: SetValue = { type: "set", entries: new Map() };

export function bool(value: boolean): BoolValue {
  return value ? TRUE : FALSE;
}

export function int(value: bigint | number): Value {
  return { type: "int", value: BigInt(value) };
}

export function string(text: string, at?: Span): StringValue {
  return { type: "string", text, at };
}

export function path(absolute: string, at?: Span): PathValue {
  return { type: "path", path: absolute, at };
}

/** `open` empty counts as none. */
export function list(items: readonly Lazy[], open?: readonly Opaque[]): ListValue {
  return open && open.length > 0 ? { type: "list", items, open: distinctParts(open) } : { type: "list", items };
}

export function set(entries: ReadonlyMap<string, Attribute>, open?: readonly Opaque[]): SetValue {
  return open && open.length > 0 ? { type: "set", entries, open: distinctParts(open) } : { type: "set", entries };
}

/** What is put together again and again would grow without end. */
function distinctParts(open: readonly Opaque[]): readonly Opaque[] {
  if (open.length < 2) return open;
  return [...new Map(open.map((part) => [partKey(part), part])).values()];
}

/** The part itself, where it holds values of ours. */
function partKey(part: Opaque): Opaque | string {
  if (part.holds || (part.type === "external" ? part.args : part.oneOf)) return part;
  return `${part.type} ${part.type === "external" ? part.path : part.reason} ${startKey(part.at)}`;
}

/** A set of plain values. */
export function record(values: Readonly<Record<string, Lazy>>): SetValue {
  return { type: "set", entries: new Map(Object.entries(values).map(([name, value]) => [name, { value }])) };
}

export function primop(name: string, arity: number, run: Primop["run"]): PrimopValue {
  return { type: "primop", primop: { name, arity, run }, applied: [] };
}

export function external(path: string, at?: Span, shape?: External["shape"]): External {
  return shape ? { type: "external", path, at, shape } : { type: "external", path, at };
}

export function unknown(reason: string, at?: Span): Unknown {
  return { type: "unknown", reason, at };
}

/** A value that depends on itself. Nix reports an error; here whatever does not need it goes on. */
export function recursion(at?: Span, detail = ""): Unknown {
  return { type: "unknown", reason: `infinite recursion encountered${detail}`, at, recursive: true };
}

/** An error that `tryEval` does not catch. */
export function failure(message: string, at?: Span): Failure {
  return { type: "failure", message, catchable: false, at, trace: [] };
}

/** A `throw` or a failed `assert`. */
export function thrown(message: string, at?: Span): Failure {
  return { type: "failure", message, catchable: true, at, trace: [] };
}

/** The condition that an opaque truth value makes. */
export function undecidedBy(value: Opaque, at: Span | undefined): Condition {
  const recursive = value.type === "unknown" && value.recursive;
  return recursive ? { value: "unknown", at, recursive, argument: value.argument } : { value: "unknown", at };
}

export function isOpaque(value: Lazy): value is Opaque {
  return value.type === "external" || value.type === "unknown";
}

/** Whether a set may have attributes that are not known, or is not known at all. */
export function isOpen(value: Value): boolean {
  return value.type === "set" ? value.open !== undefined : isOpaque(value);
}

/**
 * What comes of an operation whose operand is not of the kind it needs: Unknown and Failure pass through, External gives External,
 * anything else is Nix's type error.
 */
export function unfit(value: Value, expected: string, at?: Span): Opaque | Failure {
  if (value.type === "unknown" || value.type === "failure") return value;
  if (value.type === "external") return external(value.path, value.at);
  return failure(`expected ${expected} but found ${describe(value)}`, at);
}

/** In Nix's words, with the value: `an integer: 1`. */
export function describe(value: Value): string {
  return `${describeKind(value)}: ${brief(value)}`;
}

/** In Nix's words: "a set", "a string". */
export function describeKind(value: Value): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
      return "a Boolean";
    case "int":
      return "an integer";
    case "float":
      return "a float";
    case "string":
      return "a string";
    case "path":
      return "a path";
    case "list":
      return "a list";
    case "set":
      return "a set";
    case "lambda":
      return "a function";
    case "primop":
      return value.applied.length === 0 ? "a built-in function" : "a partially applied built-in function";
    case "external":
      return `the external value ${value.path}`;
    case "unknown":
      return "an unknown value";
    case "failure":
      return "an error";
    default:
      return value satisfies never;
  }
}

/** Whether Nix can hold it. */
export function fitsInteger(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
