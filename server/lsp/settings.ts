import { type Level, levelOf } from "../rules/settings.ts";

/** What the user chose. Plain data; paths as given. */
export interface Settings {
  readonly inputs: InputDirectories;
  /** By the code of the rule; the others are as they are by default. */
  readonly rules: Readonly<Record<string, Level>>;
}

/** Directories of the sources of flake inputs, by name, absolute or relative to the flake. */
export type InputDirectories = Readonly<Record<string, string>>;

export const noSettings: Settings = { inputs: {}, rules: {} };

/** Never fails: what is no setting counts as not given. */
export function settingsOf(given: unknown): Settings {
  const { inputs, rules } = tableOf(given);
  return {
    inputs: chosen(inputs, (value) => (typeof value === "string" ? value : undefined)),
    rules: chosen(rules, levelOf),
  };
}

function chosen<Value>(given: unknown, read: (value: unknown) => Value | undefined): Readonly<Record<string, Value>> {
  const entries = Object.entries(tableOf(given)).flatMap(([name, value]): [string, Value][] => {
    const understood = read(value);
    return understood === undefined ? [] : [[name, understood]];
  });
  return Object.fromEntries(entries);
}

function tableOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null ? { ...given } : {};
}
