// Asks an editor's questions at every word and string of every file of a flake, and definition again with every file cut off at random
// places. What answers must be like everywhere is checked, how many lead where they should is counted.
import { parseArgs } from "node:util";
import { completion } from "../server/features/completion/completion.ts";
import { hover } from "../server/features/hover/hover.ts";
import { definition } from "../server/features/navigation/definition.ts";
import { highlight } from "../server/features/navigation/highlight.ts";
import { references } from "../server/features/navigation/references.ts";
import { type View, viewOf } from "../server/features/view.ts";
import { occurrencesAt } from "../server/names/names-at.ts";
import type { Project } from "../server/project/project.ts";
import { analyse } from "../server/rules/analyse.ts";
import { graphIndexOf } from "../server/subjects/graph-index.ts";
import type { Place } from "../server/subjects/live-flake.ts";
import { optionsAlong } from "../server/subjects/option-tree.ts";
import { pathsOf } from "../server/subjects/readings.ts";
import { type OffsetRange, type Span, spanKey } from "../server/text.ts";
import { loadBuiltGrammar, projectAt, shownPlace } from "./flake.ts";
import { percent } from "./tally.ts";

const usage = `Usage: npm run sweep -- FLAKE [--cuts N] [--verbose]

--cuts N    this many cuts of every file (default: 200)
--verbose   name every place that does not lead where it should
Ends with 1 when a question failed, an answer lies outside the flake, or a reference is missing.`;

/** Asks, and prints the counts. Resolves to the exit code. */
export async function sweep(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { cuts: { type: "string", default: "200" }, verbose: { type: "boolean", default: false } },
  });
  const [place] = positionals;
  const cuts = Number(values.cuts);
  if (!place || !(cuts >= 0)) {
    console.error(usage);
    return 2;
  }
  loadBuiltGrammar();
  return new Sweep(projectAt(place), values.verbose).run(cuts);
}

/** How long a question took at each place, in milliseconds: at all, and where there was an answer. */
interface Times {
  readonly all: number[];
  readonly answered: number[];
  slowest: Place;
}

/** A place that sets or reads an option, and the declarations of which one is to be among the answers. */
interface OptionPlace {
  readonly place: Place;
  readonly wanted: readonly Span[];
  readonly use: string;
}

class Sweep {
  private readonly project: Project;
  private readonly view: View;
  private readonly files: readonly string[];
  private readonly verbose: boolean;
  private readonly problems: string[] = [];
  private readonly times = new Map<string, Times>();
  /** Declarations of options, and the places whose definition led there. */
  private readonly leading = new Map<string, { readonly declaration: Span; readonly places: Place[] }>();

  constructor(project: Project, verbose: boolean) {
    this.project = project;
    this.view = viewOf(project, analyse(project.snapshot()));
    this.files = this.view.files.filter((file) => this.view.textOf(file) !== undefined);
    this.verbose = verbose;
  }

  run(cuts: number): number {
    for (const file of this.files) this.view.namesOf(file); // as it is once the editor has shown anything
    const places = this.files.flatMap((file) => wordsIn(file, this.view.textOf(file) ?? ""));
    this.askEverywhere(places);
    const name = this.project.directory.slice(this.project.directory.lastIndexOf("/") + 1);
    console.log(`${name}: ${this.files.length} files, ${places.length} places`);
    for (const [question, { all, answered, slowest }] of this.times) {
      const best = `of ${answered.length} with an answer ${spread(answered)}`;
      console.log(`  ${question.padEnd(12)} ${spread(all)} at ${this.shown(slowest)}; ${best}`);
    }
    this.reportOptions();
    this.reportSelections();
    this.reportReferences();
    this.cutEverything(cuts);
    console.log(`  ${this.problems.length} problems`);
    for (const problem of this.problems.slice(0, this.verbose ? undefined : 10)) console.log(`    ${problem}`);
    return this.problems.length > 0 ? 1 : 0;
  }

  private askEverywhere(places: readonly Place[]): void {
    const { view } = this;
    const declarations = new Set(view.graph.options.flatMap((option) => option.declarations.map(spanKey)));
    for (const place of places) {
      const targets = this.timed("definition", place, () => definition(view, place))?.targets ?? [];
      this.checkInside("definition", place, targets);
      for (const target of targets) if (declarations.has(spanKey(target))) this.note(place, target);
    }
    for (const place of places) this.timed("hover", place, () => hover(view, place));
    for (const place of places) {
      const found = this.timed("references", place, () => references(view, place));
      this.checkInside("references", place, found?.places ?? []);
    }
    for (const place of places) {
      const found = this.timed("highlight", place, () => highlight(view, place));
      this.checkInside("highlight", place, found?.places ?? []);
    }
    for (const place of places) this.timed("completion", place, () => completion(view, place));
  }

