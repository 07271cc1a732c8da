import type { Disposable, LogOutputChannel } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  type ErrorHandler,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import {
  CHANGED_NOTIFICATION,
  COMPANIONS_NOTIFICATION,
  type CompanionsParams,
  SHOW_PLACES_COMMAND,
  type StateParams,
  TRACK_COMMAND,
} from "../server/protocol.ts";
import { hasOtherNixServer, watchCompanions } from "./companions.ts";

interface Events {
  readonly starting: () => void;
  readonly changed: (change: StateParams) => void;
  /** The process ended so often that it is not started again. */
  readonly gaveUp: () => void;
  /** Takes what is to be disposed of with the client. */
  readonly keep: (...subscriptions: Disposable[]) => void;
}

/** A client, not started yet, for the server whose built file is `module`, which may keep things in a folder. */
export function createLanguageClient(
  module: string,
  cacheFolder: string,
  log: LogOutputChannel,
  events: Events,
): LanguageClient {
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  let usual: ErrorHandler | undefined;
  const client: LanguageClient = new LanguageClient(
    "dendritic", // also the prefix of the setting `dendritic.trace.server`
    "Dendritic Nix",
    { run, debug },
    {
      documentSelector: [{ scheme: "file", language: "nix" }],
      synchronize: { configurationSection: "dendritic" },
      initializationOptions: () => ({
        commands: [TRACK_COMMAND, SHOW_PLACES_COMMAND],
        otherNixServer: hasOtherNixServer(),
        cacheFolder,
      }),
      outputChannel: log,
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: {
        error: (failure, message, count) => handler().error(failure, message, count),
        async closed(): Promise<CloseHandlerResult> {
          const result = await handler().closed();
          if (result.action === CloseAction.Restart) return { ...result, handled: true }; // no message for what is mended
          events.gaveUp();
          return result;
        },
      },
    },
  );
  const handler = (): ErrorHandler => {
    usual ??= client.createDefaultErrorHandler();
    return usual;
  };
  client.onNotification(CHANGED_NOTIFICATION, events.changed);
  const tellCompanions = () => {
    if (client.isRunning())
      void client.sendNotification(COMPANIONS_NOTIFICATION, {
        otherNixServer: hasOtherNixServer(),
      } satisfies CompanionsParams);
  };
  events.keep(...watchCompanions(tellCompanions));
  client.onDidChangeState(({ newState }) => newState === State.Starting && events.starting());
  return client;
}
