import { commands, Disposable, Range, Uri } from "vscode";
import { type NodeLocation, SHOW_PLACES_COMMAND, type ShowPlaces } from "../server/protocol.ts";
import { type HostsProvider, locationOf, OPEN_ROW_COMMAND, type Row } from "./hosts.ts";
import type { Server } from "./server.ts";

/** What rows of the view Hosts do: a click on what has nothing below it, and the button that opens the definition of the others. */
export function registerRowCommands(server: Server, provider: HostsProvider): Disposable {
  return Disposable.from(
    commands.registerCommand(OPEN_ROW_COMMAND, (id: string) => {
      const row = provider.row(id);
      return open(row && locationOf(row), true);
    }),
    commands.registerCommand("dendritic.openDefinition", async (row: Row | undefined) => {
      if (row) await openDefinition(server, row);
    }),
  );
}

/** A branch is defined where *Go to Definition* leads to from its name; places in several files are peeked at. */
async function openDefinition(server: Server, row: Row): Promise<void> {
  const places = (await branchPlaces(server, row)) ?? [];
  const [first, ...more] = places;
  if (!first || more.every(({ uri }) => uri === first.uri)) return open(first ?? locationOf(row), false);
  const shown: ShowPlaces = { uri: first.uri, position: first.range.start, places };
  await commands.executeCommand(SHOW_PLACES_COMMAND, shown);
}

async function branchPlaces(server: Server, { id, shown }: Row): Promise<readonly NodeLocation[] | undefined> {
  if (shown.kind !== "node" || shown.node.kind !== "branch") return undefined;
  const [directory, ...rest] = id.split("\n");
  const roots = (await server.branches())?.roots ?? [];
  const root = roots.find(({ uri }) => Uri.parse(uri).path.endsWith(`${directory}/flake.nix`));
  return root?.branches.find(({ group }) => group === rest.at(-1))?.definitions;
}

/** In the preview tab, the cursor at the start of the span: a whole module selected would be one key from gone. */
async function open(location: NodeLocation | undefined, preserveFocus: boolean): Promise<void> {
  if (!location) return;
  const { line, character } = location.range.start;
  const selection = new Range(line, character, line, character);
  await commands.executeCommand("vscode.open", Uri.parse(location.uri), { selection, preserveFocus });
}
