import type { DeclaredOption } from "../../graph/graph.ts";
import { innermostLeaf } from "../../graph/graph-lookup.ts";
import type { Occurrence } from "../../names/name-index.ts";
import { ANY_NAME, type OptionPattern, pieceText, showOption } from "../../option-path.ts";
import { compareText, type Span } from "../../text.ts";
import type { Fix } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { attributePath, type BindingAt, bindingAddition, bindingAt } from "./binding-edits.ts";
import { type NewOption, optionForm, writtenOption } from "./option-form.ts";

/** An option that nothing declares. */
export interface Undeclared {
  readonly path: OptionPattern;
  /** Where it is set or read. */
  readonly at: Span;
  /** Ids of the hosts in which it is missing; none: it is one of the flake's own level. */
  readonly hosts: readonly string[];
}

/** What is to be declared at a path: names below it, and types. */
export type OptionsAt = (path: OptionPattern) => readonly NewOption[];

/** More than these belong to something that nobody declares name by name. */
const MOST_OPTIONS = 6;

/** Declares the option where the flake declares its nearest relatives, in their style. Empty where nothing shows where and how. */
export function declaringFixes(context: RuleContext, wanted: Undeclared, optionsAt: OptionsAt): readonly Fix[] {
  const place = nearestPlace(context, wanted);
  const tree = place && context.treeOf(place.file);
  const text = place && context.textOf(place.file);
  if (!place || !tree || text === undefined) return [];
  const { binding, above, file } = place;
  const path = [...above, ...wanted.path.slice(above.length)];
  const options = optionsAt(path);
  if (options.length === 0 || options.length > MOST_OPTIONS || areInstances(options)) return [];
  const [only, ...others] = options;
  const more = only && others.length === 0 ? only.names : [];
  const form = optionForm(tree, text, binding);
  const declaration = writtenOption(
    form,
    [...path, ...more].map(pieceText),
    only && others.length === 0 ? [{ ...only, names: [] }] : options,
  );
  if (!declaration) return [];
  const outer = binding.bind.path.slice(0, binding.piece);
  const prefix = outer.length === 0 ? "" : `${text.slice(outer[0]?.start, outer.at(-1)?.end)}.`;
  const names = prefix + attributePath([...path.slice(above.length), ...more].map(pieceText));
  const where = file.slice(context.graph.root.directory.length + 1);
  return [
    {
      title: `Declare \`${showOption([...path, ...more])}\` in ${where}`,
      edits: [bindingAddition(text, file, binding, names, declaration)],
    },
  ];
}

/** Several names that have the same names in them are instances of something, which is more than its values can say. */
function areInstances(options: readonly NewOption[]): boolean {
  const inside = options.filter(({ names }) => names.length > 1);
  return inside.some(({ names: [first, ...rest] }) =>
    inside.some(({ names: [other, ...others] }) => other !== first && rest.join() === others.join()),
  );
}

interface Place {
  readonly file: string;
  readonly binding: BindingAt;
  /** The names that lead to the set that the binding stands in, as the option's path has them. */
  readonly above: OptionPattern;
}

interface Candidate {
  readonly option: DeclaredOption;
  readonly at: Span;
  readonly depth: number;
}

/** Beside the option that shares most of the path, in the file that declares most of these. */
function nearestPlace(context: RuleContext, wanted: Undeclared): Place | undefined {
  const candidates = candidatesFor(context, wanted);
  const deepest = Math.max(...candidates.map(({ depth }) => depth));
  const best = candidates.filter(({ depth }) => depth === deepest);
  const count = (file: string) =>
    best.filter(({ at }) => at.file === file).length + Number(file === wanted.at.file) / 2;
  best.sort(
    (a, b) => count(b.at.file) - count(a.at.file) || compareText(a.at.file, b.at.file) || b.at.start - a.at.start,
  );
  for (const candidate of best) {
    const place = placeOf(context, candidate);
    if (place) return place;
  }
  return undefined;
}

function candidatesFor({ graph, syntaxProblems }: RuleContext, wanted: Undeclared): readonly Candidate[] {
  const { path, hosts, at: user } = wanted;
  const isInHosts = hosts.length > 0;
  const level = isInHosts ? innermostLeaf(graph, user)?.class : undefined;
  const files = graph.hosts.filter(({ id }) => hosts.includes(id)).map((host) => new Set(host.files));
  const options = graph.options.filter(
    (option) =>
      (option.class !== undefined) === isInHosts &&
      (level === undefined || option.class === level) &&
      (option.path[0] !== "flake" || path[0] === "flake"),
  );
  // What lies in the value of an option can be declared in its type alone.
  const around = options.filter((option) => sharedNames(option.path, path) === option.path.length);
  const least = Math.max(0, ...around.map((option) => option.path.length));
  const found = options.flatMap((option) => {
    const depth = sharedNames(option.path, path);
    if (depth >= option.path.length || depth >= path.length || depth < least) return [];
    return option.declarations.flatMap((at) =>
      files.every((some) => some.has(at.file)) && !syntaxProblems.has(at.file) ? [{ option, at, depth }] : [],
    );
  });
  // In systems only the flake's own namespaces are judged: beside them nothing shows where to declare.
  return isInHosts ? found.filter(({ depth }) => depth > 0) : found;
}

function sharedNames(option: OptionPattern, path: OptionPattern): number {
  const differs = option.findIndex((piece, at) => at >= path.length || (piece !== path[at] && piece !== ANY_NAME));
  return differs < 0 ? option.length : differs;
}

/** The binding that writes the first name in which the declared option differs. */
function placeOf(context: RuleContext, { option, at, depth }: Candidate): Place | undefined {
  const declares = (occurrence: Occurrence) => occurrence.use === "declare" && occurrence.range.start === at.start;
  const occurrence = context.namesOf(at.file)?.occurrences.find(declares);
  const piece = occurrence && depth - (option.path.length - occurrence.path.length);
  const range = piece === undefined ? undefined : occurrence?.pieces[piece];
  const binding = range && bindingAt(context.treeOf(at.file), range);
  return binding ? { file: at.file, binding, above: option.path.slice(0, depth) } : undefined;
}
