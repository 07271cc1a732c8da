import { string, thrown } from "../../make.ts";
import { binary, forceBool, ternary } from "../../operands.ts";
import type { Value } from "../../value.ts";
import { textFunction2, textOf } from "./strings-texts.ts";

const CMAKE_TYPES = ["BOOL", "FILEPATH", "PATH", "STRING", "INTERNAL", "LIST"];

/** The functions of `lib.strings` that write command line flags of build tools. */
export const toolFlags: Readonly<Record<string, Value>> = {
  cmakeOptionType: ternary("cmakeOptionType", (machine, type, feature, value, at) => {
    const kind = textOf(machine, type, at);
    if (kind.type !== "string") return kind;
    if (!CMAKE_TYPES.includes(kind.text.toUpperCase()))
      return thrown("assertion '(elem (toUpper type) types)' failed", at);
    return machine.call(cmakeOption(kind.text.toUpperCase()), [feature, value], at);
  }),
  cmakeBool: switching("cmakeBool", (name, on) => `-D${name}:BOOL=${on ? "TRUE" : "FALSE"}`),
  cmakeFeature: cmakeOption("STRING"),
  mesonOption: textFunction2("mesonOption", (name, value, at) => string(`-D${name.text}=${value.text}`, at)),
  mesonBool: switching("mesonBool", (name, on) => `-D${name}=${on}`),
  mesonEnable: switching("mesonEnable", (name, on) => `-D${name}=${on ? "enabled" : "disabled"}`),
  enableFeature: flag("enableFeature", (on) => (on ? "enable" : "disable")),
  enableFeatureAs: flagWithValue("enableFeatureAs", (on) => (on ? "enable" : "disable")),
  withFeature: flag("withFeature", (on) => (on ? "with" : "without")),
  withFeatureAs: flagWithValue("withFeatureAs", (on) => (on ? "with" : "without")),
};

function cmakeOption(type: string): Value {
  return textFunction2("cmakeOptionType", (name, value, at) => string(`-D${name.text}:${type}=${value.text}`, at));
}

function switching(name: string, write: (feature: string, on: boolean) => string): Value {
  return binary(name, (machine, feature, on, at) => {
    const text = textOf(machine, feature, at);
    if (text.type !== "string") return text;
    const decided = forceBool(machine, on, at);
    return decided.type === "bool" ? string(write(text.text, decided.value), at) : decided;
  });
}

function flag(name: string, prefix: (on: boolean) => string): Value {
  return binary(name, (machine, on, feature, at) => {
    const text = textOf(machine, feature, at);
    if (text.type !== "string") return text;
    const decided = forceBool(machine, on, at);
    return decided.type === "bool" ? string(`--${prefix(decided.value)}-${text.text}`, at) : decided;
  });
}

function flagWithValue(name: string, prefix: (on: boolean) => string): Value {
  return ternary(name, (machine, on, feature, value, at) => {
    const bare = machine.call(flag(name, prefix), [on, feature], at);
    const decided = forceBool(machine, on, at);
    if (bare.type !== "string" || decided.type !== "bool" || !decided.value) return bare;
    const text = textOf(machine, value, at);
    return text.type === "string" ? string(`${bare.text}=${text.text}`, at) : text;
  });
}
