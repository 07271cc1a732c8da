import { ThemeColor, ThemeIcon, Uri } from "vscode";
import type { TreeNode } from "../server/protocol.ts";

/** The icon of a node: its shape says the kind, its colour or outline the marks. */
export type Icons = (node: TreeNode) => TreeItemIcon;

type TreeItemIcon = ThemeIcon | { readonly light: Uri; readonly dark: Uri };

/** A flake, where the workspace has several. */
export const rootIcon = new ThemeIcon("package");

/** A flake that has something to say instead of hosts. */
export const problemIcon = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));

/** `media` is the folder of the pictures. */
export function createIcons(media: Uri): Icons {
  const leaf = (name: string) => ({
    light: Uri.joinPath(media, `${name}-light.svg`),
    dark: Uri.joinPath(media, `${name}-dark.svg`),
  });
  return (node) => {
    if (node.kind === "leaf" || node.kind === "inline") return leaf(leafPicture(node));
    return new ThemeIcon(shape(node.kind), colour(node));
  };
}

function leafPicture({ kind, marks }: TreeNode): string {
  if (marks.includes("disabled")) return "leaf-disabled";
  if (marks.includes("conditional")) return "leaf-conditional";
  return kind === "inline" ? "leaf-inline" : "leaf";
}

function shape(kind: Exclude<TreeNode["kind"], "leaf" | "inline">): string {
  switch (kind) {
    case "host":
      return "vm";
    case "image":
      return "archive";
    case "branch":
      return "type-hierarchy-sub";
    case "class":
      return "layers";
    case "external":
      return "link-external";
    case "note":
      return "info";
    default:
      kind satisfies never;
      return "question";
  }
}

function colour({ marks }: TreeNode): ThemeColor | undefined {
  if (marks.includes("incomplete")) return new ThemeColor("list.warningForeground");
  if (marks.includes("disabled")) return new ThemeColor("disabledForeground");
  if (marks.includes("conditional")) return new ThemeColor("charts.yellow");
  return undefined;
}
