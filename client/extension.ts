import { type ExtensionContext, window } from "vscode";
import { registerCommands } from "./commands.ts";
import { createHostsTree } from "./hosts-tree.ts";
import { createServer } from "./server.ts";
import { createStatus } from "./status.ts";

let stop: (() => Promise<void>) | undefined;

/** Called by VS Code once, on the first activation event. Returns at once; the server starts beside it. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Dendritic Nix", { log: true });
  const server = createServer(context.extensionUri, context.globalStorageUri, log);
  const tree = createHostsTree(context, server);
  const status = createStatus();
  server.onChanged((change) => {
    status.show(change);
    void tree.update(change).then(() => status.explain(tree.staleness()));
  });
  context.subscriptions.push(...registerCommands({ server, tree, log }), status, tree, server, log);
  stop = server.stop;
  void server.start();
}

/** Called by VS Code, which waits for the promise, so that the server ends by itself. */
export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
