import type { Branch, Graph, Host, Leaf } from "../../graph/graph.ts";
import { branchesById } from "../../graph/graph-lookup.ts";
import type { Places } from "../../graph/shown-places.ts";
import { inlineCode } from "../../markdown.ts";
import { baseNameOf, directoryOf } from "../../nix/paths.ts";
import type { NodeKind, NodeLocation, NodeMark, TreeNode } from "../../protocol.ts";
import type { Span } from "../../text.ts";

/** What rows of the tree are made from. */
export interface TreeContext {
  readonly graph: Graph;
  readonly places: Places;
  readonly locate: (at: Span | undefined) => NodeLocation | undefined;
}

/** One host's part of the tree. */
export interface HostTree {
  readonly context: TreeContext;
  readonly host: Host;
  readonly pulled: ReadonlySet<string>;
}

/** The leaves below one class, each named after its file; by line, too, where one file has several of them. */
export function leafNodes(tree: HostTree, parent: string, leaves: readonly Leaf[]): readonly TreeNode[] {
  const perFile = new Map<string, number>();
  for (const { at } of leaves) perFile.set(at.file, (perFile.get(at.file) ?? 0) + 1);
  return leaves.map((leaf) => leafNode(tree, parent, leaf, (perFile.get(leaf.at.file) ?? 0) > 1));
}

function leafNode({ context, pulled }: HostTree, parent: string, leaf: Leaf, withLine: boolean): TreeNode {
  const { places, locate } = context;
  const file = places.pathOf(leaf.at.file);
  const marks = marksOf(leaf, pulled);
  const { label, folder } = leaf.external === undefined ? fileLabel(file) : externalLabel(leaf.external);
  const line = withLine ? `:${places.rangeOf(leaf.at).start.line + 1}` : "";
  return {
    id: `${parent}\n${leaf.id}`,
    kind: kindOf(leaf, branchesById(context.graph).get(leaf.branch ?? "")),
    label: leaf.external === undefined ? `${label}${line}` : label,
    description: folder,
    tooltip: tooltipOf(leaf, places.lineOf(leaf.at), leaf.condition?.at && places.lineOf(leaf.condition.at)),
    marks,
    location: locate(leaf.at),
    children: [],
  };
}

/** The module's own name tells most: `inputs.x.nixosModules.y` is `y` of `x`, and `default` is the input itself. */
function externalLabel(path: string): { label: string; folder: string | undefined } {
  const [, input, name] = /^inputs\.([^.]+)\.(?:[^(]*\.)?([^.()]+)$/.exec(path) ?? [];
  if (input === undefined || name === undefined) return { label: path.replace(/^inputs\./, ""), folder: undefined };
  return name === "default" || name === input ? { label: input, folder: undefined } : { label: name, folder: input };
}

/** `default.nix` says nothing without its folder. */
function fileLabel(file: string): { label: string; folder: string | undefined } {
  const folder = file.includes("/") ? directoryOf(file) : undefined;
  if (baseNameOf(file) !== "default.nix" || folder === undefined) return { label: baseNameOf(file), folder };
  return { label: `${baseNameOf(folder)}/default.nix`, folder: folder.includes("/") ? directoryOf(folder) : undefined };
}

function kindOf({ external }: Leaf, branch: Branch | undefined): NodeKind {
  if (external !== undefined) return "external";
  return branch === undefined || branch.owner !== undefined ? "inline" : "leaf";
}

function marksOf({ condition, id }: Leaf, pulled: ReadonlySet<string>): readonly NodeMark[] {
  if (condition?.value === "unknown") return ["conditional"];
  return condition?.value === "false" || !pulled.has(id) ? ["disabled"] : [];
}

function tooltipOf({ external, branch, condition }: Leaf, place: string, conditionPlace: string | undefined): string {
  const what =
    external === undefined
      ? inlineCode(place)
      : `${inlineCode(external)}, from outside, taken in at ${inlineCode(place)}`;
  const where = branch === undefined ? "inline in the host" : `contributed to ${inlineCode(branch)}`;
  const said = { true: "true", false: "false: left out", unknown: "not known" } as const;
  const behind =
    condition &&
    `behind a condition${conditionPlace ? ` (${inlineCode(conditionPlace)})` : ""} that is ${said[condition.value]}`;
  return [what, where, behind].filter(Boolean).join("\n\n");
}
