import type { GraphProblem } from "./graph.ts";

/** Whether an error ends the evaluation of hosts. */
export function isHostFailure({ kind, hosts }: GraphProblem): boolean {
  return kind === "failure" && hosts.length > 0;
}

/** Whether a message has the text as a word of its own, not as a part of a longer one. */
export function mentions(message: string, text: string): boolean {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|[^\\w-])${escaped}($|[^\\w-])`).test(message);
}
