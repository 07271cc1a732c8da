import { failure } from "../make.ts";
import { forceString, unary } from "../operands.ts";
import type { Value } from "../value.ts";
import { foreignCall } from "./foreign-operands.ts";
import { readJson } from "./json-reader.ts";
import { writeJson } from "./json-writer.ts";

/** JSON in both directions. */
export const jsonBuiltins: Readonly<Record<string, Value>> = {
  toJSON: unary("toJSON", (machine, subject, at) => {
    const text = writeJson(machine, subject, at);
    return text.type === "external" && text.shape !== "string" ? foreignCall("toJSON", text, at, "string") : text;
  }),
  fromJSON: unary("fromJSON", (machine, subject, at) => {
    const text = forceString(machine, subject, at);
    if (text.type !== "string") return foreignCall("fromJSON", text, at);
    const spent = machine.spend(at, 1 + (text.text.length >> 4));
    if (spent) return spent;
    return readJson(text.text) ?? failure(text.text.includes("\\u0000") ? NUL_MESSAGE : "error parsing JSON", at);
  }),
};

const NUL_MESSAGE = "a string of this JSON text cannot be represented as Nix string because it contains null bytes";
