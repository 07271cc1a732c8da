import { isDeepStrictEqual } from "node:util";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type Cache, noCache } from "../cache.ts";
import type { View } from "../features/view.ts";
import type { RootView } from "../protocol.ts";
import { stackOf } from "../rules/analysis.ts";
import { isPlainNix } from "../subjects/plain-nix.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import { AnalysedRoot, LeftOff } from "./analysed-root.ts";
import { changedView } from "./changed-view.ts";
import { answersPlainNix, noSettings, type Settings } from "./client-settings.ts";
import { keptResult, rememberedResult } from "./kept-result.ts";
import { Ended, LongQuestions } from "./long-questions.ts";
import { type AnswerTo, answers, plainQuestions, type QuestionKind } from "./questions/all-questions.ts";
import type { Asked, FromAnalyst, RootResult, SentResult, ToAnalyst, Update } from "./thread-messages.ts";

/** This many analyses in a row are left off for newer updates; the next one is finished, so that there is something to show. */
const MAX_LEFT_OFF = 10;

/** This long nothing must happen until it counts as a rest. */
const QUIET_MILLISECONDS = 1500;

/**
 * The analysing thread's side: follows updates, posts results for the newest version it knows of, answers questions from the
 * last result. Whatever waits in the port when an analysis may start is taken in before, so that older work is never done. An
 * analysis looks into the port again and again: questions are answered at once, and an update makes it be left off.
 */
export class Analyst {
  private readonly port: MessagePort;
  private readonly parse: (text: string) => SyntaxTree;
  private readonly openCache: (folder: string) => Cache;
  private cache = noCache;
  private readonly questions: LongQuestions;
  private readonly roots = new Map<string, AnalysedRoot>();
  /** Texts of open files. */
  private readonly edited = new Map<string, string>();
  private settings: Settings = noSettings;
  private version = 0;
  private scheduled = false;
  private resting: NodeJS.Timeout | undefined;
  /** Analyses in a row that were left off. */
  private leftOff = 0;
  /** The views that were sent last. */
  private readonly sent = new Map<string, RootView>();
  /** Of roots that were done before the analysis of another root was left off. */
  private readonly ready = new Map<string, RootResult>();

  /** Begins to listen to the port; `parse` must be ready. `openCache` gives what is kept in a folder. */
  constructor(
    port: MessagePort,
    parse: (text: string) => SyntaxTree,
    openCache: (folder: string) => Cache = () => noCache,
  ) {
    this.port = port;
    this.parse = parse;
    this.openCache = openCache;
    this.questions = new LongQuestions(
      () => this.takeWaiting(),
      (asked) => this.answer(asked),
      (id, answer) => this.post({ kind: "answer", id, answer }),
    );
    port.on("message", (message: ToAnalyst) => this.take(message));
  }

  private take(message: ToAnalyst): void {
    if (message.kind === "cancel") return this.questions.cancel(message.id);
    if (message.kind === "ask") return this.questions.take(message);
    this.update(message);
  }

  private update(update: Update): void {
    this.version = update.version;
    const before = this.settings;
    this.settings = update.settings ?? before;
    const directories = update.roots ?? [...this.roots.keys()];
    if (update.cacheFolder !== undefined) this.cache = this.openCache(update.cacheFolder);
    if (!isDeepStrictEqual(before.inputs, this.settings.inputs)) this.roots.clear();
    if (!isDeepStrictEqual(before.rules, this.settings.rules)) for (const root of this.roots.values()) root.forget();
    this.followRoots(directories);
    if (this.takeIn(update)) this.questions.filesChanged();
    this.postOwn(update);
    this.schedule();
  }

  /** What can be said of an edited file at once. Edits of several files are not somebody's typing. */
  private postOwn({ version, edits = [] }: Update): void {
    const own = (edits.length === 1 ? edits : []).flatMap(([file]) => {
      const root = this.rootAround(file);
      const found = root?.ownDiagnostics(file, this.settings);
      return root && found ? [{ directory: root.directory, file, diagnostics: found }] : [];
    });
    this.post({ kind: "own", version, own });
  }

