import {
  EventEmitter,
  MarkdownString,
  Range,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
} from "vscode";
import type { HostsView, NodeLocation, RootView, TreeNode } from "../server/protocol.ts";
import { type Icons, problemIcon, rootIcon } from "./icons.ts";

/** A row: a node of the server's tree, or a whole flake where the workspace has several. */
export type Row =
  | { readonly kind: "node"; readonly node: TreeNode }
  | { readonly kind: "root"; readonly root: RootView };

/** Shows what the server last said; it keeps that until it is given something newer. */
export class HostsProvider implements TreeDataProvider<Row> {
  readonly #icons: Icons;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #top: readonly Row[] = [];
  #parents = new Map<Row, Row | undefined>();
  #children = new Map<Row, readonly Row[]>();
  #byId = new Map<string, Row>();

  constructor(icons: Icons) {
    this.#icons = icons;
  }

  /** The newest answer of the server. */
  set(view: HostsView): void {
    this.#parents = new Map();
    this.#children = new Map();
    this.#byId = new Map();
    const [only, ...more] = view.roots;
    const roots = view.roots.map((root): Row => ({ kind: "root", root }));
    this.#top = more.length > 0 ? roots : (only?.hosts ?? []).map(asRow);
    for (const row of this.#top) this.#remember(row, undefined);
    this.#changed.fire();
  }

  /** The row of the node with this id; undefined when the tree has none. */
  row(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  getChildren(row?: Row): Row[] {
    return [...((row ? this.#children.get(row) : this.#top) ?? [])];
  }

  getParent(row: Row): Row | undefined {
    return this.#parents.get(row);
  }

  getTreeItem(row: Row): TreeItem {
    const item = row.kind === "root" ? rootItem(row.root) : nodeItem(row.node, this.#icons);
    item.collapsibleState = this.#collapsibleState(row);
    return item;
  }

  #collapsibleState(row: Row): TreeItemCollapsibleState {
    if (this.getChildren(row).length === 0) return TreeItemCollapsibleState.None;
    const alone = this.#top.length === 1 && this.#top[0] === row;
    return alone || row.kind === "root" ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  }

  #remember(row: Row, parent: Row | undefined): void {
    const children = (row.kind === "root" ? row.root.hosts : row.node.children).map(asRow);
    this.#parents.set(row, parent);
    this.#children.set(row, children);
    if (row.kind === "node") this.#byId.set(row.node.id, row);
    for (const child of children) this.#remember(child, row);
  }
}

/** Where a click on the row leads. */
export function locationOf(row: Row): NodeLocation | undefined {
  return row.kind === "node" ? row.node.location : row.root.problem?.location;
}

function asRow(node: TreeNode): Row {
  return { kind: "node", node };
}

function nodeItem(node: TreeNode, icons: Icons): TreeItem {
  const item = new TreeItem(node.label);
  item.id = node.id;
  item.iconPath = icons(node);
  item.contextValue = [node.kind, ...node.marks].join(" ");
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new MarkdownString(node.tooltip, true);
  return withClick(item, node.location);
}

function rootItem(root: RootView): TreeItem {
  const item = new TreeItem(root.name);
  item.id = root.uri;
  item.iconPath = root.problem ? problemIcon : rootIcon;
  item.contextValue = "root";
  if (root.problem) {
    item.description = root.problem.message;
    item.tooltip = root.problem.message;
  }
  return withClick(item, root.problem?.location);
}

/** Opens in the preview tab, the cursor at the start of the span: a whole module selected would be one key from gone. */
function withClick(item: TreeItem, location: NodeLocation | undefined): TreeItem {
  if (!location) return item;
  const { line, character } = location.range.start;
  const selection = new Range(line, character, line, character);
  item.command = {
    title: "Open",
    command: "vscode.open",
    arguments: [Uri.parse(location.uri), { selection, preserveFocus: true }],
  };
  return item;
}
