import type { DeclaredOption, Graph } from "../../server/graph/graph.ts";
import type { Occurrence } from "../../server/names/name-index.ts";
import { isBelow, pieceText } from "../../server/option-path.ts";
import type { Snapshot } from "../../server/project/snapshot.ts";
import { graphIndexOf } from "../../server/subjects/graph-index.ts";
import { optionsAlong } from "../../server/subjects/option-tree.ts";
import { pathsOf } from "../../server/subjects/readings.ts";
import { enclosing, expressionsBelow } from "../../server/syntax/enclosing.ts";
import type { Bind, Expression } from "../../server/syntax/syntax-tree.ts";
import type { OffsetRange, Span } from "../../server/text.ts";
import type { Changes, Looked } from "../flake.ts";

/**
 * One planted mistake. A finding is at the right place when it, or a place related to it, begins on one of the lines. Mutations add and
 * remove no lines.
 */
export interface Mutant {
  readonly title: string;
  readonly changes: Changes;
  /** `file:line`, zero-based; `file:*` for all of a file; undefined: anywhere. */
  readonly places: ReadonlySet<string> | undefined;
  /** The one whose selection is gone. */
  readonly branch?: string;
}

/** An option that a cell declares, defines or reads. */
export interface Use {
  readonly file: string;
  readonly occurrence: Occurrence;
  readonly options: readonly DeclaredOption[];
}

/** What mutations are chosen from: the unmutated flake. `files`: its cells that Nix reads and that are whole. */
export interface Source {
  readonly graph: Graph;
  readonly snapshot: Snapshot;
  readonly files: readonly string[];
  readonly uses: readonly Use[];
  readonly textOf: (file: string) => string;
  /** All expressions of a file, in the order they begin. */
  readonly expressionsOf: (file: string) => readonly Expression[];
  readonly lineOf: (at: Span) => string;
}

export function sourceOf({ snapshot, analysis }: Looked): Source {
  const { graph } = analysis;
  const files = graph.cells
    .filter(({ status }) => status === "imported" || status === "reached")
    .map(({ file }) => file)
    .filter((file) => snapshot.treeOf(file)?.problems.length === 0);
  const index = graphIndexOf(graph);
  const uses: Use[] = files.flatMap((file) =>
    (snapshot.namesOf(file)?.occurrences ?? []).map((occurrence) => {
      const paths = pathsOf({ graph, namesOf: snapshot.namesOf }, file, occurrence, occurrence.range.start);
      const options = [...new Set(paths.flatMap((path) => optionsAlong(index, path).options))];
      return { file, occurrence, options };
    }),
  );
  const textOf = (file: string) => snapshot.textOf(file) ?? "";
  const lineOf = (at: Span) => `${at.file}:${snapshot.linesOf(at.file).positionAt(at.start).line}`;
  const expressionsOf = (file: string) => {
    const root = snapshot.treeOf(file)?.root;
    return root ? allExpressions(root) : [];
  };
  return { graph, snapshot, files, uses, textOf, expressionsOf, lineOf };
}

export function replaced(
  source: Source,
  title: string,
  at: Span,
  text: string,
  places: readonly Span[] = [at],
): Mutant {
  const before = source.textOf(at.file);
  const changed = before.slice(0, at.start) + text + before.slice(at.end);
  return { title, changes: new Map([[at.file, changed]]), places: new Set(places.map(source.lineOf)) };
}

/** Nothing, on as many lines. */
export function emptied(text: string): string {
  return text.replace(/[^\n]/g, "");
}

/** A typing mistake: a letter left out, two in the wrong order, or one too many. None of the names taken. */
export function misspelt(name: string, taken: ReadonlySet<string> = new Set()) {
  const middle = Math.floor(name.length / 2);
  const [a = "", b = ""] = [name[middle - 1], name[middle]];
  const slips = [
    name.slice(0, middle) + name.slice(middle + 1),
    name.slice(0, middle - 1) + b + a + name.slice(middle + 1),
    name + name.slice(-1),
  ];
  const first = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % slips.length;
  const tried = [...slips.slice(first), ...slips.slice(0, first)];
  return tried.find((slip) => slip !== name && /^[a-zA-Z_][\w'-]*$/.test(slip) && !taken.has(slip)) ?? `${name}x`;
}

/** All expressions of a file. */
function allExpressions(root: Expression) {
  const found: Expression[] = [];
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    waiting.push(...expressionsBelow(next));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The binding whose attribute path ends with the name in this range. */
export function bindingOf(source: Source, file: string, range: OffsetRange): Bind | undefined {
  const tree = source.snapshot.treeOf(file);
  const around = tree ? enclosing(tree, range) : [];
  const bindings = around.flatMap((one) => (one.kind === "set" || one.kind === "let" ? one.bindings : []));
  const found = bindings.find(
    (one) => one.kind === "bind" && one.path.at(-1)?.start === range.start && one.path.at(-1)?.end === range.end,
  );
  return found?.kind === "bind" ? found : undefined;
}

/** Types that take whatever they are given: a wrong name or value inside of them is none. */
export function isJudged(graph: Graph, option: DeclaredOption): boolean {
  const above = graph.options.filter((one) => one.class === option.class && isBelow(option.path, one.path));
  return above.every(({ type }) => !/open submodule|anything|unspecified|raw value/.test(type ?? ""));
}

export function shownOption({ path, class: moduleClass }: DeclaredOption): string {
  return `${moduleClass ? `${moduleClass}: ` : ""}${path.map(pieceText).join(".")}`;
}
