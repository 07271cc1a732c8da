import type { Severity } from "./rule.ts";

/** A severity for those who know no more than three: compilers' output, SARIF, GitHub. */
export function coarseLevel(severity: Severity): "error" | "warning" | "note" {
  switch (severity) {
    case "error":
    case "warning":
      return severity;
    case "information":
    case "hint":
      return "note";
    default:
      return severity satisfies never;
  }
}
