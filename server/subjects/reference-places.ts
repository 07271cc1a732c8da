import type { Branch } from "../graph/graph.ts";
import type { NameIndex, Occurrence, OptionUse } from "../names/name-index.ts";
import { distinctPaths, isComputed, pathKey, type WrittenPath } from "../option-path.ts";
import { coversSpan, type OffsetRange, type Span, spanKey } from "../text.ts";
import { contributionsTo, namesOfBranches } from "./branch-places.ts";
import { declarersOf, definersOf, isDefined, type Words } from "./definers.ts";
import { evaluatedReadsOf } from "./evaluated-reads.ts";
import { graphIndexOf } from "./graph-index.ts";
import { inputWords } from "./input-words.ts";
import type { LiveFlake } from "./live-flake.ts";
import { endOfPath, filesNaming, occurrencesByName } from "./occurrences.ts";
import { optionsAt } from "./option-tree.ts";
import { otherNames, otherNamesOf } from "./other-names.ts";
import type { PathInScope } from "./path-in-scope.ts";
import { fileAt } from "./path-targets.ts";
import { pathReadings } from "./readings.ts";
import { branchesNamedBy } from "./selecting-strings.ts";
import { isSameSubject, type Subject } from "./subject.ts";
import { inheritedSubject, pathsSubject } from "./subject-of-path.ts";

/*
 * All places that speak of one subject. They are found in two ways, whose results are put together. By words: every file that has the
 * subject's last name in a path is asked what that path means there, as if somebody pointed at it, and counts if it is the same subject. By
 * the evaluation: where it saw the options being declared, set or read, and the branches being contributed to or selected, whatever the code
 * looks like; what the words have found already is left out. A subject that is bound in one file is looked for in that file alone.
 */

/** A place that speaks of something, in its file as it is now. */
export interface Reference extends Span {
  readonly kind: "declaration" | "write" | "read";
}

/** `file`: that of the question; local names are looked for in it alone. */
export function referencesTo(
  flake: LiveFlake,
  file: string,
  subject: Subject,
  files: readonly string[],
): readonly Reference[] {
  switch (subject.kind) {
    case "options":
      return optionReferences(flake, subject, files);
    case "value":
      return [
        ...pathReferences(flake, subject, subject.path.path, files),
        ...definersOf(flake, subject.path)
          .filter(within(files))
          .map((at) => ({ ...at, kind: "write" as const })),
      ];
    case "group":
      return pathReferences(flake, subject, subject.path.path, files);
    case "branches":
      return branchReferences(flake, subject, files);
    case "binding":
      return [
        ...subject.binding.definitions.map((range) => ({ file, ...range, kind: "write" as const })),
        ...subject.binding.uses.map((range) => ({ file, ...range, kind: "read" as const })),
      ];
    case "path":
      return fileReferences(flake, fileAt(flake, file, subject.path.text), files);
    case "input":
      return inFiles(flake, files, (names) =>
        inputWords(flake, names)
          .filter(({ name }) => name === subject.name)
          .map(({ range }) => ({ ...range, kind: "read" as const })),
      );
    case "free":
      return (flake.namesOf(file)?.freeNames ?? [])
        .filter(({ name, withs }) => name === subject.free.name && withs[0]?.start === subject.free.withs[0]?.start)
        .map(({ range }) => ({ file, ...range, kind: "read" as const }));
    default:
      return subject satisfies never;
  }
}

const kindOfUse: Readonly<Record<OptionUse, Reference["kind"]>> = {
  declare: "declaration",
  define: "write",
  read: "read",
};

/** Options with one declaration are one, and what the evaluation saw being set or read counts, whatever the code looks like. */
function optionReferences(
  flake: LiveFlake,
  subject: Subject & { readonly kind: "options" },
  files: readonly string[],
): readonly Reference[] {
  const index = graphIndexOf(flake.graph);
  const spelt = subject.options.flatMap((option) => [option, ...otherNames(index, option)]);
  const paths = distinctPaths(spelt.map(({ path }) => path));
  const named = paths.flatMap((path) => pathReferences(flake, subject, path, files));
  const known = new Set(named.map(spanKey));
  const isWithin = within(files);
  const written = [...subject.options, ...otherNamesOf(index, subject.options)];
  const seen = written.flatMap(({ declarations, definitions }) => [
    ...declarations.map((at) => ({ ...flake.nowSpan(at), kind: "declaration" as const })),
    ...definitions.map((at) => ({ ...flake.nowSpan(at), kind: "write" as const })),
  ]);
  const read = evaluatedReadsOf(flake, subject, isWithin).map((at) => ({ ...at, kind: "read" as const }));
  return [...named, ...[...seen, ...read].filter((at) => isWithin(at) && !known.has(spanKey(at)))];
}

/** Places whose words speak of the subject; `path` is its path, whose last name stands in each of them. */
function pathReferences(
  flake: LiveFlake,
  subject: Subject,
  path: WrittenPath,
  files: readonly string[],
): readonly Reference[] {
  const last = path.at(-1);
  if (last === undefined || isComputed(last)) return [];
  const words: Words = {
    isDefined: remembering((asked) => isDefined(flake, asked)),
    declarers: remembering((asked) => declarersOf(flake, asked)),
  };
  const naming = filesNaming(flake, last);
  const candidates = files.length === 1 ? files : files.filter((file) => naming.has(file));
  return inFiles(flake, candidates, (names) => {
    const { byName, inherited } = occurrencesByName(names);
    const written = (byName.get(last) ?? []).flatMap((occurrence) => {
      const from = endOfPath(occurrence, path);
      return from < 0 ? [] : wordFor(flake, names, occurrence, from, subject, words);
    });
    const uses = (inherited.get(last) ?? []).flatMap((binding) => {
      const first = binding.definitions[0];
      const meant = first && inheritedSubject(flake, names, binding, first, words);
      return meant && isSameSubject(meant, subject)
        ? binding.uses.map((range) => ({ ...range, kind: "read" as const }))
        : [];
    });
    return [...written, ...uses];
  });
}

