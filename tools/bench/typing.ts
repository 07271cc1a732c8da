// What is typed into a flake, by the kind of code that it changes.
import type { Graph, Leaf } from "../../server/graph/graph.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Span } from "../../server/text.ts";
import { type Chance, chanceOf, pick } from "../text-edits.ts";

/** Texts that a file has one after the other: each is one key later than the one before. */
export interface Typing {
  readonly kind: string;
  readonly file: string;
  readonly texts: readonly string[];
}

/**
 * For each kind of edit this many places that it can be made at, the same ones for the same seed. Most of them begin with a flake that is
 * whole and end with one, and leave a file half typed in between.
 */
export function typingsFor(
  { graph, textOf }: Pick<Analysis, "graph" | "textOf">,
  places: number,
  seed: number,
): readonly Typing[] {
  const chance = chanceOf(seed);
  const leaves = graph.leaves.filter(({ at, external }) => external === undefined && textOf(at.file) !== undefined);
  return Object.entries(kinds).flatMap(([kind, find]) => {
    const found = Array.from({ length: places * ATTEMPTS }, () => find({ graph, leaves, textOf, chance }));
    const fitting = new Map(found.flatMap((one) => (one ? [[`${one.file} ${one.texts[0]}`, one]] : [])));
    return [...fitting.values()].slice(0, places).map(({ file, texts }) => ({ kind, file, texts }));
  });
}

/** So often a place is looked for that fits. */
const ATTEMPTS = 20;

interface Flake {
  readonly graph: Graph;
  readonly leaves: readonly Leaf[];
  readonly textOf: (file: string) => string | undefined;
  readonly chance: Chance;
}

type Typed = Omit<Typing, "kind">;

const kinds: Readonly<Record<string, (flake: Flake) => Typed | undefined>> = {
  comment: (flake) => typed(flake, pick(flake.chance, flake.leaves)?.at.file, 0, "# a remark", "\n"),
  "value in a leaf": (flake) => inLeaf(flake, /"[^"$\\\n]*(?=";)/g, "typed"),
  "binding in a leaf": (flake) => inLeaf(flake, /[^;\n]*;(?=\n)/g, "\n      services.typed.enable = true;"),
  "list in a leaf": (flake) => inLeaf(flake, /\[(?=\s)/g, " pkgs.typed"),
  "bracket of a leaf": bracket,
  "name of a branch": (flake) => renamed(flake, pick(flake.chance, flake.leaves)?.definedAt),
  "selection of a host": (flake) => {
    const { graph, textOf, chance } = flake;
    const at = pick(chance, pick(chance, graph.hosts)?.selections ?? [])?.at;
    return at && typed(flake, at.file, at.end, ` ${textOf(at.file)?.slice(at.start, at.end)}`);
  },
  "option's declaration": (flake) => {
    const own = flake.graph.options.filter((option) => option.class === undefined);
    return renamed(flake, pick(flake.chance, own)?.declarations[0]);
  },
};

/** Letter by letter, except for the blanks that begin a line: an editor sets them. `behind` comes with the first letter. */
function typed(
  { textOf }: Flake,
  file: string | undefined,
  at: number,
  letters: string,
  behind = "",
): Typed | undefined {
  const text = file === undefined ? undefined : textOf(file);
  if (file === undefined || text === undefined) return undefined;
  const [before, after] = [text.slice(0, at), behind + text.slice(at)];
  const texts = keysOf(letters).map((_, index, keys) => before + keys.slice(0, index + 1).join("") + after);
  return { file, texts };
}

/** What each key of a text adds. */
export function keysOf(text: string): readonly string[] {
  return text.match(/\n[ \t]*|[\s\S]/g) ?? [];
}

/** Behind one of the places in a leaf that fit. */
function inLeaf(flake: Flake, pattern: RegExp, letters: string): Typed | undefined {
  const leaf = pick(flake.chance, flake.leaves);
  const text = leaf && flake.textOf(leaf.at.file)?.slice(leaf.at.start, leaf.at.end);
  const found = text === undefined ? undefined : pick(flake.chance, [...text.matchAll(pattern)]);
  return leaf && found && typed(flake, leaf.at.file, leaf.at.start + found.index + found[0].length, letters);
}

/** The leaf's last bracket is taken away and written again. */
function bracket({ leaves, textOf, chance }: Flake): Typed | undefined {
  const at = pick(chance, leaves)?.at;
  const text = at && textOf(at.file);
  if (!at || text === undefined || text[at.end - 1] !== "}") return undefined;
  return { file: at.file, texts: [text.slice(0, at.end - 1) + text.slice(at.end), text] };
}

/** A name gets longer, and again what it was. */
function renamed({ textOf }: Flake, at: Span | undefined): Typed | undefined {
  const text = at && textOf(at.file);
  if (!at || text === undefined || !/^[\w'-]+$/.test(text.slice(at.start, at.end))) return undefined;
  const named = (more: string) => text.slice(0, at.end) + more + text.slice(at.end);
  return { file: at.file, texts: ["T", "Ty", "Typ", "Ty", "T", ""].map(named) };
}
