import type { Worker } from "node:worker_threads";
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  ResponseError,
  TextDocuments,
  WatchKind,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  COMPANIONS_NOTIFICATION,
  type CompanionsParams,
  HOSTS_REQUEST,
  type HostsChanges,
  type HostsView,
  REFRESH_REQUEST,
  SETTLED_REQUEST,
} from "../protocol.ts";
import { pathOf } from "./addresses.ts";
import { serverCapabilities } from "./capabilities.ts";
import { serveRefusals } from "./checked-messages.ts";
import { sinceParam } from "./checked-params.ts";
import { abilitiesOf } from "./client-abilities.ts";
import type { PageOf } from "./diagnostic-delivery.ts";
import { onOwnRequest } from "./own-requests.ts";
import { serveQuestions } from "./questions/all-questions.ts";
import { Session } from "./session.ts";

/**
 * Wires a connection to an analysing thread; `startWorker` gives a thread that runs an `Analyst`, `pageOf` the address of a rule's page.
 * Everything begins with `initialize`.
 */
export function startServer(connection: Connection, startWorker: () => Worker, pageOf: PageOf): void {
  const documents = new TextDocuments(TextDocument);
  const session = new Session(connection, startWorker, pageOf);

  let begun = false;
  connection.onInitialize(({ capabilities, workspaceFolders, rootUri, initializationOptions }) => {
    if (begun) throw new ResponseError(ErrorCodes.InvalidRequest, "the server is initialized already");
    begun = true;
    const abilities = abilitiesOf(capabilities, initializationOptions);
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    session.begin(
      abilities,
      uris.flatMap((uri) => pathOf(uri) ?? []),
    );
    session.configure(initializationOptions);
    return { capabilities: serverCapabilities(abilities), serverInfo: { name: "dendritic" } };
  });
  connection.onInitialized(() => {
    if (session.abilities.registersWatchers) registerWatchers(connection);
    if (session.abilities.changesFolders) followFolders(connection, session);
    connection.onNotification(COMPANIONS_NOTIFICATION, (params: Partial<CompanionsParams> | null) =>
      session.accompany(params?.otherNixServer === true),
    );
    session.scan();
    void askSettings(connection, session);
  });
  connection.onShutdown(() => session.end());

  followFiles(connection, documents, session);
  connection.languages.diagnostics.on((params, token) => session.documentDiagnostics(params, token));
  connection.languages.diagnostics.onWorkspace((params, token, _progress, parts) =>
    session.workspaceDiagnostics(params, token, parts),
  );
  serveQuestions(connection, session);
  serveRefusals(connection);
  onOwnRequest<HostsView | HostsChanges>(connection, HOSTS_REQUEST, (params) => {
    const since = sinceParam(params);
    return since === undefined ? session.hosts() : session.hostsSince(since);
  });
  onOwnRequest(connection, REFRESH_REQUEST, () => session.refresh());
  onOwnRequest(connection, SETTLED_REQUEST, () => session.settled());
  documents.listen(connection);
  connection.listen();
}

function followFiles(connection: Connection, documents: TextDocuments<TextDocument>, session: Session): void {
  documents.onDidChangeContent(({ document }) => session.edited(document.uri, document.getText()));
  documents.onDidClose(({ document }) => session.edited(document.uri, undefined));
  documents.onDidSave(({ document }) => session.stored([document.uri]));
  connection.onDidChangeWatchedFiles(({ changes }) => session.stored(changes.map(({ uri }) => uri)));
  connection.workspace.onDidCreateFiles(({ files }) => session.stored(files.map(({ uri }) => uri)));
  connection.workspace.onDidDeleteFiles(({ files }) => session.stored(files.map(({ uri }) => uri)));
  connection.workspace.onDidRenameFiles(({ files }) =>
    session.stored(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
  );
  connection.onDidChangeConfiguration(({ settings }) => {
    if (settings?.dendritic) session.configure(settings.dendritic);
    else void askSettings(connection, session);
  });
}

/** Clients that cannot be asked have said at the beginning what they have to say, or say it when it changes. */
async function askSettings(connection: Connection, session: Session): Promise<void> {
  if (!session.abilities.givesSettings) return;
  try {
    const given: unknown = await connection.workspace.getConfiguration("dendritic");
    if (given !== null && given !== undefined) session.configure(given);
  } catch (problem) {
    connection.console.warn(`The client did not answer the request for its settings: ${String(problem)}`);
  }
}

function followFolders(connection: Connection, session: Session): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const paths = (folders: readonly { uri: string }[]) => folders.flatMap(({ uri }) => pathOf(uri) ?? []);
    session.changeFolders(paths(added), paths(removed));
  });
}

/** Folders appear and vanish as one event, so that such events count for any path. */
function registerWatchers(connection: Connection): void {
  const watchers = [
    { globPattern: "**/*.nix" },
    { globPattern: "**/flake.lock" },
    { globPattern: "**/.git/index" },
    { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
  ];
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((problem: unknown) => {
    connection.console.warn(`The client did not register the file watchers: ${String(problem)}`);
  });
}
