import { coerceToString } from "../coerce.ts";
import { path, string } from "../make.ts";
import { unary } from "../operands.ts";
import { directoryOf } from "../paths.ts";
import type { PrimopValue } from "../value.ts";
import { derivedText, foreignCall } from "./foreign-operands.ts";

/** `dirOf`: of a path a path, of anything else a string. */
export const dirOfBuiltin: PrimopValue = unary("dirOf", (machine, subject, at) => {
  const value = machine.force(subject);
  if (value.type === "path") return path(directoryOf(value.path), value.at);
  const text = coerceToString(machine, value, { mode: "interpolation" }, at);
  if (text.type !== "string") return foreignCall("dirOf", text, at);
  const slash = text.text.lastIndexOf("/");
  if (slash < 0) return string(".");
  return derivedText(text, slash === 0 ? "/" : text.text.slice(0, slash));
});

/** `baseNameOf`: a string; one slash at the end does not count. */
export const baseNameOfBuiltin: PrimopValue = unary("baseNameOf", (machine, subject, at) => {
  const text = coerceToString(machine, subject, { mode: "interpolation" }, at);
  if (text.type !== "string") return foreignCall("baseNameOf", text, at, "string");
  const whole = text.text.endsWith("/") ? text.text.slice(0, -1) : text.text;
  return derivedText(text, whole.slice(whole.lastIndexOf("/") + 1));
});
