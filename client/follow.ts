import {
  CancellationTokenSource,
  commands,
  Disposable,
  type Memento,
  type TextEditor,
  type TreeView,
  window,
} from "vscode";
import { type HostsProvider, locationOf, type Row } from "./hosts.ts";
import type { Server } from "./server.ts";

interface Parts {
  /** Keeps the pin over restarts. */
  readonly memory: Memento;
  readonly server: Server;
  readonly provider: HostsProvider;
  readonly view: TreeView<Row>;
}

const pinKey = "dendritic.hosts.pinned";

/** Keeps the tree at the leaf under the cursor while the view is visible, unless the user pinned the tree. */
export function createFollowing({ memory, server, provider, view }: Parts): Disposable & { readonly now: () => void } {
  let pinned = memory.get(pinKey, false);
  let question = new CancellationTokenSource();
  const now = async (): Promise<void> => {
    question.cancel();
    question.dispose();
    question = new CancellationTokenSource();
    const { token } = question;
    const editor = window.activeTextEditor;
    if (pinned || !view.visible || !editor || editor.document.languageId !== "nix" || isShown(view, editor)) return;
    const path = await server.reveal(placeOf(editor), token);
    const row = path && provider.row(path.ids.at(-1) ?? "");
    if (row && !token.isCancellationRequested) await view.reveal(row, { select: true, focus: false });
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

/** A leaf stands below each host that pulls it in: whoever clicked one of them stays at that one. */
function isShown(view: TreeView<Row>, { document, selection }: TextEditor): boolean {
  return view.selection.some((row) => {
    const location = locationOf(row);
    if (!location || location.uri !== document.uri.toString()) return false;
    const { start, end } = location.range;
    const { line } = selection.active;
    return start.line <= line && line <= end.line;
  });
}

function placeOf({ document, selection }: TextEditor) {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}
