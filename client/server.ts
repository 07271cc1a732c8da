import { type CancellationToken, type Disposable, type Event, EventEmitter, type LogOutputChannel, Uri } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  BRANCHES_REQUEST,
  type BranchesView,
  HOSTS_REQUEST,
  type HostsChanges,
  type HostsParams,
  type HostsView,
  hostsAfter,
  type LeafPath,
  REFRESH_REQUEST,
  REVEAL_REQUEST,
  type RevealParams,
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
  /** A file on disk has changed. */
  readonly stored: (file: Uri) => Promise<void>;
  readonly hosts: () => Promise<HostsView | undefined>;
  readonly branches: () => Promise<BranchesView | undefined>;
  readonly reveal: (place: RevealParams, token: CancellationToken) => Promise<LeafPath | undefined>;
}

/** Starts nothing yet. `extension` is the folder that holds dist/server.js, `storage` one where the server may keep things. */
export function createServer(extension: Uri, storage: Uri, log: LogOutputChannel): Server {
  const changed = new EventEmitter<StateParams>();
  const subscriptions: Disposable[] = [changed];
  let client: LanguageClient | undefined;
  let known: { readonly view: HostsView; readonly revision: number } | undefined;
  const fail = () => changed.fire({ state: "failed", summary: "" });
  /** The client's code is most of the extension's: it is loaded once the views stand. */
  const connect = async (): Promise<LanguageClient> => {
    const { createLanguageClient } = await import("./language-client.ts");
    client ??= createLanguageClient(Uri.joinPath(extension, "dist", "server.js").fsPath, storage.fsPath, log, {
      starting: () => changed.fire({ state: "scanning", summary: "" }),
      changed: (change) => changed.fire(change),
      gaveUp: fail,
      keep: (...more) => subscriptions.push(...more),
    });
    return client;
  };
  const attempt = async (run: (client: LanguageClient) => Promise<void>): Promise<void> => {
    try {
      await run(await connect());
    } catch (failure) {
      log.error(`The language server is not running: ${inWords(failure)}`);
      fail();
    }
  };
  const ask = async <Answer>(method: string, ...rest: unknown[]): Promise<Answer | undefined> => {
    if (!client?.isRunning()) return undefined;
    try {
      return await client.sendRequest<Answer>(method, ...(rest as [unknown, CancellationToken]));
    } catch (failure) {
      log.debug(`${method}: ${inWords(failure)}`);
      return undefined;
    }
  };
  return {
    onChanged: changed.event,
    start: () => attempt((client) => client.start()),
    restart: () => attempt((client) => (client.isRunning() ? client.restart() : client.start())),
    stop: async () => {
      if (client?.needsStop()) await client.stop();
    },
    refresh: async () => void (await ask(REFRESH_REQUEST)),
    stored: async (file) => {
      const changes = [{ uri: file.toString(), type: 2 }];
      if (client?.isRunning()) await client.sendNotification("workspace/didChangeWatchedFiles", { changes });
    },
    branches: () => ask<BranchesView>(BRANCHES_REQUEST),
    hosts: async () => {
      const asked: HostsParams = { since: known?.revision ?? 0 };
      const before = known?.view;
      const answer = await ask<HostsChanges>(HOSTS_REQUEST, asked);
      if (!answer) return undefined;
      const view = hostsAfter(answer, before);
      known = { view, revision: answer.revision };
      return view;
    },
    reveal: (place, token) => ask<LeafPath>(REVEAL_REQUEST, place, token),
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function inWords(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
