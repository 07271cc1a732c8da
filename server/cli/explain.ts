import { RULES } from "../rules/all-rules.ts";
import { rulePage, rulesText } from "../rules/page.ts";
import type { Answer } from "./command-answer.ts";

/** Prints the page of a rule that exists. */
export function explain(code: string): Answer {
  const rule = RULES.find((one) => one.code === code);
  return { output: rule ? rulePage(rule) : "", notes: "", exitCode: rule ? 0 : 2 };
}

/** Prints the list of rules. */
export function listRules(): Answer {
  return { output: rulesText(RULES), notes: "", exitCode: 0 };
}
