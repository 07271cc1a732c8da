import type { Graph } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { FileKind } from "../nix/value.ts";
import type { LineIndex, Span } from "../text.ts";

/** What questions are asked about. Files as they are now, and the last graph that is whole: it may be older than they are. */
export interface View {
  readonly graph: Graph;
  /** Of the texts that the graph was made from. */
  readonly graphLines: (file: string) => LineIndex;
  /** Undefined when there is no such file. */
  readonly namesOf: (file: string) => NameIndex | undefined;
  readonly linesOf: (file: string) => LineIndex;
  readonly kindOf: (path: string) => FileKind | undefined;
}

/** A place in a file as it is now. */
export interface Place {
  readonly file: string;
  readonly offset: number;
}

/** A span, and the lines that it is counted in. */
export interface Target {
  readonly at: Span;
  readonly lines: LineIndex;
}

/** Targets in texts that the graph was made from, each once. */
export function graphTargets(view: View, spans: readonly Span[]): readonly Target[] {
  const unique = new Map(spans.map((at) => [`${at.file}:${at.start}:${at.end}`, at]));
  return [...unique.values()].map((at) => ({ at, lines: view.graphLines(at.file) }));
}