  private followRoots(directories: readonly string[]): void {
    for (const known of this.roots.keys()) {
      if (directories.includes(known)) continue;
      this.roots.delete(known);
      this.sent.delete(known);
    }
    for (const directory of directories) {
      if (this.roots.has(directory)) continue;
      const root = new AnalysedRoot(directory, this.parse, this.settings.inputs);
      for (const [file, text] of this.edited) root.edit(file, text);
      this.roots.set(directory, root);
      const remembered = rememberedResult(this.cache.read(`result ${directory}`));
      if (remembered) this.post({ kind: "remembered", results: [remembered] });
    }
  }

  /** Whether any flake is different now. */
  private takeIn({ edits = [], stored = [] }: Update): boolean {
    for (const [file, text] of edits) {
      if (text === undefined) this.edited.delete(file);
      else this.edited.set(file, text);
    }
    let changed = false;
    for (const root of this.roots.values()) {
      for (const [file, text] of edits) changed = root.edit(file, text) || changed;
      changed = root.storedChanged(stored) || changed;
    }
    return changed;
  }

  private schedule(): void {
    if (!this.scheduled) setImmediate(() => this.analyseAll());
    this.scheduled = true;
  }

  private analyseAll(): void {
    this.scheduled = false;
    const analysed = this.version;
    try {
      for (const root of [...this.roots.values()])
        if (root.outdated) this.ready.set(root.directory, root.analyse(this.settings, this.checkpoint));
    } catch (problem) {
      if (!(problem instanceof LeftOff)) throw problem;
      this.leftOff++;
      return this.schedule();
    }
    this.leftOff = 0;
    const results = [...this.ready.values()].filter(({ directory }) => this.roots.has(directory));
    this.ready.clear();
    this.postResults(analysed, results);
    this.restLater();
  }

  /** Once nothing has happened for a while, what was put off is done. */
  private restLater(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const results = [...this.roots.values()].flatMap((root) => root.rest() ?? []);
      if (results.length > 0) this.postResults(this.version, results);
      for (const root of this.roots.values()) {
        const settled = root.newlySettled();
        if (settled) this.cache.write(`result ${root.directory}`, keptResult(settled));
      }
      if ([...this.roots.values()].some(({ outdated }) => outdated)) this.schedule();
    }, QUIET_MILLISECONDS).unref();
  }

  /** Called again and again by an analysis. */
  private readonly checkpoint = (): void => {
    const before = this.version;
    this.takeWaiting();
    if (this.version !== before && this.leftOff < MAX_LEFT_OFF) throw new LeftOff();
  };

  private takeWaiting(): void {
    for (let next = receiveMessageOnPort(this.port); next; next = receiveMessageOnPort(this.port))
      this.take(next.message);
  }

  /** A question that fails is a mistake of ours; it must not take the thread, and with it everything else, down. */
  private answer(asked: Asked): AnswerTo<QuestionKind> | undefined {
    const view = this.rootAround(asked.file)?.view(this.questions.checkpoint);
    if (!view) return undefined;
    try {
      return answerTo(view, asked, answersPlainNix(this.settings));
    } catch (problem) {
      if (problem instanceof Ended) throw problem;
      this.post({ kind: "mistake", message: stackOf(problem) });
      return undefined;
    }
  }

  /** The innermost flake around the file. */
  private rootAround(file: string): AnalysedRoot | undefined {
    const around = [...this.roots.values()].filter(({ directory }) => file.startsWith(`${directory}/`));
    return around.sort((a, b) => b.directory.length - a.directory.length)[0];
  }

  private postResults(version: number, results: readonly RootResult[]): void {
    const sent = results.map(({ view, ...rest }): SentResult => {
      const before = this.sent.get(rest.directory);
      this.sent.set(rest.directory, view);
      return before === view ? rest : { ...rest, view: changedView(view, before) };
    });
    this.post({ kind: "results", version, results: sent });
  }

  private post(message: FromAnalyst): void {
    this.port.postMessage(message);
  }
}

/** Without `plain`, what any language server for Nix knows is left to another. */
function answerTo(view: View, asked: Asked, plain: boolean): AnswerTo<QuestionKind> | undefined {
  const { kind, file, params } = asked;
  if (!plain && isPlain(view, asked)) return undefined;
  const answer = answers[kind] as (view: View, file: string, params: unknown) => AnswerTo<QuestionKind> | undefined;
  return answer(view, file, params);
}

function isPlain(view: View, { kind, file, params }: Asked): boolean {
  if (plainQuestions.has(kind)) return true;
  return "position" in params && isPlainNix(view, { file, offset: view.linesOf(file).offsetAt(params.position) });
}