  /** The shortest of three where one took 2 ms and more, since other programs have their turns, too. */
  private timed<Answer>(question: string, place: Place, ask: () => Answer): Answer | undefined {
    const known = this.times.get(question) ?? { all: [], answered: [], slowest: place };
    this.times.set(question, known);
    try {
      const [answer, first] = clocked(ask);
      const shortest = first < 2 ? first : Math.min(first, clocked(ask)[1], clocked(ask)[1]);
      if (known.all.every((other) => other < shortest)) known.slowest = place;
      known.all.push(shortest);
      if (answer !== undefined) known.answered.push(shortest);
      return answer;
    } catch (problem) {
      this.problems.push(`${question} at ${this.shown(place)}: ${problem instanceof Error ? problem.stack : problem}`);
      return undefined;
    }
  }

  private checkInside(question: string, place: Place, targets: readonly Span[]): void {
    for (const { file, start, end } of targets) {
      const text = this.view.textOf(file);
      const inside = file.startsWith(`${this.project.directory}/`) && text !== undefined && end <= text.length;
      if (!inside || start > end)
        this.problems.push(`${question} at ${this.shown(place)} leads outside: ${file} ${start}-${end}`);
    }
  }

  private note(place: Place, target: Span): void {
    const known = this.leading.get(spanKey(target)) ?? { declaration: target, places: [] };
    known.places.push(place);
    this.leading.set(spanKey(target), known);
  }

  /** How many places that set or read an option lead to its declaration. */
  private reportOptions(): void {
    const counts: Record<string, { all: number; right: number }> = {};
    for (const { place, wanted, use } of this.optionPlaces()) {
      const answers = new Set((definition(this.view, place)?.targets ?? []).map(spanKey));
      counts[use] ??= { all: 0, right: 0 };
      const count = counts[use];
      count.all++;
      if (wanted.some((at) => answers.has(spanKey(at)))) count.right++;
      else if (this.verbose) console.log(`    ${use} without its declaration: ${this.shown(place)}`);
    }
    for (const [use, { all, right }] of Object.entries(counts)) print(`options ${use}`, right, all);
  }

  private optionPlaces(): Iterable<OptionPlace> {
    const found = new Map<string, OptionPlace>();
    for (const { definitions, declarations } of this.view.graph.options)
      for (const at of definitions)
        if (at.end > at.start)
          found.set(spanKey(at), { place: { file: at.file, offset: middle(at) }, wanted: declarations, use: "set" });
    for (const file of this.files)
      for (const { piece, wanted, use } of this.piecesIn(file))
        found.set(spanKey({ file, ...piece }), { place: { file, offset: middle(piece) }, wanted, use });
    return found.values();
  }

  /** The pieces of written paths up to which an option is meant. */
  private piecesIn(file: string) {
    const index = graphIndexOf(this.view.graph);
    const occurrences = this.view.namesOf(file)?.occurrences ?? [];
    return occurrences.flatMap(({ use, path, pieces, scope, range }) =>
      pieces.flatMap((piece, at) => {
        if (!piece || typeof path[at] !== "string") return [];
        const whole = pathsOf(this.view, file, { path: path.slice(0, at + 1), scope }, range.start)
          .map((one) => ({ ...optionsAlong(index, one), wanted: one.path.length }))
          .find(({ options, length, wanted }) => options.length > 0 && length === wanted);
        return whole ? [{ piece, use, wanted: whole.options.flatMap((option) => option.declarations) }] : [];
      }),
    );
  }

