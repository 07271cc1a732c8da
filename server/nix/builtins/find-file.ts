import type { Span } from "../../text.ts";
import { external, path, thrown } from "../make.ts";
import { binary, forceList, forceSet, forceString, isTrouble } from "../operands.ts";
import { resolvePath } from "../paths.ts";
import type { Lazy, Machine, PathValue, PrimopValue, Value } from "../value.ts";
import { forcePath } from "./path-argument.ts";

/** `findFile searchPath name`, which `<name>` stands for. What a search path from outside leads to is External. */
export const findFileBuiltin: PrimopValue = binary("findFile", (machine, searchPath, name, at) => {
  const wanted = forceString(machine, name, at);
  if (wanted.type !== "string") return wanted;
  const places = forceList(machine, searchPath, at);
  if (places.type === "failure") return places;
  for (const place of places.type === "list" ? places.items : []) {
    const found = lookInto(machine, place, wanted.text, at);
    if (found) return found;
  }
  const isNixOwn = wanted.text.startsWith("nix/");
  if (places.type !== "list" || places.open || places.items.length === 0 || isNixOwn)
    return external(`<${wanted.text}>`, at);
  return thrown(`file '${wanted.text}' was not found in the Nix search path (add it using $NIX_PATH or -I)`, at);
});

function lookInto(machine: Machine, place: Lazy, wanted: string, at: Span | undefined): Value | undefined {
  const entry = forceSet(machine, place, at);
  if (entry.type !== "set") return entry.type === "failure" ? entry : external(`<${wanted}>`, at);
  const prefix = entry.entries.has("prefix")
    ? forceString(machine, machine.select(entry, "prefix", at), at)
    : undefined;
  if (prefix && prefix.type !== "string") return prefix;
  const rest = restBehind(prefix?.text ?? "", wanted);
  if (rest === undefined) return undefined;
  const base = forcePath(machine, machine.select(entry, "path", at), at);
  if (isTrouble(base)) return base.type === "failure" ? base : external(`<${wanted}>`, at);
  return existing(machine, base, rest, wanted, at);
}

function restBehind(prefix: string, wanted: string): string | undefined {
  if (prefix === "") return wanted;
  if (prefix === wanted) return "";
  return wanted.startsWith(`${prefix}/`) ? wanted.slice(prefix.length + 1) : undefined;
}

function existing(
  machine: Machine,
  base: PathValue,
  rest: string,
  wanted: string,
  at: Span | undefined,
): Value | undefined {
  const found = resolvePath(base.path, rest);
  if (!machine.files.readable(found)) return external(`<${wanted}>`, at);
  return machine.files.kind(found) === undefined ? undefined : path(found, at);
}
