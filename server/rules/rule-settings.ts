import type { Severity } from "./rule.ts";

/** What a rule's findings count as; `off`: there are none. */
export type Level = Severity | "off";

/** Levels that somebody chose, by the code of the rule. The others decide for themselves. */
export interface RuleSettings {
  readonly levels: ReadonlyMap<string, Level>;
}

export const noSettings: RuleSettings = { levels: new Map() };

export const LEVELS: readonly Level[] = ["error", "warning", "information", "hint", "off"];

/** Undefined for what is not a level, `default` among it. */
export function levelOf(word: unknown): Level | undefined {
  return LEVELS.find((level) => level === word);
}
