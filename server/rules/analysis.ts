import type { Graph } from "../graph/graph.ts";
import type { Finding } from "../rules/rule.ts";

/** What is known of one flake at one time. */
export interface Analysis {
  readonly graph: Graph;
  readonly findings: readonly Finding[];
}
