import type { Graph } from "../graph/graph.ts";
import { indexNames } from "../names/index.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { DirectoryEntry, FileKind } from "../nix/value.ts";
import type { FileMove } from "../project/moved-files.ts";
import type { Project } from "../project/project.ts";
import { type TextChange, textChange } from "../project/text-changes.ts";
import type { Texts } from "../project/texts.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import { type LineIndex, type Span, sortedSpans } from "../text.ts";

/**
 * A flake as it is asked about: its files as they are now, and the last graph that is whole, which may be older than they are. Positions
 * that are asked about and given are those of the current texts; spans of the graph count in the texts that it was made from, and are
 * brought to the current ones by `nowSpan`.
 */
export interface LiveFlake extends Texts {
  readonly graph: Graph;
  /** Of the texts that the graph was made from. */
  readonly graphLines: (file: string) => LineIndex;
  /** Those texts. */
  readonly graphTextOf: (file: string) => string | undefined;
  /** Where an offset of a file as it is now was in the text that the graph was made from, as nearly as can be known. */
  readonly thenOffset: (file: string, offset: number) => number;
  /** Where a span of the graph is in the file as it is now, as nearly as can be known. */
  readonly nowSpan: (span: Span) => Span;
  /** The files that belong to the flake: those that its trees hold or that it reaches, its flake.nix too. */
  readonly files: readonly string[];
  /** Grows whenever the texts of files change. */
  readonly revision: () => number;
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
export interface WrittenGraph extends Pick<Texts, "textOf" | "linesOf"> {
  readonly graph: Graph;
}

export function liveFlake(
  project: Project,
  { graph, textOf, linesOf }: WrittenGraph,
  checkpoint: LiveFlake["checkpoint"] = () => {},
): LiveFlake {
  const changes = new Map<string, { readonly now: string; readonly change: TextChange }>();
  const changeOf = (file: string): TextChange => {
    const now = project.texts.textOf(file) ?? "";
    const known = changes.get(file);
    if (known?.now === now) return known.change;
    const change = textChange(textOf(file) ?? "", now);
    changes.set(file, { now, change });
    return change;
  };
  return {
    ...project.texts,
    graph,
    graphLines: linesOf,
    graphTextOf: textOf,
    thenOffset: (file, offset) => changeOf(file).before(offset),
    nowSpan: (span) => ({ file: span.file, ...changeOf(span.file).after({ start: span.start, end: span.end }) }),
    files: filesOf(graph),
    revision: () => project.revision,
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

/** Where a stretch of a file as it is now was in the text that the graph was made from. */
export function thenSpan(flake: LiveFlake, { file, start, end }: Span): Span {
  return { file, start: flake.thenOffset(file, start), end: flake.thenOffset(file, end) };
}

/** What stands in a place of a file as it is now, without quotes around it; undefined when there is no such file. */
export function wordIn(flake: LiveFlake, { file, start, end }: Span): string | undefined {
  const text = flake.textOf(file)?.slice(start, end);
  return text === undefined ? undefined : withoutQuotes(text);
}

export function withoutQuotes(text: string): string {
  return text.replace(/^"(.*)"$/, "$1");
}
