import {
  CancellationTokenSource,
  commands,
  Disposable,
  type Memento,
  type TextEditor,
  type TreeView,
  window,
} from "vscode";
import type { HostsProvider, Row } from "./hosts.ts";
import type { Server } from "./server.ts";

interface Parts {
  /** Keeps the pin over restarts. */
  readonly memory: Memento;
  readonly server: Server;
  readonly provider: HostsProvider;
  readonly view: TreeView<Row>;
  /** Told that modules of the file in the editor reach no host; undefined: they do, or it has none. */
  readonly onNothing: (reason: string | undefined) => void;
}

const pinKey = "dendritic.hosts.pinned";

/** Keeps the tree at the leaf under the cursor while the view is visible, unless the user pinned the tree. */
export function createFollowing({
  memory,
  server,
  provider,
  view,
  onNothing,
}: Parts): Disposable & { readonly now: () => void } {
  let pinned = memory.get(pinKey, false);
  let question = new CancellationTokenSource();
  const opened = openedRows(view);
  const now = async (): Promise<void> => {
    question.cancel();
    question.dispose();
    question = new CancellationTokenSource();
    const { token } = question;
    const editor = window.activeTextEditor;
    if (pinned || !view.visible || editor?.document.languageId !== "nix") return onNothing(undefined);
    const path = await server.reveal({ ...placeOf(editor), prefers: opened.ids() }, token);
    if (!path || token.isCancellationRequested) return;
    const row = provider.row(path.ids.at(-1) ?? "");
    onNothing(!row && path.inNoHost ? `${nameOf(editor)} is in no host.` : undefined);
    // What is selected is not scrolled to again: who scrolled away from it did so on purpose.
    if (row && view.selection[0]?.id !== row.id) await view.reveal(row, { select: true, focus: false });
  };
  const follow = () => void now();
  const pin = (value: boolean) => {
    pinned = value;
    void memory.update(pinKey, value);
    void commands.executeCommand("setContext", pinKey, value);
    follow();
  };
  pin(pinned);
  const subscriptions = Disposable.from(
    opened,
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(follow),
    view.onDidChangeVisibility(follow),
    commands.registerCommand("dendritic.pinHosts", () => pin(true)),
    commands.registerCommand("dendritic.unpinHosts", () => pin(false)),
  );
  return {
    now: follow,
    dispose() {
      question.cancel();
      question.dispose();
      subscriptions.dispose();
    },
  };
}

/** Rows that the user is looking at: the selected one, then those that are open, the last opened first. */
function openedRows(view: TreeView<Row>): Disposable & { readonly ids: () => readonly string[] } {
  const open = new Set<string>();
  const subscriptions = Disposable.from(
    view.onDidExpandElement(({ element }) => open.add(element.id)),
    view.onDidCollapseElement(({ element }) => open.delete(element.id)),
  );
  return {
    ids: () => [...view.selection.map(({ id }) => id), ...[...open].reverse()],
    dispose: () => subscriptions.dispose(),
  };
}

function placeOf({ document, selection }: TextEditor) {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}

function nameOf({ document }: TextEditor): string {
  return document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1);
}
