import type { NameIndex } from "../names/name-index.ts";
import { smallestAt, touches } from "../text.ts";
import { branchesAt } from "./branch-tree.ts";
import { graphIndexOf } from "./graph-index.ts";
import { type LiveFlake, wordIn } from "./live-flake.ts";
import type { PathInScope } from "./path-in-scope.ts";
import type { Subject } from "./subject.ts";
import { pathSubject } from "./subject-of-path.ts";

/** A place that the evaluation saw declaring or setting an option, whatever the code looks like: a computed name, imported data. */
export function evaluatedSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const { file } = names;
  const index = graphIndexOf(flake.graph);
  const then = flake.thenOffset(file, offset);
  const smallest = smallestAt(index.optionPlacesIn.get(file) ?? [], then);
  const declaring = smallest.filter(({ declares }) => declares);
  const found = declaring.length > 0 ? declaring : smallest;
  const [first] = found;
  if (!first) return undefined;
  const now = flake.nowSpan(first.at);
  const word = wordIn(flake, now);
  if (word === undefined || (word !== first.option.path.at(-1) && !word.includes("${"))) return undefined;
  const range = { start: now.start, end: now.end };
  const options = [...new Set(found.map(({ option }) => option))];
  const branches = [...new Set(options.flatMap((option) => branchesAt(index, option)))];
  if (branches.length > 0) return { kind: "branches", branches, range };
  const said = pathSubject(flake, names, offset);
  const isSaid = said?.kind === "options" && options.some((option) => said.options.includes(option));
  const path: PathInScope = isSaid ? said.path : { path: first.option.path, class: first.option.class };
  return { kind: "options", options, path, range };
}

/** Whatever made a host take a branch here, when the names alone do not tell: the last word of a reference. */
export function selectedSubject(flake: LiveFlake, { file }: NameIndex, offset: number): Subject | undefined {
  const { selectionsIn, branchById } = graphIndexOf(flake.graph);
  const then = flake.thenOffset(file, offset);
  const around = smallestAt(selectionsIn.get(file) ?? [], then);
  const chosen = around.filter(({ kind }) => kind !== "wildcard");
  const [first] = chosen;
  const at = first && flake.nowSpan(first.at);
  const text = at && flake.textOf(file)?.slice(at.start, at.end);
  if (!at || text === undefined || !reference.test(text)) return undefined;
  const word = { start: at.start + text.lastIndexOf(".") + 1, end: at.end };
  if (!touches(word, offset)) return undefined;
  const branches = [...new Set(chosen.map(({ branch }) => branch))].flatMap((id) => branchById.get(id) ?? []);
  return branches.length > 0 ? { kind: "branches", branches, range: word } : undefined;
}

/** A name, a path of names, or a plain string. */
const reference = /^(?:[\w'-]+\.)*[\w'-]+$|^"[^"$.]*"$/;
