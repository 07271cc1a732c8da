import { external, list, primop, record, string } from "../../make.ts";
import { argument, binary, unary } from "../../operands.ts";
import type { Value } from "../../value.ts";
import { callBuiltin } from "../builtin.ts";
import { joined } from "../strings/strings-joining.ts";
import { toDhall } from "./generators-dhall.ts";
import { toGitINI } from "./generators-git-ini.ts";
import { sections, toKeyValueText } from "./generators-ini.ts";
import { keyValue, plainText } from "./generators-key-values.ts";
import { toLua } from "./generators-lua.ts";
import { toPlist } from "./generators-plist.ts";
import { toPretty } from "./generators-pretty.ts";
import { withRecursion } from "./generators-recursion.ts";
import { optionIn } from "./generators-settings.ts";

/** `lib.generators`. */
export const generators: Readonly<Record<string, Value>> = {
  mkValueStringDefault: binary("mkValueStringDefault", (machine, _settings, value, at) =>
    plainText(machine, value, at),
  ),
  mkKeyValueDefault: primop("mkKeyValueDefault", 4, (machine, args, at) => {
    const write = optionIn(machine, argument(args, 0), "mkValueString");
    return keyValue(machine, write, argument(args, 1), argument(args, 2), argument(args, 3), at);
  }),
  toKeyValue: binary("toKeyValue", toKeyValueText),
  toINI: binary("toINI", sections),
  toINIWithGlobalSection: binary("toINIWithGlobalSection", (machine, settings, content, at) => {
    const global = optionIn(machine, content, "globalSection");
    const rest = sections(machine, settings, optionIn(machine, content, "sections") ?? record({}), at);
    if (!global || (global.type === "set" && global.entries.size === 0)) return rest;
    const first = toKeyValueText(machine, settings, global, at);
    return joined(machine, string(""), list([first, string("\n"), rest]), at);
  }),
  toGitINI,
  toPlist,
  toPretty,
  toDhall,
  toLua,
  withRecursion,
  mkLuaInline: unary("mkLuaInline", (_machine, expr) => record({ _type: string("lua-inline"), expr })),
  toDconfINI: unary("toDconfINI", () => external("lib.generators.toDconfINI(…)", undefined, "string")),
  mkDconfKeyValue: binary("mkDconfKeyValue", () => external("lib.generators.mkDconfKeyValue(…)", undefined, "string")),
  toJSON: binary("toJSON", (machine, _settings, value, at) => callBuiltin(machine, "toJSON", [value], at)),
  toYAML: binary("toYAML", (machine, _settings, value, at) => callBuiltin(machine, "toJSON", [value], at)),
};
