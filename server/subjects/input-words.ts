import type { NameIndex } from "../names/name-index.ts";
import { type OffsetRange, type Span, touches } from "../text.ts";
import type { LiveFlake } from "./live-flake.ts";

export interface InputWord {
  readonly kind: "input";
  readonly name: string;
  readonly range: OffsetRange;
}

/**
 * The input that a word names: `inputs.x`, and in flake.nix its own name, an argument of `outputs`, and the string that another input
 * follows.
 */
export function inputAt(flake: LiveFlake, names: NameIndex, offset: number): InputWord | undefined {
  return inputWords(flake, names).find(({ range }) => touches(range, offset));
}

/** All words of a file that name an input which flake.nix has. */
export function inputWords(flake: LiveFlake, names: NameIndex): readonly InputWord[] {
  const { root } = flake.graph;
  const inputs = new Set(root.inputs.map(({ name }) => name));
  const words: InputWord[] = names.inputs.map(({ name, range }) => ({ kind: "input", name, range }));
  if (names.file === root.file) words.push(...ownWords(flake, names));
  return words.filter(({ name }) => inputs.has(name));
}

function ownWords(flake: LiveFlake, { file, bindings, strings }: NameIndex): readonly InputWord[] {
  const declared = flake.graph.root.inputs.flatMap(({ name, at }) => (at ? [{ name, range: flake.nowSpan(at) }] : []));
  const formals = bindings
    .filter(({ kind }) => kind === "formal")
    .flatMap(({ name, definitions }) => definitions.map((range) => ({ name, range })));
  const text = flake.textOf(file) ?? "";
  const followed = strings
    .filter(({ range }) => /\bfollows\s*=\s*$/.test(text.slice(Math.max(0, range.start - 40), range.start)))
    .map((string) => ({ name: string.text.split("/")[0] ?? "", range: string.range }));
  return [...declared, ...formals, ...followed].map(({ name, range: { start, end } }) => ({
    kind: "input",
    name,
    range: { start, end },
  }));
}

/** Where flake.nix declares the input. */
export function inputPlaces(flake: LiveFlake, name: string): readonly Span[] {
  return flake.graph.root.inputs.flatMap((input) => (input.name === name && input.at ? [flake.nowSpan(input.at)] : []));
}
