import { commands, type Disposable, Location, type LogOutputChannel, Position, Range, Uri, window } from "vscode";
import { SHOW_PLACES_COMMAND, type ShowPlaces, TRACK_COMMAND } from "../server/protocol.ts";
import { addToGit } from "./git.ts";
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
    commands.registerCommand("dendritic.showProblem", () => showProblem(tree)),
    commands.registerCommand(TRACK_COMMAND, (uri: string) => track(server, Uri.parse(uri))),
    commands.registerCommand(SHOW_PLACES_COMMAND, showPlaces),
  ];
}

/** VS Code does not watch git's own folder as reliably as the rest, so the server is notified. */
async function track(server: Server, file: Uri): Promise<void> {
  const index = await addToGit(file);
  if (index) await server.stored(index);
}

/** Peeks at what a code lens counts. */
async function showPlaces({ uri, position, places }: ShowPlaces): Promise<void> {
  const at = new Position(position.line, position.character);
  const locations = places.map(({ uri: file, range: { start, end } }) => {
    return new Location(Uri.parse(file), new Range(start.line, start.character, end.line, end.character));
  });
  await commands.executeCommand("editor.action.showReferences", Uri.parse(uri), at, locations);
}

/** Where the problem is, or else at the top of the flake that has it. */
async function showProblem(tree: HostsTree): Promise<void> {
  const root = tree.troubled();
  if (!root) return;
  const { line, character } = root.problem?.location?.range.start ?? { line: 0, character: 0 };
  const selection = new Range(line, character, line, character);
  await window.showTextDocument(Uri.parse(root.problem?.location?.uri ?? root.uri), { selection });
}
