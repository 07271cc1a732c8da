import type { Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import { withUnselected } from "../graph/unselected.ts";
import { indexNames } from "../names/index.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { DirectoryEntry, FileKind } from "../nix/value.ts";
import type { FileMove } from "../project/moved-files.ts";
import type { Project } from "../project/project.ts";
import type { Analysis } from "../rules/analysis.ts";
import type { Finding } from "../rules/rule.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import type { LineIndex, Span } from "../text.ts";
import { type TextChange, textChange } from "./text-changes.ts";

/**
 * What questions are asked about: files as they are now, and the last graph that is whole, which may be older than they are. Positions
 * that the client names and that answers give in open files are those of the current texts; spans of the graph and of findings count in
 * the texts that these were made from, so they are turned into positions by `graphLines` and `findingLines`.
 */
export interface View {
  readonly graph: Graph;
  /** Values of the flake's own options, as of the graph. */
  readonly valueAt: OptionValues;
  /** Values of options that modules of systems declare, as of the graph. */
  readonly systemValues: SystemValues;
  /** Of the texts that the graph was made from. */
  readonly graphLines: (file: string) => LineIndex;
  /** Those texts. */
  readonly graphTextOf: (file: string) => string | undefined;
  /** Of the last analysis, also of a broken flake. */
  readonly findings: readonly Finding[];
  /** Of the texts that the findings were made from. */
  readonly findingLines: (file: string) => LineIndex;
  /** Those texts. */
  readonly findingTextOf: (file: string) => string | undefined;
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

/** `whole`: the last analysis of a flake that was not broken; `latest`: the last one at all. */
export function viewOf(
  project: Project,
  whole: Analysis,
  latest: Analysis = whole,
  checkpoint: View["checkpoint"] = () => {},
): View {
  const graph = graphOf(whole);
  const changes = new Map<string, { readonly now: string; readonly change: TextChange }>();
  const changeOf = (file: string): TextChange => {
    const now = project.textOf(file) ?? "";
    const known = changes.get(file);
    if (known?.now === now) return known.change;
    const change = textChange(whole.textOf(file) ?? "", now);
    changes.set(file, { now, change });
    return change;
  };
  return {
    graph,
    valueAt: whole.valueAt,
    systemValues: whole.systemValues,
    graphLines: whole.linesOf,
    graphTextOf: whole.textOf,
    findings: latest.findings,
    findingLines: latest.linesOf,
    findingTextOf: latest.textOf,
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

/** Questions are also asked of modules that no host takes yet: that is how each of them is written. */
function graphOf({ graph, unselectedOptions }: Analysis): Graph {
  const options = withUnselected(graph.options, unselectedOptions());
  return options === graph.options ? graph : { ...graph, options };
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
export function nowSpans(view: View, spans: readonly Span[]): readonly Span[] {
  return distinctSpans(spans.map((span) => view.nowSpan(span)));
}

export function distinctSpans<At extends Span>(spans: readonly At[]): readonly At[] {
  const unique = new Map(spans.map((at) => [`${at.file}:${at.start}:${at.end}`, at]));
  return [...unique.values()].sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}
