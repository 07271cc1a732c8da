import type { NamedRead, ReadOption } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import { pieceText } from "../option-path.ts";
import { type Span, touches } from "../text.ts";
import { branchesAt } from "./branch-tree.ts";
import { isDefined } from "./definers.ts";
import { graphIndexOf } from "./graph-index.ts";
import type { LiveFlake } from "./live-flake.ts";
import { optionsAt } from "./option-tree.ts";
import { meantOptions, otherNamesOf } from "./other-names.ts";
import type { Subject } from "./subject.ts";
import { isSameSubject } from "./subject.ts";

type Read = Extract<Subject, { kind: "options" | "branches" }>;

/**
 * What the evaluation saw the word at an offset read, whatever the code looks like: `enable` in a function that is given an option.
 * Undefined where it was not evaluated, or reads nothing that is an option or a branch itself.
 */
export function evaluatedRead(flake: LiveFlake, { file, bindings }: NameIndex, offset: number): Read | undefined {
  const read = readHere(flake, file, offset);
  const subject = read && readSubject(flake, read);
  // A function's argument is a name of its own.
  const isArgument = bindings.some(
    ({ kind, definitions }) => kind === "formal" && definitions.some(({ start }) => start === subject?.range.start),
  );
  return isArgument ? undefined : subject;
}

/** The places in some files where the evaluation saw what the subject speaks of being read. */
export function evaluatedReadsOf(flake: LiveFlake, subject: Subject, isWithin: (at: Span) => boolean): readonly Span[] {
  if (subject.kind !== "options" && subject.kind !== "branches") return [];
  const index = graphIndexOf(flake.graph);
  const names =
    subject.kind === "options"
      ? [...subject.options, ...otherNamesOf(index, subject.options)].map(({ path }) => pieceText(path.at(-1) ?? ""))
      : subject.branches.map(({ name }) => name);
  const reads = new Set([...new Set(names)].flatMap((name) => index.readsNaming.get(name) ?? []));
  return [...reads].flatMap((read) => {
    const found = isWithin(read.at) ? readSubject(flake, read) : undefined;
    return found && isSameSubject(found, subject) ? [{ file: read.at.file, ...found.range }] : [];
  });
}

/** Undefined also where the text is another by now. */
function readSubject(flake: LiveFlake, { at, options }: NamedRead): Read | undefined {
  const index = graphIndexOf(flake.graph);
  const { start, end } = flake.nowSpan(at);
  const word = wordOf(flake.textOf(at.file)?.slice(start, end) ?? "");
  const named = options.filter(({ path }) => path.at(-1) === word);
  const branches = new Set(named.flatMap((path) => branchesAt(index, path)));
  if (branches.size > 0) return { kind: "branches", branches: [...branches], range: { start, end } };
  const [first] = named;
  const found = meantOptions(index, [...new Set(named.flatMap((path) => optionsAt(index, path)))]);
  if (!first || found.length === 0) return undefined;
  return { kind: "options", options: found, path: commonPath(named), range: { start, end } };
}

/** Without quotes; the last name in angle brackets, whatever separates them. */
function wordOf(text: string): string | undefined {
  const searched = searchPath.exec(text)?.[1];
  return searched === undefined ? text.replace(/^"(.*)"$/, "$1") : searched.split(/[/.]/).at(-1);
}

const searchPath = /^<(.*)>$/;

/** What `<my/desk>` was seen to lead to, where that is not a branch or option itself: what the files say of the path. */
export function searchedSubject(flake: LiveFlake, { file }: NameIndex, offset: number): Subject | undefined {
  const read = readHere(flake, file, offset);
  if (!read) return undefined;
  const { start, end } = flake.nowSpan(read.at);
  const text = flake.textOf(file)?.slice(start, end) ?? "";
  if (!searchPath.test(text)) return undefined;
  const known = readSubject(flake, read);
  if (known) return known;
  const word = wordOf(text);
  // What it leads to is looked up last, and of all names of an option the longest is its own.
  const path = read.options.filter((option) => option.path.at(-1) === word).at(-1);
  return path && isDefined(flake, path) ? { kind: "value", path, range: { start, end } } : undefined;
}

function readHere(flake: LiveFlake, file: string, offset: number): NamedRead | undefined {
  const then = flake.thenOffset(file, offset);
  return graphIndexOf(flake.graph)
    .readsIn.get(file)
    ?.find(({ at }) => touches(at, then));
}

/** With a computed piece where the instances differ, as in code that reads all of them. */
function commonPath([first, ...others]: readonly ReadOption[]) {
  const path = (first?.path ?? []).map((piece, at) =>
    others.every((other) => other.path[at] === piece) ? piece : ({ dynamic: true } as const),
  );
  return { path, class: first?.class };
}
