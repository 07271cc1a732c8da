import type { Worker } from "node:worker_threads";
import {
  type CancellationToken,
  CodeLensRefreshRequest,
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type ResultProgressReporter,
  type WorkDoneProgressServerReporter,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver/node";
import { cacheFolder } from "../cache.ts";
import { CHANGED_NOTIFICATION, type HostsChanges, type HostsView, type SettledView } from "../protocol.ts";
import { pathOf, uriOf } from "./addresses.ts";
import { AnalysisThread } from "./analysis-thread.ts";
import type { Asker } from "./asker.ts";
import { changedView } from "./changed-view.ts";
import { abilitiesOf, type ClientAbilities } from "./client-abilities.ts";
import { noSettings, type Settings, settingsOf } from "./client-settings.ts";
import { DiagnosticBoard, type PageOf, pushDiagnostics, WorkspacePulls } from "./diagnostic-delivery.ts";
import type { AnswerTo, ParamsOf, QuestionKind } from "./questions/all-questions.ts";
import { Results } from "./results.ts";
import { findRoots } from "./roots.ts";

/** An analysis that takes longer than this is announced; shorter ones would only make the status flicker. */
const ANNOUNCED_AFTER_MS = 400;

/** One client and its workspace, from `initialize` to `shutdown`. */
export class Session implements Asker {
  private readonly connection: Connection;
  private readonly thread: AnalysisThread;
  private readonly results = new Results();
  private readonly board: DiagnosticBoard;
  private readonly pulls: WorkspacePulls;
  /** Addresses of open files, as the client writes them. */
  private readonly openUris = new Map<string, string>();
  /** What the client can do; nothing before `initialize`. */
  abilities: ClientAbilities = abilitiesOf({});
  private folders: readonly string[] = [];
  private roots: readonly string[] = [];
  settings: Settings = noSettings;
  private dead = false;
  /** Questions that were asked before the first result. */
  private readonly waiting: (() => void)[] = [];
  /** What is drawn over code is to be asked for again. */
  private drawnOtherwise = false;
  private announced = "";
  /** What `hostsSince` answered last. */
  private told: { readonly view: HostsView; readonly revision: number } | undefined;
  private announcement: NodeJS.Timeout | undefined;
  private progress: Promise<WorkDoneProgressServerReporter> | undefined;

  constructor(connection: Connection, startWorker: () => Worker, pageOf: PageOf) {
    this.connection = connection;
    this.board = new DiagnosticBoard((file) => this.uriFor(file), pageOf);
    this.pulls = new WorkspacePulls(this.board);
    this.thread = new AnalysisThread(startWorker, {
      onRemembered: (results) => {
        this.results.takeRemembered(results);
        this.publish();
      },
      onOwn: (own) => {
        this.results.takeOwn(own);
        const changed = this.board.put(this.results.diagnostics());
        // Who asks for diagnostics does so after each edit anyway.
        if (this.abilities.pullsDiagnostics) this.pulls.changed();
        else pushDiagnostics(connection, this.board, changed);
      },
      onResults: (results, newest) => {
        this.dead = false;
        for (const { failure, faults } of results)
          for (const fault of failure === undefined ? faults : [failure]) connection.console.error(fault);
        this.results.take(results);
        this.drawnOtherwise ||= results.some(({ drawnAlike }) => !drawnAlike);
        this.answerWaiting();
        if (newest) this.publish();
      },
      onDeath: (reason, again) => {
        connection.console.error(`The analysis ended${again ? " and is being restarted" : ""}: ${reason}`);
        this.dead = !again;
        this.answerWaiting();
        if (!again) this.publish();
      },
      onMistake: (message) => connection.console.error(message),
    });
  }

  begin(abilities: ClientAbilities, folders: readonly string[]): void {
    this.abilities = abilities;
    this.folders = folders;
  }

  /** The section `dendritic` of the client's settings. */
  configure(given: unknown): void {
    this.use(settingsOf(given, this.settings));
  }

  /** Whether another language server for Nix is at work. */
  accompany(otherNixServer: boolean): void {
    this.use({ ...this.settings, otherNixServer });
  }

  private use(settings: Settings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    const { codeLens, inlayHints } = this.settings;
    this.settings = settings;
    if (codeLens !== settings.codeLens || inlayHints !== settings.inlayHints) this.refreshAnnotations();
    if (this.roots.length === 0) return;
    this.thread.update({ settings });
    this.announceLater();
  }

  /** The first analysis. */
  scan(): void {
    if (this.abilities.showsProgress) this.progress = this.beginProgress();
    this.roots = findRoots(this.folders, []);
    this.results.follow(this.roots);
    const cache = this.abilities.cacheFolder ?? cacheFolder();
    this.thread.update({
      roots: this.roots,
      settings: this.settings,
      ...(cache !== undefined && { cacheFolder: cache }),
    });
    this.announceLater(0);
  }

  end(): void {
    clearTimeout(this.announcement);
    this.pulls.endAll();
    for (const known of this.waiting.splice(0)) known();
    this.thread.stop();
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    this.folders = [...this.folders.filter((folder) => !removed.includes(folder)), ...added];
    this.findRoots();
  }

  /** Looks for flakes again; they may have come or gone. */
  findRoots(): void {
    const roots = findRoots(this.folders, [...this.openUris.keys()]);
    if (roots.join("\n") === this.roots.join("\n")) return;
    this.roots = roots;
    this.results.follow(roots);
    this.thread.update({ roots });
    this.announceLater();
  }

  /** The text of an open file; undefined when it was closed. */
  edited(uri: string, text: string | undefined): void {
    const file = pathOf(uri);
    if (file === undefined) return;
    const known = this.openUris.has(file);
    if (text === undefined) this.openUris.delete(file);
    else this.openUris.set(file, uri);
    this.thread.update({ edits: [[file, text]] });
    if (known !== (text !== undefined)) this.findRoots();
    this.announceLater();
  }

  /** Something happened on disk. */
  stored(uris: readonly string[]): void {
    const paths = uris.flatMap((uri) => pathOf(uri) ?? []);
    if (paths.length === 0) return;
    this.thread.update({ stored: paths });
    if (paths.some(mayHoldFlake)) this.findRoots();
    this.announceLater();
  }

  refresh(): null {
    this.results.forget();
    this.thread.restart();
    this.announceLater(0);
    return null;
  }

  hosts(): HostsView {
    return this.results.hosts(this.state());
  }

  /** What is different since an answer of this; everything, where it was not the last one. */
  hostsSince(since: number): HostsChanges {
    const [view, before] = [this.hosts(), this.told];
    const known = new Map(before?.revision === since ? before.view.roots.map((root) => [root.uri, root]) : []);
    const revision = (before?.revision ?? 0) + 1;
    this.told = { view, revision };
    return { ...view, revision, roots: view.roots.map((root) => changedView(root, known.get(root.uri))) };
  }

  async settled(): Promise<SettledView> {
    await this.thread.settled();
    return { state: this.state(), served: this.results.served };
  }

  asWritten(uri: string): string {
    const file = pathOf(uri);
    return file === undefined ? uri : uriOf(file);
  }

  async ask<Kind extends QuestionKind>(
    kind: Kind,
    uri: string,
    params: ParamsOf<Kind>,
    token: CancellationToken,
  ): Promise<AnswerTo<Kind> | undefined> {
    if (pathOf(uri) !== undefined && !this.results.complete && !this.dead)
      await untilCancelled(new Promise<void>((known) => this.waiting.push(known)), token);
    return this.askNow(kind, uri, params, token);
  }

  async askNow<Kind extends QuestionKind>(
    kind: Kind,
    uri: string,
    params: ParamsOf<Kind>,
    token: CancellationToken,
  ): Promise<AnswerTo<Kind> | undefined> {
    const file = pathOf(uri);
    if (file === undefined || !this.results.complete) return undefined;
    return untilCancelled(this.thread.ask({ kind, file, params }, token), token);
  }

  async askAll<Kind extends QuestionKind>(
    kind: Kind,
    params: ParamsOf<Kind>,
    token: CancellationToken,
  ): Promise<readonly AnswerTo<Kind>[]> {
    const asked = this.roots.map((root) => this.askNow(kind, uriOf(`${root}/flake.nix`), params, token));
    const all = await Promise.all(asked);
    return all.filter((answer): answer is Awaited<AnswerTo<Kind>> => answer !== undefined);
  }

  async documentDiagnostics(
    { textDocument, previousResultId }: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    if (this.results.complete) await untilCancelled(this.thread.heard(), token);
    return this.board.document(textDocument.uri, previousResultId);
  }

  workspaceDiagnostics(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    parts: ResultProgressReporter<WorkspaceDiagnosticReport> | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const report = parts && ((part: WorkspaceDiagnosticReport) => parts.report(part));
    return this.pulls.pull(previousResultIds, {
      report,
      onCancelled: (listener) => token.onCancellationRequested(listener),
    });
  }

  uriFor(file: string): string {
    return this.openUris.get(file) ?? uriOf(file);
  }

  private answerWaiting(): void {
    if (this.results.complete || this.dead) for (const known of this.waiting.splice(0)) known();
  }

  private state() {
    return this.results.state(this.thread.pending, this.dead);
  }

  private publish(): void {
    this.announce();
    if (this.drawnOtherwise && this.openUris.size > 0) this.refreshAnnotations();
    this.drawnOtherwise = false;
    const changed = this.board.put(this.results.diagnostics());
    if (changed.length > 0) this.deliver(changed);
    if (!this.results.complete && !this.dead) return;
    this.progress?.then((progress) => progress.done(), ignore);
    this.progress = undefined;
  }

  private deliver(changed: readonly string[]): void {
    if (!this.abilities.pullsDiagnostics) return pushDiagnostics(this.connection, this.board, changed);
    this.pulls.changed();
    this.connection.languages.diagnostics.refresh().catch(ignore);
  }

  /** What is drawn over code is asked for again. */
  private refreshAnnotations(): void {
    const { refreshesLenses, refreshesHints, refreshesTokens } = this.abilities;
    const { languages } = this.connection;
    if (refreshesLenses) this.connection.sendRequest(CodeLensRefreshRequest.type).catch(ignore);
    if (refreshesHints) languages.inlayHint.refresh().catch(ignore);
    if (refreshesTokens) languages.semanticTokens.refresh();
  }

  private announceLater(delay = ANNOUNCED_AFTER_MS): void {
    if (this.announcement) return;
    this.announcement = setTimeout(() => this.announce(), delay);
  }

  /** Tells the views when there is anything new to show. */
  private announce(): void {
    clearTimeout(this.announcement);
    this.announcement = undefined;
    const summary = this.results.summary(this.state());
    const shown = JSON.stringify([summary, this.results.revision]);
    if (shown === this.announced) return;
    this.announced = shown;
    this.connection.sendNotification(CHANGED_NOTIFICATION, summary).catch(ignore);
  }

  private async beginProgress(): Promise<WorkDoneProgressServerReporter> {
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("Dendritic Nix", undefined, "reading the flake");
    return progress;
  }
}

/** It may be a directory that came or went; those with a dot in their name are looked at with the next one. */
function mayHoldFlake(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "flake.nix" || !name.includes(".");
}

/** A client that is gone, or that refuses what it said it can do, does not end the server. */
function ignore(): void {
  // nothing can be done about it
}

/** Rejects as soon as the client does not want it any more. */
function untilCancelled<Result>(work: Promise<Result>, token: CancellationToken): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled"));
    if (token.isCancellationRequested) return cancelled();
    // A token that is cancelled already tells so later only, after the answer to what is not worked at.
    if (token.isCancellationRequested) return cancelled();
    const listener = token.onCancellationRequested(cancelled);
    work.then(resolve, reject).finally(() => listener.dispose());
  });
}
