import { EventEmitter, MarkdownString, type TreeDataProvider, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { HostsView, NodeLocation, RootView, TreeNode } from "../server/protocol.ts";
import { type Icons, problemIcon, rootIcon } from "./icons.ts";

/** A row: a node of the server's tree, or a whole flake where the workspace has several. It stays the same while its id does. */
export interface Row {
  readonly id: string;
  readonly shown: Shown;
}

type Shown = { readonly kind: "node"; readonly node: TreeNode } | { readonly kind: "root"; readonly root: RootView };

/** A row as the provider keeps it. */
interface KeptRow extends Row {
  shown: Shown;
  parent: KeptRow | undefined;
  children: readonly KeptRow[];
  /** Its tooltip was shown. */
  hovered: boolean;
}

/** The client's command behind a click on a row, with the row's id. */
export const OPEN_ROW_COMMAND = "dendritic.openRow";

/** Shows what the server last said; it keeps that until it is given something newer, and redraws only the rows that differ. */
export class HostsProvider implements TreeDataProvider<Row> {
  readonly #icons: Icons;
  readonly #changed = new EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #top: readonly KeptRow[] = [];
  #byId = new Map<string, KeptRow>();

  constructor(icons: Icons) {
    this.#icons = icons;
  }

  /** The newest answer of the server. */
  set(view: HostsView): void {
    const [only, ...more] = view.roots;
    const top =
      more.length > 0 ? view.roots.map((root): Shown => ({ kind: "root", root })) : (only?.hosts ?? []).map(asNode);
    const before = this.#byId;
    const wasAlone = this.#top.length === 1;
    const isSameTop = idsOf(this.#top) === top.map(idOf).join(SEPARATOR);
    const changed: KeptRow[] = [];
    this.#byId = new Map();
    this.#top = top.map((shown) => this.#keep(shown, undefined, before, changed));
    if (!isSameTop || wasAlone !== (this.#top.length === 1)) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed);
  }

  /** The row of the node with this id; undefined when the tree has none. */
  row(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  getChildren(row?: Row): Row[] {
    return [...(row ? this.#kept(row).children : this.#top)];
  }

  getParent(row: Row): Row | undefined {
    return this.#kept(row).parent;
  }

  getTreeItem(row: Row): TreeItem {
    const { shown, children } = this.#kept(row);
    const item = shown.kind === "root" ? rootItem(shown.root) : nodeItem(shown.node, this.#icons);
    item.collapsibleState = this.#collapsibleState(row);
    // A click on what has rows below shows these.
    if (children.length === 0 && locationOf(row))
      item.command = { title: "Open", command: OPEN_ROW_COMMAND, arguments: [row.id] };
    return item;
  }

  /** Tooltips name lines, which change with every key: they are made when they are looked at. */
  resolveTreeItem(item: TreeItem, row: Row): TreeItem {
    const kept = this.#kept(row);
    const text = tooltipOf(kept.shown);
    kept.hovered = true;
    // The words of a problem are no Markdown.
    if (text !== undefined) item.tooltip = kept.shown.kind === "root" ? text : new MarkdownString(text);
    return item;
  }

  #kept(row: Row): KeptRow {
    return this.#byId.get(row.id) ?? (row as KeptRow);
  }

  #collapsibleState(row: Row): TreeItemCollapsibleState {
    if (this.getChildren(row).length === 0) return TreeItemCollapsibleState.None;
    const alone = this.#top.length === 1 && this.#top[0]?.id === row.id;
    return alone || row.shown.kind === "root" ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  }

  /** The row that was there before, brought up to date, else a new one; what must be redrawn goes to `changed`. */
  #keep(shown: Shown, parent: KeptRow | undefined, before: ReadonlyMap<string, KeptRow>, changed: KeptRow[]): KeptRow {
    const id = idOf(shown);
    const known = before.get(id);
    const row: KeptRow = known ?? { id, shown, parent, children: [], hovered: false };
    const below = (shown.kind === "root" ? shown.root.hosts : shown.node.children).map(asNode);
    const isSame =
      !known ||
      (isDrawnAlike(known.shown, shown, known.hovered) && idsOf(known.children) === below.map(idOf).join(SEPARATOR));
    if (!isSame) {
      row.hovered = false;
      changed.push(row);
    }
    row.shown = shown;
    row.parent = parent;
    this.#byId.set(id, row);
    row.children = below.map((child) => this.#keep(child, row, before, changed));
    return row;
  }
}

const SEPARATOR = "\u0000";

function idsOf(rows: readonly Row[]): string {
  return rows.map(({ id }) => id).join(SEPARATOR);
}

function idOf(shown: Shown): string {
  return shown.kind === "root" ? shown.root.uri : shown.node.id;
}

function asNode(node: TreeNode): Shown {
  return { kind: "node", node };
}

function isDrawnAlike(one: Shown, other: Shown, withTooltip: boolean): boolean {
  const drawn = (shown: Shown) => {
    const tooltip = withTooltip ? tooltipOf(shown) : undefined;
    if (shown.kind === "root") return [shown.root.name, shown.root.problem?.message, tooltip];
    const { kind, label, description, marks, location } = shown.node;
    return [kind, label, description, marks, location !== undefined, tooltip];
  };
  return JSON.stringify(drawn(one)) === JSON.stringify(drawn(other));
}

function tooltipOf(shown: Shown): string | undefined {
  return shown.kind === "root" ? shown.root.problem?.message : shown.node.tooltip;
}

/** Where the row leads. */
export function locationOf({ shown }: Row): NodeLocation | undefined {
  return shown.kind === "node" ? shown.node.location : shown.root.problem?.location;
}

function nodeItem(node: TreeNode, icons: Icons): TreeItem {
  const item = new TreeItem(node.label);
  item.id = node.id;
  item.iconPath = icons(node);
  item.contextValue = [...(node.children.length > 0 ? ["container"] : []), node.kind, ...node.marks].join(" ");
  if (node.description !== undefined) item.description = node.description;
  return item;
}

function rootItem(root: RootView): TreeItem {
  const item = new TreeItem(root.name);
  item.id = root.uri;
  item.iconPath = root.problem ? problemIcon : rootIcon;
  item.contextValue = root.problem ? "root problem" : "root";
  if (root.problem) item.description = root.problem.message;
  return item;
}
