import type { Graph } from "../graph/graph.ts";
import type { Finding } from "./rule.ts";

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  /** What is neither error nor warning. */
  readonly hints: number;
  readonly hosts: number;
  readonly completeHosts: number;
}

export function summaryOf(graph: Graph, findings: readonly Finding[]): Summary {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  return {
    errors,
    warnings,
    hints: findings.length - errors - warnings,
    hosts: graph.hosts.length,
    completeHosts: graph.hosts.filter(({ complete }) => complete).length,
  };
}
