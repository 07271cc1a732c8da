import { type Level, levelOf } from "../rules/rule-settings.ts";

/** What the user chose. Plain data; paths as given. */
export interface Settings {
  readonly inputs: InputDirectories;
  /** By the code of the rule; the others are as they are by default. */
  readonly rules: Readonly<Record<string, Level>>;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** Whether to answer about plain Nix, too: names that are bound in one file, folding, selections. */
  readonly general: "auto" | "on" | "off";
  /** Another language server for Nix is at work: `auto` leaves plain Nix to it. */
  readonly otherNixServer: boolean;
}

/** Directories of the sources of flake inputs, by name, absolute or relative to the flake. */
export type InputDirectories = Readonly<Record<string, string>>;

export const noSettings: Settings = {
  inputs: {},
  rules: {},
  codeLens: true,
  inlayHints: false,
  general: "auto",
  otherNixServer: false,
};

export function answersPlainNix({ general, otherNixServer }: Settings): boolean {
  return general === "on" || (general === "auto" && !otherNixServer);
}

/** Never fails: what is not a setting counts as not given. Whether there is another server is not a setting; `before` says it last. */
export function settingsOf(given: unknown, before: Settings = noSettings): Settings {
  const { inputs, rules, codeLens, inlayHints, general, otherNixServer } = tableOf(given);
  const generally = tableOf(general).enable;
  return {
    codeLens: booleanOf(tableOf(codeLens).enable, noSettings.codeLens),
    inlayHints: booleanOf(tableOf(inlayHints).enable, noSettings.inlayHints),
    general: generally === "on" || generally === "off" ? generally : "auto",
    otherNixServer: booleanOf(otherNixServer, before.otherNixServer),
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

function booleanOf(given: unknown, otherwise: boolean): boolean {
  return typeof given === "boolean" ? given : otherwise;
}

function tableOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null ? { ...given } : {};
}
