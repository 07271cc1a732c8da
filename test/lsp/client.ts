import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  type FileChangeType,
  InitializedNotification,
  InitializeRequest,
  InlayHintRefreshRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  SemanticTokensRefreshRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver-protocol/node";
import {
  CHANGED_NOTIFICATION,
  HOSTS_REQUEST,
  type HostsView,
  SHOW_PLACES_COMMAND,
  type StateParams,
} from "../../server/protocol.ts";

const serverFile = fileURLToPath(new URL("../../dist/server.js", import.meta.url));

export interface ClientOptions {
  /** Absolute; the first one is what paths are relative to. */
  readonly folders: readonly string[];
  /** Whether the client asks for diagnostics. */
  readonly pulls: boolean;
  readonly command?: readonly string[];
  /** What it answers when it is asked for its settings; without them it cannot be asked. */
  readonly settings?: object;
  /** Whether it says at the beginning that another language server for Nix is at work. */
  readonly otherNixServer?: boolean;
  /** Whether it takes edits that make files, and asks for the edit of a code action when that is chosen. */
  readonly edits?: boolean;
  /** Commands of ours that it has. */
  readonly commands?: readonly string[];
  /** Where the server may keep things; nowhere by default. */
  readonly cacheFolder?: string;
}

/** An editor without a screen, talking to the built server over its standard streams. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly folder: string;
  /** What happened, in order: `changed ready`, `progress end`, `refresh`, … */
  readonly events: string[] = [];
  readonly states: StateParams[] = [];
  readonly registered: string[] = [];
  private readonly process: ChildProcess;
  private readonly byUri = new Map<string, readonly Diagnostic[]>();
  private readonly versions = new Map<string, number>();
  private waiting: (() => void)[] = [];

  private constructor(process: ChildProcess, folder: string) {
    this.process = process;
    this.folder = folder;
    if (!process.stdout || !process.stdin) throw new Error("the server has no streams");
    this.connection = createProtocolConnection(
      new StreamMessageReader(process.stdout),
      new StreamMessageWriter(process.stdin),
    );
  }

  /** Resolves when the server has answered `initialize`. */
  static async start(options: ClientOptions): Promise<Client> {
    const {
      folders,
      pulls,
      command = [serverFile, "--stdio"],
      settings,
      edits = false,
      commands = [],
      cacheFolder = "/dev/null/cache",
      otherNixServer,
    } = options;
    const child = spawn(process.execPath, [...command], { stdio: ["pipe", "pipe", "inherit"] });
    const client = new Client(child, folders[0] ?? "/");
    client.listen();
    client.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings));
    await client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: capabilities(pulls, settings !== undefined, edits),
      initializationOptions: {
        commands: [SHOW_PLACES_COMMAND, ...commands],
        cacheFolder,
        ...(otherNixServer !== undefined && { otherNixServer }),
      },
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
    });
    await client.connection.sendNotification(InitializedNotification.type, {});
    if (pulls) void client.pullForever();
    return client;
  }

  /** May be said twice. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
  }

  uri(file: string): string {
    return uriOf(join(this.folder, file));
  }

  stored(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  async open(file: string, text = this.stored(file)): Promise<void> {
    this.versions.set(file, 1);
    const textDocument = { uri: this.uri(file), languageId: "nix", version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async edit(file: string, text: string): Promise<void> {
    const version = (this.versions.get(file) ?? 1) + 1;
    this.versions.set(file, version);
    const textDocument = { uri: this.uri(file), version };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(file) },
    });
  }

  async watched(file: string, type: FileChangeType): Promise<void> {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: this.uri(file), type }],
    });
  }

  hosts(): Promise<HostsView> {
    return this.connection.sendRequest(HOSTS_REQUEST);
  }

  /** `cells/a.nix:3:5 warning code`, sorted; lines and columns from one. */
  diagnostics(): string[] {
    return [...this.byUri].flatMap(([uri, found]) => found.map((one) => `${this.fileOf(uri)}:${lineOf(one)}`)).sort();
  }

  /** The diagnostics of one file. */
  found(file: string): readonly Diagnostic[] {
    return this.byUri.get(this.uri(file)) ?? [];
  }

  /** Resolves once the condition holds; it is looked at whenever the server said something. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  fileOf(uri: string): string {
    return relative(this.folder, fileURLToPath(uri));
  }

  private note(event: string): void {
    this.events.push(event);
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private take(uri: string, found: readonly Diagnostic[]): void {
    if (found.length > 0) this.byUri.set(uri, found);
    else this.byUri.delete(uri);
  }

  private listen(): void {
    const { connection } = this;
    connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.take(uri, diagnostics);
      this.note(`published ${this.fileOf(uri)}`);
    });
    connection.onNotification(CHANGED_NOTIFICATION, (params: StateParams) => {
      this.states.push(params);
      this.note(`changed ${params.state}`);
    });
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      connection.onProgress(WorkDoneProgress.type, token, ({ kind }) => this.note(`progress ${kind}`));
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => this.note("refresh"));
    connection.onRequest(CodeLensRefreshRequest.type, () => this.note("refresh lenses"));
    connection.onRequest(InlayHintRefreshRequest.type, () => this.note("refresh hints"));
    connection.onRequest(SemanticTokensRefreshRequest.type, () => this.note("refresh tokens"));
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
      this.note("registered");
    });
    connection.listen();
  }

  /** One request that stays open, as VS Code does it. */
  private async pullForever(): Promise<void> {
    const partialResultToken = "workspace";
    this.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, partialResultToken, ({ items }) => {
      for (const report of items) if (report.kind === "full") this.take(report.uri, report.items);
      this.note("pulled");
    });
    await this.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken });
    this.note("pull ended");
  }
}

function capabilities(pulls: boolean, configuration: boolean, edits: boolean): ClientCapabilities {
  return {
    window: { workDoneProgress: true },
    workspace: {
      workspaceFolders: true,
      configuration,
      didChangeWatchedFiles: { dynamicRegistration: true },
      ...(pulls && { diagnostics: { refreshSupport: true } }),
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      semanticTokens: { refreshSupport: true },
      ...(edits && { workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } }),
    },
    textDocument: {
      publishDiagnostics: { relatedInformation: true },
      rename: { prepareSupport: true },
      ...(pulls && { diagnostic: {} }),
      ...(edits && { codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } } }),
    },
  };
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function lineOf({ range, severity, code }: Diagnostic): string {
  const { line, character } = range.start;
  return `${line + 1}:${character + 1} ${["", "error", "warning", "information", "hint"][severity ?? 0]} ${code}`;
}
