import type { Graph } from "../graph/graph.ts";
import type { LineIndex } from "../text.ts";
import type { Finding } from "./rule.ts";

/** What is known of one flake at one time. */
export interface Analysis {
  readonly graph: Graph;
  readonly findings: readonly Finding[];
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
}
