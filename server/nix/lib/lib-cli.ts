import type { Span } from "../../text.ts";
import { list, record, string, thrown } from "../make.ts";
import { binary, unary } from "../operands.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { mapAttrsToList } from "./attrsets/attrsets.ts";
import { callBuiltin } from "./builtin.ts";
import { plainText } from "./generators/generators-key-values.ts";
import { isSwitchedOn, optionIn } from "./generators/generators-settings.ts";
import { mapItems } from "./lists/lists-items.ts";
import { shellArguments } from "./strings/strings-escapes.ts";
import { joined } from "./strings/strings-joining.ts";

/** `lib.cli`. */
export const cli: Readonly<Record<string, Value>> = {
  toCommandLine: binary("toCommandLine", commandLine),
  toCommandLineShell: binary("toCommandLineShell", (machine, format, attributes, at) =>
    shellArguments(machine, commandLine(machine, format, attributes, at), at),
  ),
  toCommandLineGNU: binary("toCommandLineGNU", (machine, settings, attributes, at) =>
    commandLine(machine, gnuFormat(machine, settings), attributes, at),
  ),
  toCommandLineShellGNU: binary("toCommandLineShellGNU", (machine, settings, attributes, at) =>
    shellArguments(machine, commandLine(machine, gnuFormat(machine, settings), attributes, at), at),
  ),
  toGNUCommandLine: binary("toGNUCommandLine", gnuCommandLine),
  toGNUCommandLineShell: binary("toGNUCommandLineShell", (machine, settings, attributes, at) =>
    shellArguments(machine, gnuCommandLine(machine, settings, attributes, at), at),
  ),
};

/** The words for every attribute, a list's items one after the other. */
function commandLine(machine: Machine, format: Lazy, attributes: Lazy, at: Span | undefined): Value {
  const pair = binary("toCommandLine", (_machine, name, value) => {
    const forced = machine.force(value);
    const key = machine.force(name);
    if (key.type === "string" && key.text === "") {
      return thrown("lib.cli.toCommandLine only accepts non-empty option names.", at);
    }
    const words = (item: Lazy): Value => optionWords(machine, machine.call(format, [name], at), item, at);
    return forced.type === "list"
      ? callBuiltin(machine, "concatLists", [mapItems(machine, forced, words)], at)
      : words(forced);
  });
  return callBuiltin(machine, "concatLists", [mapAttrsToList(machine, pair, attributes, at)], at);
}

function optionWords(machine: Machine, format: Value, value: Lazy, at: Span | undefined): Value {
  const option = machine.select(format, "option", at);
  const forced = machine.force(value);
  const explicit = isSwitchedOn(machine, format, "explicitBool");
  if (forced.type === "null" || (!explicit && forced.type === "bool" && !forced.value)) return list([]);
  if (!explicit && forced.type === "bool") return list([option]);
  const write = optionIn(machine, format, "formatArg");
  const text = write ? machine.call(write, [forced], at) : plainText(machine, forced, at);
  const separator = machine.select(format, "sep", at);
  return separator.type === "null"
    ? list([option, text])
    : list([joined(machine, string(""), list([option, separator, text]), at)]);
}

function gnuFormat(machine: Machine, settings: Lazy): Value {
  return unary("optionFormat", (_machine, name, at) => {
    const text = machine.force(name);
    if (text.type !== "string") return text;
    const decides = optionIn(machine, settings, "isLong");
    const decided = decides && machine.call(decides, [text], at);
    const isLong = decided?.type === "bool" ? decided.value : text.text.length > 1;
    const write = optionIn(machine, settings, "formatArg");
    return record({
      option: string(`${isLong ? "--" : "-"}${text.text}`),
      sep: string(isLong ? "=" : ""),
      explicitBool: optionIn(machine, settings, "explicitBool") ?? { type: "bool", value: false },
      ...(write && { formatArg: write }),
    });
  });
}

/** The older form, whose parts can all be replaced. */
function gnuCommandLine(machine: Machine, settings: Lazy, attributes: Lazy, at: Span | undefined): Value {
  const custom = (name: string, args: readonly Lazy[], otherwise: () => Value): Value => {
    const fn = optionIn(machine, settings, name);
    return fn ? machine.call(fn, args, at) : otherwise();
  };
  const optionName = (key: Value): Value =>
    custom("mkOptionName", [key], () =>
      key.type === "string" ? string(`${key.text.length === 1 ? "-" : "--"}${key.text}`) : key,
    );
  const option = (key: Value, value: Lazy): Value =>
    custom("mkOption", [key, value], () => {
      const forced = machine.force(value);
      if (forced.type === "null") return list([]);
      const separator = optionIn(machine, settings, "optionValueSeparator");
      const words = [optionName(key), plainText(machine, forced, at)] as const;
      if (!separator || separator.type === "null") return list(words);
      return list([joined(machine, string(""), list([words[0], separator, words[1]]), at)]);
    });
  const render = binary("toGNUCommandLine", (_machine, name, value) => {
    const [key, forced] = [machine.force(name), machine.force(value)];
    if (forced.type === "bool") {
      return custom("mkBool", [key, forced], () => list(forced.value ? [optionName(key)] : []));
    }
    if (forced.type !== "list") return option(key, forced);
    return custom("mkList", [key, forced], () =>
      callBuiltin(machine, "concatLists", [mapItems(machine, forced, (item) => option(key, item))], at),
    );
  });
  return callBuiltin(machine, "concatLists", [mapAttrsToList(machine, render, attributes, at)], at);
}
