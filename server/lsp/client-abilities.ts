import { isAbsolute } from "node:path";
import type { ClientCapabilities } from "vscode-languageserver/node";

/** What the client can do, as far as it decides how the server talks to it. */
export interface ClientAbilities {
  /** It asks for diagnostics and can be asked to do so again; otherwise they are pushed. Never both. */
  readonly pullsDiagnostics: boolean;
  readonly registersWatchers: boolean;
  readonly showsProgress: boolean;
  readonly linksDefinitions: boolean;
  readonly changesFolders: boolean;
  /** It can be asked for settings. */
  readonly givesSettings: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesTokens: boolean;
  /** It asks for the word before it asks for a new name. */
  readonly preparesRenames: boolean;
  /** An edit can make a file. */
  readonly createsFiles: boolean;
  /** It asks for the edit of a code action when that is chosen. */
  readonly resolvesActions: boolean;
  /** Commands of ours that it has. */
  readonly commands: readonly string[];
  /** The folder that it gives us to keep things in, absolute; undefined: the user's cache folder. */
  readonly cacheFolder: string | undefined;
}

/** `options`: what the client gave for the initialization, whatever it is. */
export function abilitiesOf(
  { textDocument, workspace, window }: ClientCapabilities,
  options: unknown = undefined,
): ClientAbilities {
  const { commands, cacheFolder } = Object(options);
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    linksDefinitions: textDocument?.definition?.linkSupport === true,
    givesSettings: workspace?.configuration === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesTokens: workspace?.semanticTokens?.refreshSupport === true,
    preparesRenames: textDocument?.rename?.prepareSupport === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes("create") === true,
    resolvesActions:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes("edit") === true,
    changesFolders: workspace?.workspaceFolders === true,
    commands: Array.isArray(commands) ? commands : [],
    cacheFolder: typeof cacheFolder === "string" && isAbsolute(cacheFolder) ? cacheFolder : undefined,
  };
}
