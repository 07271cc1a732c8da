import type { DeclaredOption } from "../graph/graph.ts";
import type { NameIndex } from "../names/name-index.ts";
import { bindingAt, pathAt, stringAt } from "../names/names-at.ts";
import { samePath } from "../option-path.ts";
import { spanKey, touches } from "../text.ts";
import { evaluatedRead, searchedSubject } from "./evaluated-reads.ts";
import { evaluatedSubject, selectedSubject } from "./evaluated-subjects.ts";
import { graphIndexOf } from "./graph-index.ts";
import { inputAt } from "./input-words.ts";
import type { LiveFlake, Place } from "./live-flake.ts";
import { meantOptions } from "./other-names.ts";
import { branchesNamedBy } from "./selecting-strings.ts";
import { isSameSubject, type Subject } from "./subject.ts";
import { inheritedSubject, pathSubject } from "./subject-of-path.ts";

/*
 * What the word at a place means. Hover, definition, references, renaming and all else that is asked about a word begin here, so that they
 * agree. One word can be several things: `desktop` in `[ "desktop" ]` is text, a branch's name and part of an option's value. `MEANINGS`
 * lists what can be meant in order of strength; the first that applies is meant. What was seen to happen is stronger than what the
 * words seem to say, except where the words say more (a branch, not just an option that holds it); what belongs to the flake as a whole is
 * stronger than what is bound in one file. That a word is the name of a host, too, is for `host-names.ts` to say: it is one beside its meaning.
 */

/** One thing that a word can mean. */
export interface Meaning {
  readonly name: string;
  /** Why it comes before those behind it. */
  readonly why: string;
  readonly find: (flake: LiveFlake, names: NameIndex, offset: number) => Subject | undefined;
}

/** In order of strength. */
export const MEANINGS: readonly Meaning[] = [
  {
    name: "a path",
    why: "A path literal is nothing but the file that it leads to.",
    find: (_, names, offset) => fileSubject(names, offset),
  },
  {
    name: "a selecting string",
    why: "A string where strings select branches is a branch's name; the option that holds it is spelt elsewhere.",
    find: stringSubject,
  },
  {
    name: "a place that declares or sets",
    why: "The evaluation saw the option, whose name may be computed or be another after a helper has had it.",
    find: evaluatedSubject,
  },
  {
    name: "a search path",
    why: "What `<my/desk>` leads to is for a function of the flake to say; no reading of the words can.",
    find: searchedSubject,
  },
  {
    name: "a piece of a path",
    why: "Options and branches are the same for the whole flake, so they come before names of one file.",
    find: writtenSubject,
  },
  {
    name: "a place that selects",
    why: "A reference that no path explains, as through an argument, still made a host take a branch.",
    find: selectedSubject,
  },
  {
    name: "an input",
    why: "An argument of `outputs` is a name of the file, too, and says more as the input that it is.",
    find: inputAt,
  },
  {
    name: "a local name",
    why: "A name that is bound is never looked up in a `with`.",
    find: bindingSubject,
  },
  {
    name: "a name out of a `with`",
    why: "Nothing is known of it but where it may come from.",
    find: (_, names, offset) => freeSubject(names, offset),
  },
];

/** Undefined when the word speaks of nothing that the flake knows. */
export function subjectAt(flake: LiveFlake, { file, offset }: Place): Subject | undefined {
  const names = flake.namesOf(file);
  if (!names) return undefined;
  for (const { find } of MEANINGS) {
    const found = find(flake, names, offset);
    if (found) return whole(flake, found);
  }
  return undefined;
}

/** All options that the word stands for: those that an alias leads on to, and the same one for modules of other classes. */
function whole(flake: LiveFlake, found: Subject): Subject {
  if (found.kind !== "options") return found;
  const index = graphIndexOf(flake.graph);
  const meant = meantOptions(index, found.options);
  const alike = meant.flatMap((option) => optionsDeclaredWith(option, index.declaredAt));
  return { ...found, options: [...new Set([...meant, ...alike])] };
}

/** Modules for several classes declare one option in each of them. */
function optionsDeclaredWith(
  { declarations, path }: DeclaredOption,
  declaredAt: ReadonlyMap<string, readonly DeclaredOption[]>,
): readonly DeclaredOption[] {
  const here = declarations.flatMap((at) => declaredAt.get(spanKey(at)) ?? []);
  return here.filter((option) => samePath(option.path, path));
}

function fileSubject(names: NameIndex, offset: number): Subject | undefined {
  const path = pathAt(names, offset);
  return path && { kind: "path", path, range: path.range };
}

function stringSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const string = stringAt(names, offset);
  if (!string) return undefined;
  const branches = branchesNamedBy(flake, names.file, string);
  return branches.length > 0 ? { kind: "branches", branches, range: string.range } : undefined;
}

/** What the words say, unless the evaluation saw the place read something else altogether. */
function writtenSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const said = pathSubject(flake, names, offset);
  const seen = evaluatedRead(flake, names, offset);
  if (!seen || !said) return seen ?? said;
  return isSameSubject(said, seen) || said.kind === "branches" ? said : seen;
}

/** `inherit (config.my) theme` is not a place of interest: what it inherits is. */
function bindingSubject(flake: LiveFlake, names: NameIndex, offset: number): Subject | undefined {
  const binding = bindingAt(names, offset);
  const range = [...(binding?.uses ?? []), ...(binding?.definitions ?? [])].find((one) => touches(one, offset));
  if (!binding || !range) return undefined;
  return inheritedSubject(flake, names, binding, range) ?? { kind: "binding", binding, range };
}

function freeSubject({ freeNames }: NameIndex, offset: number): Subject | undefined {
  const free = freeNames.find(({ range, withs }) => withs.length > 0 && touches(range, offset));
  return free && { kind: "free", free, range: free.range };
}