/**
 * The word of an occurrence that speaks of the subject: the piece that ends the subject's path, else (where an alias brought that in) the
 * first name that is written behind it: a computed piece may be any name. One word for each occurrence.
 */
function wordFor(
  flake: LiveFlake,
  { file }: NameIndex,
  { path, pieces, scope, range, use }: Occurrence,
  from: number,
  subject: Subject,
  said: Words,
): readonly Word[] {
  const at = pieces.findIndex((piece, index) => piece && index >= from && typeof path[index] === "string");
  const word = pieces[at];
  if (!word) return [];
  const paths = pathReadings(flake, file, { path: path.slice(0, at + 1), scope }, range.start);
  const meant = pathsSubject(flake, paths, word, use === "read", said);
  return meant && isSameSubject(meant, subject) ? [{ ...word, kind: kindOfUse[use] }] : [];
}

type Word = OffsetRange & Pick<Reference, "kind">;

/** References, selecting strings, contributions, and the places that take many branches at once. */
function branchReferences(
  flake: LiveFlake,
  subject: Subject & { readonly kind: "branches" },
  files: readonly string[],
): readonly Reference[] {
  const { branches } = subject;
  const isWithin = within(files);
  const named = [...new Set(branches.map(({ name }) => name))].flatMap((name) =>
    pathReferences(flake, subject, [name], files),
  );
  const strings = stringReferences(flake, branches, files);
  const read = evaluatedReadsOf(flake, subject, isWithin).map((at) => ({ ...at, kind: "read" as const }));
  const words = [...read, ...named, ...strings];
  const contributed = namesOfBranches(flake, contributionsTo(flake.graph, branches), branches);
  const ids = new Set(branches.map(({ id }) => id));
  const index = graphIndexOf(flake.graph);
  const { selectionsIn } = index;
  const selected = files
    .flatMap((file) => selectionsIn.get(file) ?? [])
    .filter(({ branch }) => ids.has(branch))
    .map(({ at }) => flake.nowSpan(at))
    .filter((at) => !isAbove(flake, at, branches));
  const isSaid = (at: Span) => words.some((word) => coversSpan(at, word));
  const declared = branches
    .flatMap(({ path, name }) =>
      optionsAt(index, { path: path.slice(0, path.lastIndexOf(name) + 1), class: undefined }),
    )
    .filter((option) => option.path.at(-1) === branches[0]?.name)
    .flatMap(({ declarations }) => declarations.map((at) => ({ ...flake.nowSpan(at), kind: "declaration" as const })));
  return [
    ...words,
    ...declared.filter((at) => isWithin(at) && !isSaid(at)),
    ...contributed.filter((at) => isWithin(at) && !isSaid(at)).map((at) => ({ ...at, kind: "write" as const })),
    ...selected.filter((at) => !isSaid(at)).map((at) => ({ ...at, kind: "read" as const })),
  ];
}

/** Whether the place names only what the branches lie in: a namespace. */
function isAbove(flake: LiveFlake, { file, start, end }: Span, branches: readonly Branch[]): boolean {
  const word = /^"(.*)"$/.exec(flake.textOf(file)?.slice(start, end) ?? "")?.[1];
  return word !== undefined && branches.every(({ path, name }) => path.slice(0, path.lastIndexOf(name)).includes(word));
}

function stringReferences(
  flake: LiveFlake,
  branches: readonly Branch[],
  files: readonly string[],
): readonly Reference[] {
  const texts = new Set(branches.map(({ name }) => name));
  const ids = new Set(branches.map(({ id }) => id));
  return inFiles(flake, files, ({ file, strings }) =>
    strings
      .filter((string) => texts.has(string.text) && branchesNamedBy(flake, file, string).some(({ id }) => ids.has(id)))
      .map(({ range }) => ({ ...range, kind: "read" as const })),
  );
}

function fileReferences(flake: LiveFlake, wanted: string | undefined, files: readonly string[]): readonly Reference[] {
  return inFiles(flake, files, ({ file, paths }) =>
    paths
      .filter(({ text }) => wanted !== undefined && fileAt(flake, file, text) === wanted)
      .map(({ range }) => ({ ...range, kind: "read" as const })),
  );
}

function within(files: readonly string[]): (at: Span) => boolean {
  const wanted = new Set(files);
  return ({ file }) => wanted.has(file);
}

function inFiles(
  flake: LiveFlake,
  files: readonly string[],
  find: (names: NameIndex) => readonly Word[],
): readonly Reference[] {
  return files.flatMap((file) => {
    const names = flake.namesOf(file);
    return names ? find(names).map(({ start, end, kind }) => ({ file, start, end, kind })) : [];
  });
}

/** One question asks for the same paths again and again. */
function remembering<Found>(find: (path: PathInScope) => Found): (path: PathInScope) => Found {
  const known = new Map<string, Found>();
  return (path) => {
    const key = `${path.class} ${pathKey(path.path)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = find(path);
    known.set(key, fresh);
    return fresh;
  };
}
