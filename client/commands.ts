import { commands, type Disposable, type LogOutputChannel, Range, Uri, window } from "vscode";
import type { NodeLocation } from "../server/protocol.ts";
import type { HostsTree } from "./hosts-tree.ts";
import type { Server } from "./server.ts";

interface Parts {
  readonly server: Server;
  readonly tree: HostsTree;
  readonly log: LogOutputChannel;
}

/** The commands that package.json announces, but those that belong to one view. */
export function registerCommands({ server, tree, log }: Parts): Disposable[] {
  return [
    commands.registerCommand("dendritic.restartServer", () => server.restart()),
    commands.registerCommand("dendritic.refresh", () => server.refresh()),
    commands.registerCommand("dendritic.showLog", () => log.show()),
    commands.registerCommand("dendritic.showProblem", () => {
      const location = tree.problem()?.location;
      return location ? open(location) : commands.executeCommand("workbench.actions.view.problems");
    }),
  ];
}

async function open({ uri, range: { start } }: NodeLocation): Promise<void> {
  const selection = new Range(start.line, start.character, start.line, start.character);
  await window.showTextDocument(Uri.parse(uri), { selection });
}
