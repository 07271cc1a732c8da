import type { Branch, DeclaredOption, Graph, HostSelection } from "../graph/graph.ts";
import { bindingAt, occurrenceAt, pathAt, stringAt } from "../names/lookup.ts";
import type { LocalBinding, NameIndex, PathOccurrence } from "../names/name-index.ts";
import type { OffsetRange } from "../text.ts";
import { optionsAt, type PathInScope, pathsOf } from "./option-paths.ts";
import type { Place, View } from "./view.ts";

/** What the word at a place speaks of. `range` is the word, in the file as it is now. */
export type Subject =
  | { readonly kind: "options"; readonly options: readonly DeclaredOption[]; readonly range: OffsetRange }
  | { readonly kind: "branches"; readonly branches: readonly Branch[]; readonly range: OffsetRange }
  | { readonly kind: "binding"; readonly binding: LocalBinding; readonly range: OffsetRange }
  | { readonly kind: "path"; readonly path: PathOccurrence; readonly range: OffsetRange };

/** Undefined when the word speaks of nothing that the flake knows. */
export function subjectAt(view: View, { file, offset }: Place): Subject | undefined {
  const names = view.namesOf(file);
  if (!names) return undefined;
  const path = pathAt(names, offset);
  if (path) return { kind: "path", path, range: path.range };
  return (
    namedBranches(view.graph, names, offset) ??
    pathSubject(view.graph, names, offset) ??
    selected(view, file, offset) ??
    bindingSubject(view.graph, names, offset)
  );
}

/** A string that selects branches, or that stands where others do. */
function namedBranches(graph: Graph, names: NameIndex, offset: number): Subject | undefined {
  const string = stringAt(names, offset);
  if (!string) return undefined;
  const paths = string.context ? pathsOf(graph, names.file, string.context) : [];
  const selects = graph.selectors.some(
    ({ option, strings }) =>
      paths.some((path) => path.class === undefined && matches(option, path)) ||
      strings.some(({ text, at }) => text === string.text && at.file === names.file && at.start === string.range.start),
  );
  const branches = selects
    ? graph.branches.filter(({ name, owner }) => name === string.text && owner === undefined)
    : [];
  return branches.length > 0 ? { kind: "branches", branches, range: string.range } : undefined;
}

function matches(option: readonly string[], { path }: PathInScope): boolean {
  return optionsAt([{ path: option, class: undefined }], { path, class: undefined }).length > 0;
}

/** A piece of an option path: the branch that it names, else the option. */
function pathSubject(graph: Graph, names: NameIndex, offset: number): Subject | undefined {
  const found = occurrenceAt(names, offset);
  const range = found?.occurrence.pieces[found.piece];
  if (!found || !range) return undefined;
  const asked = { ...found.occurrence, path: found.occurrence.path.slice(0, found.piece + 1) };
  return pathsSubject(graph, pathsOf(graph, names.file, asked), range);
}

function pathsSubject(graph: Graph, paths: readonly PathInScope[], range: OffsetRange): Subject | undefined {
  for (const path of paths) {
    const branches = branchesNamed(graph, path);
    if (branches.length > 0) return { kind: "branches", branches, range };
    const options = optionsAt(graph.options, path);
    if (options.length > 0) return { kind: "options", options, range };
  }
  return undefined;
}

/** Branches whose name is the last piece of the path: all classes of `my.branches.base`, one of `flake.modules.nixos.base`. */
function branchesNamed({ branches }: Graph, { path, class: level }: PathInScope): readonly Branch[] {
  const last = path.length - 1;
  if (level !== undefined) return [];
  return branches.filter(
    (branch) => branch.path[last] === branch.name && path.every((piece, index) => piece === branch.path[index]),
  );
}

/** Whatever made a host take a branch here, when the names alone do not tell. */
function selected({ graph, graphLines, linesOf }: View, file: string, offset: number): Subject | undefined {
  const position = linesOf(file).positionAt(offset);
  const then = graphLines(file).offsetAt(position);
  const covers = ({ at }: HostSelection) => at.file === file && at.start <= then && then <= at.end;
  const chosen = [...graph.hosts, ...graph.images].flatMap((host) => host.selections.filter(covers));
  const smallest = chosen.sort((a, b) => a.at.end - a.at.start - (b.at.end - b.at.start))[0];
  if (!smallest || smallest.at.end - smallest.at.start > longestReference) return undefined;
  const ids = new Set(
    chosen.filter(({ at }) => at.start === smallest.at.start && at.end === smallest.at.end).map(({ branch }) => branch),
  );
  const branches = graph.branches.filter(({ id }) => ids.has(id));
  const shift = offset - then;
  return branches.length > 0
    ? { kind: "branches", branches, range: { start: smallest.at.start + shift, end: smallest.at.end + shift } }
    : undefined;
}

/** Longer selections are whole expressions; a word inside of them speaks for itself. */
const longestReference = 120;

/** `inherit (config.my) theme` is no place of interest: what it inherits is. */
function bindingSubject(graph: Graph, names: NameIndex, offset: number): Subject | undefined {
  const binding = bindingAt(names, offset);
  if (!binding) return undefined;
  const range = [...binding.uses, ...binding.definitions].find(({ start, end }) => start <= offset && offset <= end);
  if (!range) return undefined;
  const inherited =
    binding.kind === "inherit" && binding.alias
      ? pathsSubject(graph, pathsOf(graph, names.file, binding.alias), range)
      : undefined;
  return inherited ?? { kind: "binding", binding, range };
}
