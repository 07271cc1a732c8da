import { EMPTY_LIST, FALSE, int, NULL, record, string, TRUE, unknown } from "../make.ts";
import { forceString, unary } from "../operands.ts";
import type { Attribute, Lazy, SetValue, Value } from "../value.ts";
import { arithmeticBuiltins } from "./arithmetic.ts";
import { controlBuiltins } from "./control.ts";
import { fileBuiltins } from "./files.ts";
import { foreignFunctions } from "./foreign-functions.ts";
import { hashBuiltins } from "./hashes.ts";
import { jsonBuiltins } from "./json-builtins.ts";
import { listBuiltins } from "./list-builtins.ts";
import { regexBuiltins } from "./regexes.ts";
import { setBuiltins } from "./set-builtins.ts";
import { stringBuiltins } from "./string-builtins.ts";
import { fromTomlBuiltin } from "./toml.ts";
import { typeBuiltins } from "./types.ts";
import { versionBuiltins } from "./version-builtins.ts";

const constants: Readonly<Record<string, Value>> = {
  true: TRUE,
  false: FALSE,
  null: NULL,
  langVersion: int(6),
  nixVersion: string("2.26.0"),
  storeDir: string("/nix/store"),
  /** Empty in pure evaluation. */
  nixPath: EMPTY_LIST,
  currentSystem: unknown("builtins.currentSystem depends on the machine"),
  currentTime: unknown("builtins.currentTime depends on when it is asked"),
};

/** Every builtin but `builtins.builtins`, by name. */
export const builtinFunctions: Readonly<Record<string, Value>> = {
  ...constants,
  ...arithmeticBuiltins,
  ...listBuiltins,
  ...setBuiltins,
  ...stringBuiltins,
  ...hashBuiltins,
  ...regexBuiltins,
  ...versionBuiltins,
  ...typeBuiltins,
  ...controlBuiltins,
  ...fileBuiltins,
  ...jsonBuiltins,
  fromTOML: fromTomlBuiltin,
  ...foreignFunctions,
  // Flakes are evaluated purely: there the environment is empty.
  getEnv: unary("getEnv", (machine, name, at) => {
    const text = forceString(machine, name, at);
    return text.type === "failure" ? text : string("", at);
  }),
};

/** What is in scope under its own name; every other builtin is as `__name`. */
const WITHOUT_PREFIX: readonly string[] = [
  ...["true", "false", "null", "import", "scopedImport", "map", "toString", "throw", "abort", "removeAttrs", "isNull"],
  ...["baseNameOf", "dirOf", "derivation", "derivationStrict", "placeholder", "break", "fromTOML"],
  ...["fetchTarball", "fetchGit", "fetchMercurial", "fetchTree"],
];

/** The set `builtins`, which holds itself. */
export function builtinsSet(): SetValue {
  return builtins;
}

/** What every file has in scope without `builtins.`. */
export function globalNames(): ReadonlyMap<string, Lazy> {
  return globals;
}

const builtins = selfContaining(record(builtinFunctions));

const globals: ReadonlyMap<string, Lazy> = new Map<string, Lazy>([
  ["builtins", builtins],
  ...Object.entries(builtinFunctions).map(([name, value]): [string, Lazy] => [
    WITHOUT_PREFIX.includes(name) ? name : `__${name}`,
    value,
  ]),
]);

function selfContaining(functions: SetValue): SetValue {
  const entries = new Map<string, Attribute>(functions.entries);
  const whole: SetValue = { type: "set", entries };
  entries.set("builtins", { value: whole });
  return whole;
}
