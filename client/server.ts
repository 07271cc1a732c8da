import { type CancellationToken, type Disposable, type Event, EventEmitter, type LogOutputChannel, Uri } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import {
  CHANGED_NOTIFICATION,
  HOSTS_REQUEST,
  type HostsView,
  type LeafPath,
  type PlaceParams,
  REFRESH_REQUEST,
  REVEAL_REQUEST,
  type StateParams,
} from "../server/protocol.ts";

/** The language server as the views see it. A question that it cannot answer resolves to undefined. */
export interface Server extends Disposable {
  /** Fires when the server says so; `scanning` at each start, `failed` when the process does not run. */
  readonly onChanged: Event<StateParams>;
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly hosts: () => Promise<HostsView | undefined>;
  readonly reveal: (place: PlaceParams, token: CancellationToken) => Promise<LeafPath | undefined>;
}

/** Wires the language client; starts nothing yet. `extension` is the folder that holds dist/server.js. */
export function createServer(extension: Uri, log: LogOutputChannel): Server {
  const changed = new EventEmitter<StateParams>();
  const fail = () => changed.fire({ state: "failed", summary: "" });
  const client = createClient(Uri.joinPath(extension, "dist", "server.js").fsPath, log, fail);
  client.onNotification(CHANGED_NOTIFICATION, (change: StateParams) => changed.fire(change));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Starting) changed.fire({ state: "scanning", summary: "" });
  });
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (failure) {
      log.error(`The language server does not run: ${inWords(failure)}`);
      fail();
    }
  };
  const ask = async <Answer>(method: string, ...rest: unknown[]): Promise<Answer | undefined> => {
    if (client.state !== State.Running) return undefined;
    try {
      return await client.sendRequest<Answer>(method, ...(rest as [unknown, CancellationToken]));
    } catch (failure) {
      log.debug(`${method}: ${inWords(failure)}`);
      return undefined;
    }
  };
  return {
    onChanged: changed.event,
    start: () => attempt(() => client.start()),
    restart: () => attempt(() => (client.state === State.Running ? client.restart() : client.start())),
    stop: () => (client.needsStop() ? client.stop() : Promise.resolve()),
    refresh: async () => void (await ask(REFRESH_REQUEST)),
    hosts: () => ask<HostsView>(HOSTS_REQUEST),
    reveal: (place, token) => ask<LeafPath>(REVEAL_REQUEST, place, token),
    dispose: () => changed.dispose(),
  };
}

/** `gaveUp` is called when the process ended so often that it is not started again. */
function createClient(module: string, log: LogOutputChannel, gaveUp: () => void): LanguageClient {
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  const client: LanguageClient = new LanguageClient(
    "dendritic", // also the prefix of the setting `dendritic.trace.server`
    "Dendritic Nix",
    { run, debug },
    {
      documentSelector: [{ scheme: "file", language: "nix" }],
      synchronize: { configurationSection: "dendritic" },
      outputChannel: log,
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: {
        error: (failure, message, count) => usual().error(failure, message, count),
        async closed(): Promise<CloseHandlerResult> {
          const result = await usual().closed();
          if (result.action === CloseAction.DoNotRestart) gaveUp();
          return result.action === CloseAction.Restart ? { ...result, handled: true } : result;
        },
      },
    },
  );
  const handler = client.createDefaultErrorHandler();
  const usual = () => handler;
  return client;
}

function inWords(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
