import type { Cell, Graph } from "../graph/graph.ts";
import type { Texts } from "../project/texts.ts";

/**
 * What can be found in one file. Nothing may decide but that file's text and the graph, without its places in other files. Undefined: there
 * is nothing of the kind.
 */
export type FactFinder<Fact> = (file: string, around: FactContext) => Fact | undefined;

export interface FactContext extends Pick<Texts, "textOf" | "treeOf" | "namesOf"> {
  readonly graph: Graph;
}

export interface FactOfCell<Fact> {
  readonly cell: Cell;
  readonly fact: Fact;
}

/** What was found in the cells of one evaluation, by what finds it. */
export class KnownFacts {
  /** A place for each cell, in the order of the graph. */
  readonly facts = new Map<FactFinder<unknown>, readonly unknown[]>();
  readonly words = new Map<FactFinder<readonly string[]>, KnownWords>();
}

interface KnownWords {
  readonly counts: ReadonlyMap<string, number>;
  /** Those of one file. */
  readonly wordsOf: (file: string) => readonly string[];
}

/** What need not be looked for again. */
export interface FactsBefore {
  /** Those of the evaluation that the graph is from; what is found where no file is edited is put there. */
  readonly known: KnownFacts;
  /** Files whose texts are others than in that evaluation. */
  readonly edited: ReadonlySet<string>;
}

/** Gives what a finder finds in the cells, in their order, those left out where it is nothing. */
export type FactsOf = <Fact>(find: FactFinder<Fact>) => readonly FactOfCell<Fact>[];

/** Gives how often a finder finds a word in all cells. */
export type CountsOf = (find: FactFinder<readonly string[]>) => (word: string) => number;

export function factsIn(context: FactContext, { known, edited }: FactsBefore): FactsOf {
  const { cells } = context.graph;
  const changed = edited.size === 0 ? [] : cells.flatMap(({ file }, index) => (edited.has(file) ? [index] : []));
  return <Fact>(find: FactFinder<Fact>) => {
    const before = known.facts.get(find) as readonly (Fact | undefined)[] | undefined;
    const facts = before ? [...before] : cells.map(({ file }) => find(file, context));
    if (before) for (const index of changed) facts[index] = find(cells[index]?.file ?? "", context);
    else if (edited.size === 0) known.facts.set(find, facts);
    const found: FactOfCell<Fact>[] = [];
    for (let index = 0; index < facts.length; index++) {
      const [cell, fact] = [cells[index], facts[index]];
      if (cell && fact !== undefined) found.push({ cell, fact });
    }
    return found;
  };
}

export function countsIn(context: FactContext, { known, edited }: FactsBefore): CountsOf {
  const { cells } = context.graph;
  const changed = edited.size === 0 ? [] : cells.filter(({ file }) => edited.has(file));
  return (find) => {
    const wordsOf = (file: string) => find(file, context) ?? [];
    const before = known.words.get(find);
    if (before) {
      const [gone, come] = [counted(changed, before.wordsOf), counted(changed, wordsOf)];
      return (word) => (before.counts.get(word) ?? 0) - (gone.get(word) ?? 0) + (come.get(word) ?? 0);
    }
    const counts = counted(cells, wordsOf);
    if (edited.size === 0) known.words.set(find, { counts, wordsOf });
    return (word) => counts.get(word) ?? 0;
  };
}

function counted(cells: readonly Cell[], wordsOf: KnownWords["wordsOf"]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of cells) for (const word of wordsOf(file)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** What need not be looked for again, where nothing is known yet. */
export function noFacts(): FactsBefore {
  return { known: new KnownFacts(), edited: new Set() };
}
