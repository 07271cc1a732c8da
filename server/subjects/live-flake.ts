import type { Graph } from "../graph/graph.ts";
import { indexNames } from "../names/index.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { DirectoryEntry, FileKind } from "../nix/value.ts";
import type { FileMove } from "../project/moved-files.ts";
import type { Project } from "../project/project.ts";
import { type TextChange, textChange } from "../project/text-changes.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import { type LineIndex, type Span, sortedSpans } from "../text.ts";

/**
 * A flake as it is asked about: its files as they are now, and the last graph that is whole, which may be older than they are. Positions
 * that are asked about and given are those of the current texts; spans of the graph count in the texts that it was made from, and are
 * brought to the current ones by `nowSpan`.
 */
export interface LiveFlake {
  readonly graph: Graph;
  /** Of the texts that the graph was made from. */
  readonly graphLines: (file: string) => LineIndex;
  /** Those texts. */
  readonly graphTextOf: (file: string) => string | undefined;
  /** Where an offset of a file as it is now was in the text that the graph was made from, as near as can be told. */
  readonly thenOffset: (file: string, offset: number) => number;
  /** Where a span of the graph is in the file as it is now, as near as can be told. */
  readonly nowSpan: (span: Span) => Span;
  /** The files that belong to the flake: those that its trees hold or that it reaches, its flake.nix too. */
  readonly files: readonly string[];
  /** Grows whenever the texts of files change. */
  readonly revision: () => number;
  /** Undefined when there is no such file; so are `treeOf` and `textOf`. */
  readonly namesOf: (file: string) => NameIndex | undefined;
  readonly treeOf: (file: string) => SyntaxTree | undefined;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
  /** The names of another text, as if it were the file's. */
  readonly namesIn: (file: string, text: string) => NameIndex;
  /** Another text in a file's place, for code that is half typed: its tree, and the names of a tree. */
  readonly parse: (text: string) => SyntaxTree;
  readonly namesOfTree: (file: string, tree: SyntaxTree) => NameIndex;
  readonly kindOf: (path: string) => FileKind | undefined;
  /** Undefined when there is no such directory. */
  readonly list: (directory: string) => readonly DirectoryEntry[] | undefined;
  /** The flake as it is now, if files of it had these texts, and then were moved; its graph is as new as they are. */
  readonly supposing: (texts: ReadonlyMap<string, string>, moves?: readonly FileMove[]) => Project;
  /** To be called again and again in the midst of long questions; may throw to end them. */
  readonly checkpoint: () => void;
}

/** A graph, and the texts that it was made from. */
export interface WrittenGraph {
  readonly graph: Graph;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
}

export function liveFlake(
  project: Project,
  { graph, textOf, linesOf }: WrittenGraph,
  checkpoint: LiveFlake["checkpoint"] = () => {},
): LiveFlake {
  const changes = new Map<string, { readonly now: string; readonly change: TextChange }>();
  const changeOf = (file: string): TextChange => {
    const now = project.textOf(file) ?? "";
    const known = changes.get(file);
    if (known?.now === now) return known.change;
    const change = textChange(textOf(file) ?? "", now);
    changes.set(file, { now, change });
    return change;
  };
  return {
    graph,
    graphLines: linesOf,
    graphTextOf: textOf,
    thenOffset: (file, offset) => changeOf(file).before(offset),
    nowSpan: (span) => ({ file: span.file, ...changeOf(span.file).after({ start: span.start, end: span.end }) }),
    files: filesOf(graph),
    revision: () => project.revision,
    namesOf: (file) => project.namesOf(file),
    treeOf: (file) => project.treeOf(file),
    textOf: (file) => project.textOf(file),
    linesOf: (file) => project.linesOf(file),
    namesIn: (file, text) => project.namesIn(file, text),
    parse: (text) => project.parse(text),
    namesOfTree: indexNames,
    kindOf: (path) => project.kindOf(path),
    list: (directory) => project.list(directory),
    supposing: (texts, moves) => project.supposing(texts, moves),
    checkpoint,
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

/** Spans of the graph as they are now, each once, in the order of files and places. */
export function nowSpans(flake: LiveFlake, spans: readonly Span[]): readonly Span[] {
  return sortedSpans(spans.map((span) => flake.nowSpan(span)));
}
