import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from "vscode";
import type { HostsView, RootView, ScanState, StateParams } from "../server/protocol.ts";
import { createFollowing } from "./follow.ts";
import { HostsProvider } from "./hosts.ts";
import { createIcons } from "./icons.ts";
import { registerRowCommands } from "./row-commands.ts";
import type { Server } from "./server.ts";

/** The view Hosts, kept equal to what the server says. */
export interface HostsTree extends Disposable {
  /** Asks the server again and shows the answer; the last tree stays while there is none, also over a restart. */
  readonly update: (change: StateParams) => Promise<void>;
  /** The flake of which there is nothing to show, or nothing fresh. */
  readonly troubled: () => RootView | undefined;
  /** Why the tree is older than the files; undefined while it is not. */
  readonly staleness: () => string | undefined;
}

/** Creates the view; it is empty, with a welcome text, until the first `update`. */
export function createHostsTree(context: ExtensionContext, server: Server): HostsTree {
  const provider = new HostsProvider(createIcons(Uri.joinPath(context.extensionUri, "media")));
  const view = window.createTreeView("dendritic.hosts", { treeDataProvider: provider, showCollapseAll: true });
  let last: HostsView | undefined;
  let stale: string | undefined;
  let nothing: string | undefined;
  let state: ScanState = "scanning";
  let asked = 0;
  // In the title, where it moves no row: VS Code leaves out the description of the only view of a container. It has little space.
  const describe = () => {
    view.title = stale === undefined ? "Hosts" : "Hosts · stale";
    view.message = stale !== undefined && isRootBroken(state, last) ? `Out of date${stale}` : (nothing ?? "");
  };
  const onNothing = (reason: string | undefined) => {
    nothing = reason;
    describe();
  };
  const following = createFollowing({ memory: context.workspaceState, server, provider, view, onNothing });
  const rowCommands = registerRowCommands(server, provider);
  return {
    async update(change) {
      asked += 1;
      const question = asked;
      const answer = await server.hosts();
      if (question !== asked) return; // a newer question is on its way
      state = answer?.state ?? change.state;
      if (answer && (state !== "scanning" || !last)) {
        provider.set(answer);
        last = answer;
      }
      stale = stalenessOf(state, last);
      describe();
      await commands.executeCommand("setContext", "dendritic.hosts.state", emptyState(state, last));
      following.now();
    },
    troubled: () => last?.roots.find((root) => root.problem),
    staleness: () => stale && `out of date${stale}`,
    dispose() {
      following.dispose();
      rowCommands.dispose();
      view.dispose();
    },
  };
}

/** Why the tree is older than the files, to be read behind "out of date". Of several flakes the rows say it themselves. */
function stalenessOf(state: ScanState, view: HostsView | undefined): string | undefined {
  const [only, ...more] = view?.roots ?? [];
  if (!only || only.hosts.length === 0 || more.length > 0) return undefined;
  if (state === "failed") return ": the analysis has failed; see the log for details.";
  if (!only.problem) return undefined;
  const { message, location } = only.problem;
  const place =
    location && `${workspace.asRelativePath(Uri.parse(location.uri))}, line ${location.range.start.line + 1}`;
  return `${place ? `, because of ${place}` : ""}: ${message}`;
}

/** A cell is broken with every second key; with flake.nix all is, and nothing will be fresh until it is mended. */
function isRootBroken(state: ScanState, view: HostsView | undefined): boolean {
  const [root] = view?.roots ?? [];
  return state === "failed" || root?.problem?.location?.uri === root?.uri;
}

/** Which of the welcome texts in package.json fits, should the tree be empty. */
function emptyState(state: ScanState, view: HostsView | undefined): string {
  const problem = view?.roots.find((root) => root.problem)?.problem;
  return problem?.kind ?? (state === "none" || state === "failed" ? state : "scanning");
}
