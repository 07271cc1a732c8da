import { compareSpans, compareText } from "../text.ts";
import type { Finding } from "./rule.ts";

/** By place, then by code and message. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareSpans(a.at, b.at) || compareText(a.code, b.code) || compareText(a.message, b.message);
}
