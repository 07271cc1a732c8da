import type { Node, Tree, TreeCursor } from "web-tree-sitter";
import type { OffsetRange } from "../text.ts";

/** A node of the grammar's tree, copied out of the parser. Comments and tokens are left out. */
export interface GrammarNode extends OffsetRange {
  readonly type: NodeType;
  readonly children: readonly GrammarNode[];
}

export type NodeType = (typeof wantedTypes)[number] | "source_code" | "variable_expression" | "ERROR";

interface OpenNode extends GrammarNode {
  readonly children: OpenNode[];
}

/**
 * Copies the nodes of a tree without errors. Only `readBrokenNodes` gives `variable_expression` and `ERROR` nodes, and
 * zero-wide ones for what is missing; here a variable is an `identifier`.
 */
export function readNodes(rootNode: Node): GrammarNodes {
  return { root: nest(rootNode.descendantsOfType([...wantedTypes]), rootNode), missing: [], comments: [] };
}

/** All that is needed of one grammar tree. */
export interface GrammarNodes {
  readonly root: GrammarNode;
  /** Tokens that the grammar's error recovery made up, zero-wide. */
  readonly missing: readonly MissingToken[];
  /** In a broken file only. */
  readonly comments: readonly OffsetRange[];
}

export interface MissingToken extends OffsetRange {
  readonly token: string;
}

/** What lowering looks at. The fewer the faster: copying nodes costs as much as parsing. */
const wantedTypes = [
  "identifier",
  "integer_expression",
  "float_expression",
  "spath_expression",
  "uri_expression",
  "ellipses",
  "path_expression",
  "hpath_expression",
  "function_expression",
  "formals",
  "formal",
  "assert_expression",
  "with_expression",
  "let_expression",
  "if_expression",
  "has_attr_expression",
  "unary_expression",
  "binary_expression",
  "apply_expression",
  "select_expression",
  "parenthesized_expression",
  "attrset_expression",
  "let_attrset_expression",
  "rec_attrset_expression",
  "string_expression",
  "indented_string_expression",
  "binding",
  "inherit",
  "inherit_from",
  "attrpath",
  "interpolation",
  "list_expression",
] as const;

/**
 * One call brings all nodes, in document order with parents first; the nesting follows from the offsets. Types are
 * asked for by name, and the keyword `inherit` shares its name with the binding.
 */
function nest(nodes: readonly Node[], rootNode: Node): GrammarNode {
  const root: OpenNode = { type: "source_code", start: rootNode.startIndex, end: rootNode.endIndex, children: [] };
  const open = [root];
  let parent = root;
  for (const node of nodes) {
    if (node.type === "inherit" && !node.isNamed) continue;
    const start = node.startIndex;
    const copy: OpenNode = { type: node.type as NodeType, start, end: node.endIndex, children: [] };
    while (start >= parent.end && open.length > 1) {
      open.pop();
      parent = open.at(-1) ?? root;
    }
    parent.children.push(copy);
    open.push(copy);
    parent = copy;
  }
  return root;
}

const wanted: ReadonlySet<string> = new Set<string>([...wantedTypes, "variable_expression", "ERROR"]);

/**
 * Zero-wide nodes make offsets ambiguous, so a broken tree is walked node by node (about four times slower).
 * `offsetOf` maps the parsed text's offsets to those wanted; nodes may lose their width by it.
 */
export function readBrokenNodes(tree: Tree, offsetOf: (offset: number) => number): GrammarNodes {
  const cursor = tree.walk();
  const rangeHere = (): OffsetRange => ({ start: offsetOf(cursor.startIndex), end: offsetOf(cursor.endIndex) });
  const root: OpenNode = { type: "source_code", ...rangeHere(), children: [] };
  const found = { root, missing: [] as MissingToken[], comments: [] as OffsetRange[] };
  const open: OpenNode[] = [root];
  for (let isDown = true; ; ) {
    if (isDown) open.push(enter(cursor, open.at(-1) ?? root, rangeHere(), found));
    if (isDown && cursor.gotoFirstChild()) continue;
    open.pop();
    isDown = cursor.gotoNextSibling();
    if (!isDown && !cursor.gotoParent()) break;
  }
  cursor.delete();
  return found;
}

/** Gives the node to which the children of the one under the cursor belong. */
function enter(
  cursor: TreeCursor,
  parent: OpenNode,
  range: OffsetRange,
  found: { missing: MissingToken[]; comments: OffsetRange[] },
): OpenNode {
  const type = cursor.nodeType;
  if (cursor.nodeIsMissing) found.missing.push({ token: type, ...range });
  if (type === "comment") found.comments.push(range);
  const isKept = cursor.nodeIsNamed && wanted.has(type);
  if (!isKept || (type === "identifier" && parent.type === "variable_expression")) return parent;
  const copy: OpenNode = { type: type as NodeType, ...range, children: [] };
  parent.children.push(copy);
  return copy;
}
