import { commands, type Disposable, type ExtensionContext, Uri, window } from "vscode";
import type { HostsView, RootProblem, ScanState, StateParams } from "../server/protocol.ts";
import { createFollowing } from "./follow.ts";
import { HostsProvider } from "./hosts.ts";
import { createIcons } from "./icons.ts";
import type { Server } from "./server.ts";

/** The view Hosts, kept equal to what the server says. */
export interface HostsTree extends Disposable {
  /** Asks the server anew and shows the answer; when there is none, the last tree stays. */
  readonly update: (change: StateParams) => Promise<void>;
  /** Why there is nothing to show, or nothing fresh. */
  readonly problem: () => RootProblem | undefined;
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
      if (answer) provider.set(answer);
      last = answer ?? last;
      const words = describe(answer?.state ?? change.state, last);
      view.message = words.message;
      view.description = words.description;
      await commands.executeCommand("setContext", "dendritic.hosts.state", words.emptyState);
      following.now();
    },
    problem: () => last?.roots.find((root) => root.problem)?.problem,
    dispose() {
      following.dispose();
      view.dispose();
    },
  };
}

/** What stands beside the tree; `emptyState` is one of the values that `viewsWelcome` in package.json knows. */
function describe(state: ScanState, view: HostsView | undefined) {
  const [only, ...more] = view?.roots ?? [];
  const problem = more.length === 0 ? only?.problem : undefined; // several roots say it in their own rows
  const empty = more.length === 0 && (only?.hosts.length ?? 0) === 0;
  return {
    message: !empty && problem ? `${problem.message} The last good result is shown.` : "",
    description: state === "stale" ? "out of date" : "",
    emptyState: problem?.kind ?? (state === "none" || state === "failed" ? state : "scanning"),
  };
}
