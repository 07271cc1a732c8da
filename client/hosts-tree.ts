import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from "vscode";
import type { HostsView, RootView, ScanState, StateParams } from "../server/protocol.ts";
import { createFollowing } from "./follow.ts";
import { HostsProvider } from "./hosts.ts";
import { createIcons } from "./icons.ts";
import type { Server } from "./server.ts";

/** The view Hosts, kept equal to what the server says. */
export interface HostsTree extends Disposable {
  /** Asks the server anew and shows the answer; the last tree stays while there is none, also over a restart. */
  readonly update: (change: StateParams) => Promise<void>;
  /** The flake of which there is nothing to show, or nothing fresh. */
  readonly troubled: () => RootView | undefined;
}

/** Creates the view; it is empty, with a welcome text, until the first `update`. */
export function createHostsTree(context: ExtensionContext, server: Server): HostsTree {
  const provider = new HostsProvider(createIcons(Uri.joinPath(context.extensionUri, "media")));
  const view = window.createTreeView("dendritic.hosts", { treeDataProvider: provider, showCollapseAll: true });
  const following = createFollowing({ memory: context.workspaceState, server, provider, view });
  let last: HostsView | undefined;
  let asked = 0;
  return {
    async update(change) {
      asked += 1;
      const question = asked;
      const answer = await server.hosts();
      if (question !== asked) return; // a newer question is on its way
      const state = answer?.state ?? change.state;
      if (answer && (state !== "scanning" || !last)) {
        provider.set(answer);
        last = answer;
      }
      view.message = staleness(state, last);
      await commands.executeCommand("setContext", "dendritic.hosts.state", emptyState(state, last));
      following.now();
    },
    troubled: () => last?.roots.find((root) => root.problem),
    dispose() {
      following.dispose();
      view.dispose();
    },
  };
}

/** Above a tree that is older than the files; nothing where the rows of several flakes say it themselves. */
function staleness(state: ScanState, view: HostsView | undefined): string {
  const [only, ...more] = view?.roots ?? [];
  if (!only || only.hosts.length === 0 || more.length > 0) return "";
  if (state === "failed") return "Out of date: the analysis has failed, the log says more.";
  if (!only.problem) return "";
  const { message, location } = only.problem;
  const place =
    location && `${workspace.asRelativePath(Uri.parse(location.uri))}, line ${location.range.start.line + 1}`;
  return `Out of date${place ? `, because of ${place}` : ""}: ${message}`;
}

/** Which of the welcome texts in package.json fits, should the tree be empty. */
function emptyState(state: ScanState, view: HostsView | undefined): string {
  const problem = view?.roots.find((root) => root.problem)?.problem;
  return problem?.kind ?? (state === "none" || state === "failed" ? state : "scanning");
}
