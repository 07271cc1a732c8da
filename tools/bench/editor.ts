import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  CompletionRequest,
  createProtocolConnection,
  DefinitionRequest,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  ExitNotification,
  FileChangeType,
  type FileEvent,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ReferencesRequest,
  RegistrationRequest,
  ResponseError,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentPositionParams,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver-protocol/node";
import {
  CHANGED_NOTIFICATION,
  HOSTS_REQUEST,
  type HostsChanges,
  type HostsView,
  hostsAfter,
  SETTLED_REQUEST,
} from "../../server/protocol.ts";
import type { Place } from "../../server/subjects/live-flake.ts";
import { lineIndexOf } from "../../server/text.ts";
import { type Memory, memoryOf } from "./processes.ts";

/** What the server says once it has taken everything in. */
interface Settled {
  /** So many updates were served so far, by the way in which they were; where the server counts them. */
  readonly served?: Readonly<Record<string, number>>;
}

/** What is asked at places. */
export const asked = ["definition", "hover", "completion", "references"] as const;
export type Asked = (typeof asked)[number];

/** A server that cannot say when it is done is asked again after so long. */
const POLLING_MILLISECONDS = 3;

/** A build whose server is started. */
export interface Build {
  readonly dist: string;
  readonly env: NodeJS.ProcessEnv;
}

/** An editor without a screen, as busy as VS Code: it asks for the diagnostics of the edited file, of all others, and for its view of hosts. */
export class Editor {
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;
  private readonly texts = new Map<string, string>();
  private version = 1;
  private settles = true;
  private since = 0;
  private before: HostsView | undefined;

  private readonly started = performance.now();
  /** Milliseconds from the start until the view of hosts had anything to show. */
  shown: number | undefined;

  private constructor({ dist, env }: Build) {
    const server = join(dist, "server.js");
    this.process = spawn(process.execPath, [server, "--stdio"], { env, stdio: ["pipe", "pipe", "inherit"] });
    const { stdin, stdout } = this.process;
    if (!stdin || !stdout) throw new Error("the server has no streams");
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onRequest(DiagnosticRefreshRequest.type, () => {});
    this.connection.onRequest(RegistrationRequest.type, () => {});
    this.connection.onNotification(CHANGED_NOTIFICATION, () => void this.hosts());
    this.connection.listen();
  }

  /** Resolves when the first scan is done. */
  static async open(build: Build, folder: string): Promise<Editor> {
    const editor = new Editor(build);
    const workspace = { refreshSupport: true };
    await editor.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { workspaceFolders: true, diagnostics: workspace },
        textDocument: { publishDiagnostics: { relatedInformation: true }, diagnostic: {} },
      },
      workspaceFolders: [{ uri: uriOf(folder), name: folder }],
    });
    await editor.connection.sendNotification(InitializedNotification.type, {});
    void editor.connection
      .sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken: "all" })
      .catch(() => {}); // it stays open to the end
    await editor.settled();
    await editor.hosts();
    return editor;
  }

  /** Milliseconds since the server was started. */
  get age(): number {
    return performance.now() - this.started;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
  }

  /** The file's text; what is stored where it is not open. */
  textOf(file: string): string {
    return this.texts.get(file) ?? readFileSync(file, "utf8");
  }

  /** Opens the file where it is not open yet, and makes this its text, as one edit of what differs. */
  async type(file: string, text: string): Promise<void> {
    const before = this.textOf(file);
    const textDocument = { uri: uriOf(file), version: ++this.version };
    if (!this.texts.has(file))
      await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { ...textDocument, languageId: "nix", text: before },
      });
    this.texts.set(file, text);
    const { start, end, inserted } = difference(before, text);
    const lines = lineIndexOf(before);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { ...textDocument, version: ++this.version },
      contentChanges: [{ range: { start: lines.positionAt(start), end: lines.positionAt(end) }, text: inserted }],
    });
  }

  async closeFile(file: string): Promise<void> {
    if (!this.texts.delete(file)) return;
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: uriOf(file) },
    });
  }

  /** Files were written, made or removed on disk. */
  async stored(files: readonly string[]): Promise<void> {
    const changes = files.map((file): FileEvent => ({ uri: uriOf(file), type: FileChangeType.Changed }));
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Resolves when the file's own diagnostics are there. */
  async ownDiagnostics(file: string): Promise<void> {
    await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: uriOf(file) } });
  }

  /** Resolves when the result of the whole flake is that of the files as they are. */
  async settled(): Promise<Settled> {
    if (this.settles) {
      try {
        return await this.connection.sendRequest<Settled>(SETTLED_REQUEST);
      } catch (problem) {
        if (!(problem instanceof ResponseError) || problem.code !== ErrorCodes.MethodNotFound) throw problem;
        this.settles = false;
      }
    }
    for (;;) {
      const { state } = await this.hosts();
      if (state !== "updating" && state !== "scanning") return {};
      await new Promise((resolve) => setTimeout(resolve, POLLING_MILLISECONDS));
    }
  }

  async ask(question: Asked, place: Place): Promise<void> {
    const position = lineIndexOf(this.textOf(place.file)).positionAt(place.offset);
    const at: TextDocumentPositionParams = { textDocument: { uri: uriOf(place.file) }, position };
    switch (question) {
      case "definition":
        return void (await this.connection.sendRequest(DefinitionRequest.type, at));
      case "hover":
        return void (await this.connection.sendRequest(HoverRequest.type, at));
      case "completion":
        return void (await this.connection.sendRequest(CompletionRequest.type, at));
      case "references":
        return void (await this.connection.sendRequest(ReferencesRequest.type, {
          ...at,
          context: { includeDeclaration: true },
        }));
      default:
        return question satisfies never;
    }
  }

  memory(): Memory | undefined {
    return this.process.pid === undefined ? undefined : memoryOf(this.process.pid);
  }

  private async hosts(): Promise<HostsView> {
    const { since, before } = this;
    const answer = await this.connection.sendRequest<HostsChanges>(HOSTS_REQUEST, { since });
    const view = hostsAfter(answer, before);
    this.before = view;
    // Older servers always answer everything.
    this.since = answer.revision ?? 0;
    if (view.roots.some(({ hosts, problem }) => hosts.length > 0 || problem)) this.shown ??= this.age;
    return view;
  }
}

function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** The one stretch of the first text that another takes the place of. */
export function difference(before: string, after: string): { start: number; end: number; inserted: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, end: before.length - same, inserted: after.slice(start, after.length - same) };
}
