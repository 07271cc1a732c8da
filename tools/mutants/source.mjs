import { graphIndexOf } from "../../server/subjects/graph-index.ts";
import { optionsAlong, pathsOf } from "../../server/subjects/option-paths.ts";
import { enclosing, expressionsBelow } from "../../server/syntax/enclosing.ts";

/**
 * @typedef {import("../../server/graph/graph.ts").Graph} Graph
 * @typedef {import("../../server/graph/graph.ts").DeclaredOption} DeclaredOption
 * @typedef {import("../../server/names/name-index.ts").Occurrence} Occurrence
 * @typedef {import("../../server/names/name-index.ts").NameIndex} NameIndex
 * @typedef {import("../../server/syntax/tree.ts").Expression} Expression
 * @typedef {import("../../server/syntax/tree.ts").Bind} Bind
 * @typedef {import("../../server/text.ts").Span} Span
 * @typedef {import("../../server/text.ts").OffsetRange} OffsetRange
 * @typedef {import("./flake.mjs").Looked} Looked
 * @typedef {import("./flake.mjs").Changes} Changes
 *
 * One planted mistake. A finding is at the right place when it, or a place related to it, begins on one of the lines
 * (file and zero-based line; `file:*` for all of a file; none: anywhere). Mutations add and remove no lines.
 * `branch`: the one whose selection is gone.
 * @typedef {{ title: string, changes: Changes, places: ReadonlySet<string> | undefined, branch?: string }} Mutant
 *
 * What mutations are chosen from: the unmutated flake.
 * @typedef {ReturnType<typeof sourceOf>} Source
 *
 * @typedef {{ file: string, occurrence: Occurrence, options: readonly DeclaredOption[] }} Use
 */

/** @param {Looked} looked */
export function sourceOf({ snapshot, analysis }) {
  const { graph } = analysis;
  const files = graph.cells
    .filter(({ status }) => status === "imported" || status === "reached")
    .map(({ file }) => file)
    .filter((file) => snapshot.treeOf(file)?.problems.length === 0);
  const index = graphIndexOf(graph);
  /** @type {Use[]} */
  const uses = files.flatMap((file) =>
    (snapshot.namesOf(file)?.occurrences ?? []).map((occurrence) => {
      const paths = pathsOf({ graph, namesOf: snapshot.namesOf }, file, occurrence, occurrence.range.start);
      const options = [...new Set(paths.flatMap((path) => optionsAlong(index, path).options))];
      return { file, occurrence, options };
    }),
  );
  /** @param {string} file */
  const textOf = (file) => snapshot.textOf(file) ?? "";
  /** @param {string} file */
  const namesOf = (file) => /** @type {NameIndex} */ (snapshot.namesOf(file));
  /** @param {string} file */
  const rootOf = (file) => /** @type {Expression} */ (snapshot.treeOf(file)?.root);
  /** @param {Span} at */
  const lineOf = (at) => `${at.file}:${snapshot.linesOf(at.file).positionAt(at.start).line}`;
  return { graph, snapshot, files, uses, textOf, namesOf, rootOf, lineOf };
}

/**
 * @param {Source} source
 * @param {string} title
 * @param {Span} at
 * @param {string} text
 * @param {readonly Span[]} [places]
 * @returns {Mutant}
 */
export function replaced(source, title, at, text, places = [at]) {
  const before = source.textOf(at.file);
  const changed = before.slice(0, at.start) + text + before.slice(at.end);
  return { title, changes: new Map([[at.file, changed]]), places: new Set(places.map(source.lineOf)) };
}

/** Nothing, on as many lines. @param {string} text */
export function emptied(text) {
  return text.replace(/[^\n]/g, "");
}

/**
 * A slip of the finger: a letter left out, two in the wrong order, or one too many. None of the names taken.
 * @param {string} name
 * @param {ReadonlySet<string>} taken
 */
export function misspelt(name, taken = new Set()) {
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

/** All expressions of a file. @param {Expression} root */
export function allExpressions(root) {
  /** @type {Expression[]} */
  const found = [];
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    waiting.push(...expressionsBelow(next));
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * The binding whose attribute path ends with the name in this range.
 * @param {Source} source
 * @param {string} file
 * @param {OffsetRange} range
 * @returns {Bind | undefined}
 */
export function bindingOf(source, file, range) {
  const tree = source.snapshot.treeOf(file);
  const around = tree ? enclosing(tree, range) : [];
  const bindings = around.flatMap((one) => (one.kind === "set" || one.kind === "let" ? one.bindings : []));
  const found = bindings.find(
    (one) => one.kind === "bind" && one.path.at(-1)?.start === range.start && one.path.at(-1)?.end === range.end,
  );
  return found?.kind === "bind" ? found : undefined;
}

/** Types that take whatever they are given: a wrong name or value inside of them is none. @param {Graph} graph @param {DeclaredOption} option */
export function isJudged(graph, option) {
  const above = graph.options.filter(
    (one) =>
      one.class === option.class &&
      one.path.length < option.path.length &&
      one.path.every((piece, at) => piece === option.path[at]),
  );
  return above.every(({ type }) => !/open submodule|anything|unspecified|raw value/.test(type ?? ""));
}

/** @param {DeclaredOption} option */
export function shownOption({ path, class: level }) {
  return `${level ? `${level}: ` : ""}${path.join(".")}`;
}
