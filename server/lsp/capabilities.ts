import { type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver/node";
import type { ClientAbilities } from "./client-abilities.ts";
import { questionCapabilities } from "./questions/all-questions.ts";

export function serverCapabilities(abilities: ClientAbilities): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    ...questionCapabilities(abilities),
    ...(abilities.pullsDiagnostics && {
      diagnosticProvider: { identifier: "dendritic", interFileDependencies: true, workspaceDiagnostics: true },
    }),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: anyPath, didRename: anyPath, didDelete: anyPath, willRename: anyPath },
    },
  };
}

/** A folder may be moved, and with it what lies in it. */
const anyPath = { filters: [{ scheme: "file", pattern: { glob: "**" } }] };
