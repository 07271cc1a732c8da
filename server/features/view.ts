import type { Graph } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { DirectoryEntry, FileKind } from "../nix/value.ts";
import type { Project } from "../project/project.ts";
import type { Analysis } from "../rules/analysis.ts";
import type { Finding } from "../rules/rule.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import type { LineIndex, Span } from "../text.ts";

/**
 * What questions are asked about: files as they are now, and the last graph that is whole, which may be older than they are. Positions
 * that the client names and that answers give in open files are those of the current texts; spans of the graph and of findings count in
 * the texts that these were made from, so they are turned into positions by `graphLines` and `findingLines`.
 */
export interface View {
  readonly graph: Graph;
  /** Of the texts that the graph was made from. */
  readonly graphLines: (file: string) => LineIndex;
  /** Of the last analysis, also of a broken flake. */
  readonly findings: readonly Finding[];
  /** Of the texts that the findings were made from. */
  readonly findingLines: (file: string) => LineIndex;
  /** The files that belong to the flake: those that its trees hold or that it reaches, its flake.nix too. */
  readonly files: readonly string[];
  /** Undefined when there is no such file; so are `treeOf` and `textOf`. */
  readonly namesOf: (file: string) => NameIndex | undefined;
  readonly treeOf: (file: string) => SyntaxTree | undefined;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
  /** The names of another text, as if it were the file's: for code that is half typed. */
  readonly namesIn: (file: string, text: string) => NameIndex;
  readonly kindOf: (path: string) => FileKind | undefined;
  /** Undefined when there is no such directory. */
  readonly list: (directory: string) => readonly DirectoryEntry[] | undefined;
}

/** `whole`: the last analysis of a flake that was not broken; `latest`: the last one at all. */
export function viewOf(project: Project, whole: Analysis, latest: Analysis = whole): View {
  const { graph } = whole;
  return {
    graph,
    graphLines: whole.linesOf,
    findings: latest.findings,
    findingLines: latest.linesOf,
    files: filesOf(graph),
    namesOf: (file) => project.namesOf(file),
    treeOf: (file) => project.treeOf(file),
    textOf: (file) => project.textOf(file),
    linesOf: (file) => project.linesOf(file),
    namesIn: (file, text) => project.namesIn(file, text),
    kindOf: (path) => project.kindOf(path),
    list: (directory) => project.list(directory),
  };
}

function filesOf({ root, cells }: Graph): readonly string[] {
  const cellFiles = cells.flatMap(({ file, status }) => (status === "ignored" ? [] : [file]));
  return [...new Set([root.file, ...cellFiles])];
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
