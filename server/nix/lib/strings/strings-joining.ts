import type { Span } from "../../../text.ts";
import { int, list, string, unknown } from "../../make.ts";
import { binary, forceList, forceString, isTrouble, ternary, unary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { mapAttrsToList } from "../attrsets/attrsets.ts";
import { outputOf } from "../attrsets/attrsets-outputs.ts";
import { builtin, callBuiltin } from "../builtin.ts";
import { conditionFrom } from "../lists/lists-conditions.ts";
import { keepItems, mapItems } from "../lists/lists-items.ts";

/** The functions of `lib.strings` that put texts together. */
export const concatenations: Readonly<Record<string, Value>> = {
  join: builtin("concatStringsSep"),
  concatStringsSep: builtin("concatStringsSep"),
  concatStrings: unary("concatStrings", (machine, texts, at) => joined(machine, string(""), texts, at)),
  concatMapStrings: binary("concatMapStrings", (machine, change, items, at) =>
    joinedMap(machine, string(""), items, (item) => machine.call(change, [item], at), at),
  ),
  concatImapStrings: binary("concatImapStrings", (machine, change, items, at) =>
    joinedMap(machine, string(""), items, (item, index) => machine.call(change, [int(index + 1), item], at), at),
  ),
  concatMapStringsSep: ternary("concatMapStringsSep", (machine, separator, change, items, at) =>
    joinedMap(machine, separator, items, (item) => machine.call(change, [item], at), at),
  ),
  concatImapStringsSep: ternary("concatImapStringsSep", (machine, separator, change, items, at) =>
    joinedMap(machine, separator, items, (item, index) => machine.call(change, [int(index + 1), item], at), at),
  ),
  concatMapAttrsStringSep: ternary("concatMapAttrsStringSep", (machine, separator, change, set, at) =>
    joined(machine, separator, mapAttrsToList(machine, change, set, at), at),
  ),
  concatLines: unary("concatLines", (machine, lines, at) => {
    const each = (item: Lazy): Value =>
      callBuiltin(machine, "concatStringsSep", [string("\n"), list([item, string("")])], at);
    return joinedMap(machine, string(""), lines, each, at);
  }),
  intersperse: binary("intersperse", (machine, separator, items, at) => {
    const source = forceList(machine, items, at);
    if (source.type !== "list") return source;
    return { ...source, items: source.items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])) };
  }),
  replicate: binary("replicate", (machine, count, text, at) => {
    const times = machine.force(count);
    const piece = forceString(machine, text, at);
    if (times.type !== "int" || piece.type !== "string") return isTrouble(times) ? times : piece;
    const length = Number(times.value) * piece.text.length;
    if (length > 10_000_000) return unknown("the text is too long", at);
    return string(piece.text.repeat(Math.max(0, Number(times.value))), at);
  }),
  optionalString: binary("optionalString", (machine, cond, text, at) => {
    const condition = conditionFrom(machine, cond, at);
    if ("type" in condition) return condition;
    if (condition.value === "true") return machine.force(text);
    return condition.value === "false" ? string("", at) : machine.join(condition, text, string("", at));
  }),
  makeSearchPath: binary("makeSearchPath", (machine, directory, paths, at) =>
    searchPath(machine, directory, paths, (item) => machine.force(item), at),
  ),
  makeSearchPathOutput: ternary("makeSearchPathOutput", (machine, output, directory, packages, at) => {
    const name = forceString(machine, output, at);
    if (name.type !== "string") return name;
    return searchPath(machine, directory, packages, (item) => outputOf(machine, [name.text, "out"], item, at), at);
  }),
  makeLibraryPath: outputPath("makeLibraryPath", "lib", "lib"),
  makeIncludePath: outputPath("makeIncludePath", "dev", "include"),
  makeBinPath: outputPath("makeBinPath", "bin", "bin"),
};

/** `concatStringsSep`. */
export function joined(machine: Machine, separator: Lazy, texts: Lazy, at: Span | undefined): Value {
  return callBuiltin(machine, "concatStringsSep", [separator, texts], at);
}

function joinedMap(
  machine: Machine,
  separator: Lazy,
  items: Lazy,
  change: (item: Lazy, index: number) => Value,
  at: Span | undefined,
): Value {
  const source = forceList(machine, items, at);
  return source.type === "list" ? joined(machine, separator, mapItems(machine, source, change), at) : source;
}

function outputPath(name: string, output: string, directory: string): Value {
  return unary(name, (machine, packages, at) =>
    searchPath(machine, string(directory), packages, (item) => outputOf(machine, [output, "out"], item, at), at),
  );
}

function searchPath(
  machine: Machine,
  directory: Lazy,
  paths: Lazy,
  change: (item: Lazy) => Value,
  at: Span | undefined,
): Value {
  const source = forceList(machine, paths, at);
  if (source.type !== "list") return source;
  const kept = keepItems(machine, source, (item) => machine.force(item).type !== "null", paths, at);
  if (kept.type !== "list") return kept;
  const each = (item: Lazy): Value => joined(machine, string("/"), list([change(item), directory]), at);
  return joined(machine, string(":"), mapItems(machine, kept, each), at);
}