  /** How many plain references and strings that made a host take a branch lead to a contribution to it. */
  private reportSelections(): void {
    const { graph } = this.view;
    const index = graphIndexOf(graph);
    const selections = [...graph.hosts, ...graph.images].flatMap((host) => host.selections);
    const byPlace = new Map(selections.toReversed().map((selection) => [spanKey(selection.at), selection]));
    let [right, all] = [0, 0];
    for (const { at, kind, branch } of byPlace.values()) {
      const text = this.view.textOf(at.file)?.slice(at.start, at.end) ?? "";
      if ((kind !== "reference" && kind !== "string") || !/^[\w.'-]+$|^"[^"$]*"$/.test(text)) continue;
      const taken = index.branchById.get(branch);
      const leaves = new Set([...(taken?.files ?? []), ...(taken?.namedAt ?? []).map(({ file }) => file)]);
      if (!taken || taken.owner !== undefined || leaves.size === 0) continue;
      all++;
      const place = { file: at.file, offset: at.end - 1 };
      if (definition(this.view, place)?.targets.some(({ file }) => leaves.has(file))) right++;
      else if (this.verbose) console.log(`    selection without its branch: ${this.shown(place)} ${branch}`);
    }
    print("selections", right, all);
  }

  /** How many of the places whose definition leads to a declaration are among the references of the declaration. */
  private reportReferences(): void {
    let [right, all] = [0, 0];
    for (const { declaration, places } of this.leading.values()) {
      const from = { file: declaration.file, offset: middle(declaration) };
      const found = references(this.view, from)?.places ?? [];
      for (const place of places) {
        all++;
        const words = this.wordsAround(place);
        const isAmong = found.some(
          (at) => at.file === place.file && words.some(({ start, end }) => start === at.start && end === at.end),
        );
        if (isAmong) right++;
        else this.problems.push(`not among the references of ${this.shown(from)}: ${this.shown(place)}`);
      }
    }
    print("references", right, all);
  }

  /** The word at a place, and the others of the paths that it is part of: one of them stands for the whole. */
  private wordsAround({ file, offset }: Place): readonly OffsetRange[] {
    const names = this.view.namesOf(file);
    const occurrences = names ? occurrencesAt(names, offset) : [];
    const path = occurrences.flatMap(({ occurrence }) => occurrence.pieces.flatMap((piece) => piece ?? []));
    const range = definition(this.view, { file, offset })?.range;
    return [...path, ...(range ? [range] : [])];
  }

  /** Definition at the last word before each of many random places, with nothing behind it. */
  private cutEverything(cuts: number): void {
    const random = randomFrom(20_261_125);
    let [asked, answered] = [0, 0];
    for (const file of this.files) {
      const text = this.view.textOf(file) ?? "";
      for (let count = 0; count < cuts && text.length > 0; count++) {
        asked++;
        if (this.answersCutOff(file, text.slice(0, random(text.length) + 1), count % 10 === 0)) answered++;
      }
      this.project.removeFile(file);
    }
    console.log(`  cuts         ${asked}, ${answered} answered`);
  }

  /** Whether there is a definition at the end of a file with this text. */
  private answersCutOff(file: string, text: string, completes: boolean): boolean {
    this.project.setFile(file, text);
    const word = /[A-Za-z_][\w'-]*(?=[^A-Za-z_]*$)/.exec(text);
    const place = { file, offset: word ? word.index : text.length };
    try {
      const found = definition(this.view, place);
      this.checkInside("definition after a cut", place, found?.targets ?? []);
      if (completes) completion(this.view, { file, offset: text.length });
      return found !== undefined;
    } catch (problem) {
      this.problems.push(`cut at ${text.length} of ${file}: ${problem instanceof Error ? problem.stack : problem}`);
      return false;
    }
  }

  /** The place, and the word there with a bar in it. */
  private shown({ file, offset }: Place): string {
    const text = this.view.textOf(file) ?? "";
    const word = /[\w'".-]*$/.exec(text.slice(0, offset))?.[0] ?? "";
    const rest = /^[\w'".-]*/.exec(text.slice(offset))?.[0] ?? "";
    return `${shownPlace(this.project.directory, file, offset, this.view.linesOf(file))} ${word}|${rest}`;
  }
}

/** The middle of every word and string. */
function wordsIn(file: string, text: string): readonly Place[] {
  return [...text.matchAll(/"[^"\n]*"|[A-Za-z_][\w'-]*/g)].map((match) => ({
    file,
    offset: match.index + Math.floor(match[0].length / 2),
  }));
}

function clocked<Answer>(ask: () => Answer): readonly [Answer, number] {
  const start = performance.now();
  const answer = ask();
  return [answer, performance.now() - start];
}

function spread(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(1)} ms`;
}

function print(what: string, right: number, all: number): void {
  console.log(`  ${what.padEnd(16)} ${right} of ${all}: ${percent(right, all)}`);
}

function middle({ start, end }: OffsetRange): number {
  return Math.floor((start + end) / 2);
}

/** The same numbers on every machine (mulberry32): whole ones from 0 up to, not including, `below`. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
