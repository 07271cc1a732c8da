import type { Branch, Graph } from "../graph/graph.ts";
import type { PathPiece } from "../names/name-index.ts";
import { directoryOf, resolvePath } from "../nix/paths.ts";
import type { OffsetRange, Span } from "../text.ts";
import { subjectAt } from "./subject.ts";
import { graphTargets, type Place, type Target, type View } from "./view.ts";

export interface Definition {
  /** The word that was asked about. */
  readonly range: OffsetRange;
  /** At least one. */
  readonly targets: readonly Target[];
}

/** Where the word at a place leads: the declaration of an option, a branch, a file, a local name. */
export function definition(view: View, place: Place): Definition | undefined {
  const subject = subjectAt(view, place);
  if (!subject) return undefined;
  const { range } = subject;
  const targets = targetsOf(view, place, subject);
  return targets.length > 0 ? { range, targets } : undefined;
}

function targetsOf(view: View, { file }: Place, subject: NonNullable<ReturnType<typeof subjectAt>>): readonly Target[] {
  switch (subject.kind) {
    case "options":
      return graphTargets(
        view,
        subject.options.flatMap(({ declarations }) => declarations),
      );
    case "branches":
      return graphTargets(
        view,
        branchPlaces(view.graph, subject.branches).map((at) => nameAt(view, at, subject.branches)),
      );
    case "binding":
      return subject.binding.definitions.map((range) => ({ at: { file, ...range }, lines: view.linesOf(file) }));
    case "path":
      return fileTargets(view, file, subject.path.text);
    default:
      return subject satisfies never;
  }
}

/** Where a branch is: the places that describe it, else those that contribute to it, else its declaration. */
export function branchPlaces({ leaves }: Graph, branches: readonly Branch[]): readonly Span[] {
  const named = branches.flatMap(({ namedAt }) => namedAt);
  if (named.length > 0) return named;
  const ids = new Set(branches.flatMap((branch) => branch.leaves));
  const contributed = leaves.filter(({ id }) => ids.has(id)).map((leaf) => leaf.definedAt ?? leaf.at);
  return contributed.length > 0 ? contributed : branches.flatMap(({ declaredAt }) => declaredAt);
}

/** The branch's name in the path that ends here: `desk` of `my.branches.desk.description`. */
function nameAt({ namesOf }: View, at: Span, branches: readonly Branch[]): Span {
  const names = new Set<PathPiece>(branches.map(({ name }) => name));
  const around = namesOf(at.file)?.occurrences.find(({ pieces }) =>
    pieces.some((piece) => piece?.start === at.start && piece.end === at.end),
  );
  const index = around?.path.findIndex((piece, index) => names.has(piece) && around.pieces[index]) ?? -1;
  const range = around?.pieces[index];
  return range && range.start <= at.start ? { file: at.file, ...range } : at;
}

/** A directory stands for its default.nix. */
function fileTargets(view: View, from: string, text: string): readonly Target[] {
  const path = resolvePath(directoryOf(from), text);
  const file = view.kindOf(path) === "directory" ? `${path}/default.nix` : path;
  if (view.kindOf(file) === undefined) return [];
  return [{ at: { file, start: 0, end: 0 }, lines: view.linesOf(file) }];
}
