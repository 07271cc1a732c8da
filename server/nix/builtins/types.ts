import type { Span } from "../../text.ts";
import { bool, string, unknown } from "../make.ts";
import { unary } from "../operands.ts";
import type { External, PrimopValue, Value } from "../value.ts";

/** Questions about a value's type. Of an External they are answered from its shape, where that is decided. */
export const typeBuiltins: Readonly<Record<string, Value>> = {
  typeOf: unary("typeOf", (machine, subject, at) => {
    const value = machine.force(subject);
    if (value.type === "failure" || value.type === "unknown") return value;
    const name = value.type === "external" ? shapeName(value.shape) : typeName(value);
    return name ? string(name) : undecided(value, at);
  }),
  isNull: typeTest("isNull", "null"),
  isBool: typeTest("isBool", "bool"),
  isInt: typeTest("isInt", "int"),
  isFloat: typeTest("isFloat", "float"),
  isString: typeTest("isString", "string"),
  isPath: typeTest("isPath", "path"),
  isList: typeTest("isList", "list"),
  isAttrs: typeTest("isAttrs", "set"),
  isFunction: typeTest("isFunction", "lambda"),
};

function typeTest(name: string, wanted: string): PrimopValue {
  return unary(name, (machine, subject, at) => {
    const value = machine.force(subject);
    if (value.type === "failure" || value.type === "unknown") return value;
    if (value.type === "external" && value.shape === "module") {
      return MODULE_KINDS.has(wanted) ? undecided(value, at) : bool(false);
    }
    const found = value.type === "external" ? shapeName(value.shape) : typeName(value);
    return found === undefined ? undecided(value, at) : bool(found === wanted);
  });
}

function undecided(value: Value, at: Span | undefined): Value {
  return unknown(value.type === "external" ? `the type of ${value.path} is not known` : "a type that is not known", at);
}

/** What a module may be. */
const MODULE_KINDS: ReadonlySet<string> = new Set(["set", "lambda", "path"]);

function shapeName(shape: External["shape"]): string | undefined {
  if (shape === "module") return undefined;
  return shape === "function" ? "lambda" : shape;
}

function typeName(value: Value): string {
  return value.type === "primop" ? "lambda" : value.type;
}
