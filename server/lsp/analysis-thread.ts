import type { Worker } from "node:worker_threads";
import { CancellationToken } from "vscode-languageserver/node";
import { type RootView, rootAfter } from "../protocol.ts";
import { noSettings, type Settings } from "./client-settings.ts";
import type { AnswerTo, QuestionKind } from "./questions/all-questions.ts";
import type { AskedOf, FromAnalyst, OwnResult, RootResult, ToAnalyst, Update } from "./thread-messages.ts";

export interface AnalysisListener {
  /** What was known at another time. Results follow. */
  readonly onRemembered: (results: readonly RootResult[]) => void;
  /** What can be said of edited files at once. Results of the whole flake follow. */
  readonly onOwn: (own: readonly OwnResult[]) => void;
  /** Roots that are not among the results are as they were. `newest`: nothing has happened since they were asked for. */
  readonly onResults: (results: readonly RootResult[], newest: boolean) => void;
  /** The thread died; `again` says whether another took over. */
  readonly onDeath: (reason: string, again: boolean) => void;
  /** A question failed; it was answered with undefined. */
  readonly onMistake: (message: string) => void;
}

/** Deaths in a row without any result: the next one would die of the same. */
const MAX_DEATHS = 3;

/**
 * The connection's side of the analysing thread. A dead thread is replaced, and its successor gets everything again. Questions that died with a thread are answered with undefined.
 */
export class AnalysisThread {
  private readonly start: () => Worker;
  private readonly listener: AnalysisListener;
  private worker: Worker | undefined;
  private version = 0;
  private answered = 0;
  /** The newest update that was taken in. */
  private takenIn = 0;
  private deaths = 0;
  private roots: readonly string[] = [];
  private settings: Settings = noSettings;
  private cacheFolder: string | undefined;
  /** The views that were sent last. */
  private readonly views = new Map<string, RootView>();
  private readonly edits = new Map<string, string>();
  private readonly asked = new Map<number, (answer: AnswerTo<QuestionKind> | undefined) => void>();
  private settling: (() => void)[] = [];
  private hearing: (() => void)[] = [];
  private nextId = 0;

  constructor(start: () => Worker, listener: AnalysisListener) {
    this.start = start;
    this.listener = listener;
  }

  /** Whether results for the newest update are still to come. */
  get pending(): boolean {
    return this.answered < this.version;
  }

  update({ roots, settings, cacheFolder, edits = [], stored = [] }: Omit<Update, "version">): void {
    this.version++;
    if (roots) {
      this.roots = roots;
      for (const known of [...this.views.keys()]) if (!roots.includes(known)) this.views.delete(known);
    }
    if (cacheFolder !== undefined) this.cacheFolder = cacheFolder;
    if (settings) this.settings = settings;
    for (const [file, text] of edits) {
      if (text === undefined) this.edits.delete(file);
      else this.edits.set(file, text);
    }
    if (this.worker)
      this.send({
        kind: "update",
        version: this.version,
        edits,
        stored,
        ...(roots && { roots }),
        ...(settings && { settings }),
      });
    else this.replace();
  }

  /** Does not wait for the analysis that is being made, if any. Once cancelled, it is answered with undefined, and no work done for it. */
  async ask<Kind extends QuestionKind>(
    asked: AskedOf<Kind>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<AnswerTo<Kind> | undefined> {
    const { worker } = this;
    if (!worker || token.isCancellationRequested) return undefined;
    const id = this.nextId++;
    const listener = token.onCancellationRequested(() => this.send({ kind: "cancel", id }));
    const answer = new Promise<AnswerTo<Kind> | undefined>((resolve) => {
      this.asked.set(id, resolve as (answer: unknown) => void);
    });
    try {
      worker.postMessage({ kind: "ask", id, asked });
      return await answer;
    } finally {
      this.asked.delete(id);
      listener.dispose();
    }
  }

  /** Resolves when results for everything said so far have come, or none are to come. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.pending && this.worker) this.settling.push(resolve);
      else resolve();
    });
  }

  /** Resolves when what can be said at once of everything said so far has come, or nothing is to come. */
  heard(): Promise<void> {
    return new Promise((resolve) => {
      if (this.takenIn < this.version && this.pending && this.worker) this.hearing.push(resolve);
      else resolve();
    });
  }

  /** Forgets everything and begins again. */
  restart(): void {
    this.version++;
    this.deaths = 0;
    this.stop();
    this.replace();
  }

  stop(): void {
    const { worker } = this;
    this.worker = undefined;
    this.dropQuestions();
    void worker?.terminate();
  }

  private replace(): void {
    const worker = this.start();
    let reason = "it ended";
    this.worker = worker;
    worker.on("message", (message: FromAnalyst) => this.worker === worker && this.receive(message));
    worker.on("error", (problem: unknown) => {
      reason = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    });
    worker.on("exit", () => this.worker === worker && this.died(reason));
    const { version, roots, settings, cacheFolder } = this;
    const edits = [...this.edits];
    this.send({ kind: "update", version, roots, settings, edits, ...(cacheFolder !== undefined && { cacheFolder }) });
  }

  private died(reason: string): void {
    this.worker = undefined;
    this.deaths++;
    this.dropQuestions();
    const again = this.deaths < MAX_DEATHS;
    if (again) this.replace();
    else this.settle();
    this.listener.onDeath(reason, again);
  }

  private receive(message: FromAnalyst): void {
    if (message.kind === "answer") {
      this.asked.get(message.id)?.(message.answer);
      this.asked.delete(message.id);
      return;
    }
    if (message.kind === "remembered") return this.listener.onRemembered(message.results);
    if (message.kind === "mistake") return this.listener.onMistake(message.message);
    if (message.kind === "own") {
      this.takenIn = Math.max(this.takenIn, message.version);
      this.listener.onOwn(message.own);
      if (this.takenIn >= this.version) this.settleHearing();
      return;
    }
    this.deaths = 0;
    const results = message.results.flatMap((result): readonly RootResult[] => {
      const before = this.views.get(result.directory);
      const view = result.view ? rootAfter(result.view, before) : before;
      if (view) this.views.set(result.directory, view);
      return view ? [{ ...result, view }] : [];
    });
    if (message.version > this.answered) this.answered = message.version;
    this.listener.onResults(results, !this.pending);
    if (!this.pending) this.settle();
  }

  private settle(): void {
    const waiting = this.settling;
    this.settling = [];
    for (const resolve of waiting) resolve();
    this.settleHearing();
  }

  private settleHearing(): void {
    const waiting = this.hearing;
    this.hearing = [];
    for (const resolve of waiting) resolve();
  }

  private dropQuestions(): void {
    for (const resolve of this.asked.values()) resolve(undefined);
    this.asked.clear();
  }

  private send(message: ToAnalyst): void {
    this.worker?.postMessage(message);
  }
}
