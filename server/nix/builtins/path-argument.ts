import type { Span } from "../../text.ts";
import { coerceToString } from "../coerce.ts";
import { failure, unknown } from "../make.ts";
import type { Trouble } from "../operands.ts";
import { resolvePath } from "../paths.ts";
import type { Lazy, Machine, PathValue, Unknown } from "../value.ts";

/** A path, an absolute path in a string, or a set with `outPath`, as an absolute path; External where it lies outside. */
export function forcePath(machine: Machine, value: Lazy, at: Span | undefined): PathValue | Trouble {
  const forced = machine.force(value);
  if (forced.type === "path" || forced.type === "external") return forced;
  const text = coerceToString(machine, forced, { mode: "interpolation" }, at);
  if (text.type !== "string") return text;
  if (!text.text.startsWith("/")) return failure(`string '${text.text}' doesn't represent an absolute path`, at);
  return { type: "path", path: resolvePath("/", text.text), at: text.at };
}

/** A path that may be looked at; Unknown where it lies outside what may be read. */
export function forceReadable(machine: Machine, value: Lazy, at: Span | undefined): PathValue | Trouble {
  const path = forcePath(machine, value, at);
  if (path.type !== "path") return path;
  return machine.files.readable(path.path) ? path : outside(path.path, at);
}

function outside(path: string, at: Span | undefined): Unknown {
  return unknown(`${path} is outside the workspace`, at);
}
