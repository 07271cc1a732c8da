import type { Graph } from "../../graph/graph.ts";
import { counted } from "../../graph/rows.ts";
import { type Places, placesIn } from "../../graph/shown-places.ts";
import type { Project } from "../../project/project.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { type Edit, type Span, spanKey } from "../../text.ts";
import { applied, distinct, editsByFile } from "./edit.ts";
import type { NameChange } from "./name-change.ts";
import { type Naming, writeName } from "./naming.ts";
import { type Offsets, offsetsAround } from "./offsets.ts";
import { firstDifference, type GraphFacts, graphFacts, presentSubject } from "./same-graph.ts";
import { nameFacts } from "./same-names.ts";

/** What comes of writing the new name at some places. */
export type Attempt =
  | { readonly kind: "same"; readonly edits: readonly Edit[] }
  | {
      readonly kind: "different";
      readonly reason: string;
      readonly after: Graph | undefined;
      readonly offsets: Offsets;
    };

/** Tries a change on a copy of the flake: the graph and the meaning of every name must stay what they are, but for the new name. */
export class Attempts {
  private readonly flake: LiveFlake;
  private readonly change: NameChange;
  private readonly places: Places;
  private readonly computed: Naming | undefined;

  /** `computed`: a place where a name is computed that may be the one. */
  constructor(flake: LiveFlake, change: NameChange, computed: Naming | undefined) {
    this.computed = computed;
    this.flake = flake;
    this.places = placesIn(flake.graph.root.directory, flake.linesOf);
    this.change = change;
  }

  /** With `follow`, locals that inherit the name are renamed along, where that hides nothing. */
  make(namings: readonly Naming[]): Attempt {
    const followed = this.written(namings, true);
    const plain = this.written(namings, false);
    const tried = this.tried(followed);
    return tried.kind === "same" || JSON.stringify(plain) === JSON.stringify(followed) ? tried : this.tried(plain);
  }

  private written(namings: readonly Naming[], follow: boolean): readonly Edit[] | undefined {
    const written = writeName(this.flake, namings, this.change.to, follow);
    return written && distinct(written);
  }

  private tried(edits: readonly Edit[] | undefined): Attempt {
    const { flake, change } = this;
    flake.checkpoint();
    if (!edits) {
      const reason = `\`${change.to}\` cannot be written everywhere that \`${change.from}\` is`;
      return { kind: "different", reason, after: undefined, offsets: offsetsAround([]) };
    }
    const offsets = offsetsAround(edits);
    const texts = textsAfter(flake, edits);
    const after = flake.supposing(texts);
    const named = this.misnamed(after, edits, offsets);
    if (named !== undefined) return { kind: "different", reason: named, after: undefined, offsets };
    const graph = after.snapshot(flake.checkpoint).wholeGraph();
    const factsAfter = graphFacts(graph, { change: undefined, offsets: offsets.after });
    const difference = firstDifference(this.before(offsets), factsAfter);
    if (difference === undefined) return { kind: "same", edits };
    const where = this.unfollowed(graph, offsets);
    const what = `${this.places.wordsOf(presentSubject(flake.graph, change, difference))} would not stay the same`;
    const reason = `${where === undefined ? "something names" : `the code at ${where} names`} it in a way that cannot be followed: ${what}`;
    return { kind: "different", reason, after: graph, offsets };
  }

  private before(offsets: Offsets): GraphFacts {
    return graphFacts(this.flake.graph, { change: this.change, offsets: offsets.before });
  }

  /** The place that still goes by the old name: where the changed flake fails, else where a name is computed. */
  private unfollowed(after: Graph, offsets: Offsets): string | undefined {
    const { flake, places, computed } = this;
    const keyBefore = (at: Span) => spanKey({ file: at.file, ...offsets.before(at.file, at) });
    const known = new Set(failuresOf(flake.graph).map(keyBefore));
    const failed = failuresOf(after)
      .map((at) => ({ file: at.file, ...offsets.after(at.file, at) }))
      .find((at) => !known.has(spanKey(at)) && flake.textOf(at.file) !== undefined);
    const at = failed ?? (computed && { file: computed.file, ...computed.range });
    return at && places.lineOf(at);
  }

  /** Why the names in some file would mean something else. */
  private misnamed(after: Project, edits: readonly Edit[], offsets: Offsets): string | undefined {
    const { flake, change } = this;
    for (const [file, inFile] of editsByFile(edits)) {
      flake.checkpoint();
      const index = flake.namesOf(file);
      const indexAfter = after.texts.namesOf(file);
      if (!index || !indexAfter) return `${this.places.pathOf(file)} cannot be read`;
      const rewritten = inFile.filter(({ text }) => /[;=]/.test(text) && text.endsWith(";"));
      const old = nameFacts(flake, index, {
        offsets: (range) => offsets.before(file, range),
        change,
        written: inFile,
        rewritten,
      });
      const now = nameFacts(flake, indexAfter, {
        offsets: (range) => offsets.after(file, range),
        change: undefined,
        written: [],
        rewritten,
      });
      if (old.join("\n") !== now.join("\n"))
        return `in ${this.places.pathOf(file)} a different name would be hidden by \`${change.to}\`, or it is not clear what is meant there`;
      const [mistakes, before] = [
        after.texts.treeOf(file)?.problems.length ?? 0,
        flake.treeOf(file)?.problems.length ?? 0,
      ];
      if (mistakes > before) return `${this.places.pathOf(file)} would have ${counted(mistakes - before, "mistake")}`;
    }
    return undefined;
  }
}

/** Where something of the flake, or of one of its systems, fails or is not known. */
function failuresOf({ problems, hosts, images }: Graph): readonly Span[] {
  return [...problems, ...[...hosts, ...images].flatMap(({ unresolved }) => unresolved)].flatMap(({ at }) => at ?? []);
}

/** The texts of the files that the edits change. */
export function textsAfter(flake: LiveFlake, edits: readonly Edit[]): ReadonlyMap<string, string> {
  return new Map([...editsByFile(edits)].map(([file, list]) => [file, applied(flake.textOf(file) ?? "", list)]));
}
