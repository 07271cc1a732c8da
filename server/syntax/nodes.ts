import type { OffsetRange } from "../text.ts";
import type { TreeCursor } from "./tree-sitter.ts";

/** A node of the grammar's tree. Comments and tokens are left out. */
export interface GrammarNode extends OffsetRange {
  readonly type: NodeType;
  readonly children: readonly GrammarNode[];
  /** The children that the grammar expects; broken stretches may stand between any of them. */
  readonly soundChildren: readonly GrammarNode[];
}

export type NodeType = "source_code" | (typeof soundTypes)[number] | (typeof brokenTypes)[number];

interface OpenNode extends GrammarNode {
  readonly children: OpenNode[];
  readonly soundChildren: OpenNode[];
}

/** All that is needed of one grammar tree. */
export interface GrammarNodes {
  readonly root: GrammarNode;
  /** What the grammar could not read. Outermost ones only: what stands inside a broken stretch is the same mistake. */
  readonly broken: readonly GrammarNode[];
  /** Tokens that the grammar's error recovery made up, zero-wide. */
  readonly missing: readonly MissingToken[];
  /** In a broken file only. */
  readonly comments: readonly OffsetRange[];
}

export interface MissingToken extends OffsetRange {
  readonly token: string;
}

/** What lowering looks at. */
const soundTypes = [
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

/** In a file that is or was broken only; elsewhere a variable is an `identifier`. */
const brokenTypes = ["variable_expression", "ERROR"] as const;

/** By their numbers in records; 0 is for what has none. */
const recordedTypes: readonly string[] = ["", ...soundTypes, "variable_expression"];

/** The number that stands for a type in records, as `lr-driver.c` wants it. */
export function kindOf(type: string): number {
  const kind = Math.max(0, recordedTypes.indexOf(type));
  return type === "variable_expression" ? kind + REPLACES : kind;
}

/** The record of a node takes the place of that of its only child: one for a variable and its identifier. */
const REPLACES = 0x80;

/**
 * The nodes of a sound file from its records. They have four numbers each: the kind, start and end of a node, and the index of the
 * first record behind those of the nodes in it. Parents come before what is in them; the root has no record.
 */
export function nodesOf(records: Int32Array): GrammarNodes {
  return fromRecords(records, { variable: "identifier", offsetOf: (offset) => offset });
}

/** The nodes of a file that was broken before it was mended, as `readBrokenNodes` gives them. */
export function mendedNodesOf(records: Int32Array, offsetOf: (offset: number) => number): GrammarNodes {
  return fromRecords(records, { variable: "variable_expression", offsetOf });
}

interface Recorded {
  readonly variable: NodeType;
  offsetOf(offset: number): number;
}

function fromRecords(records: Int32Array, { variable, offsetOf }: Recorded): GrammarNodes {
  const types = recordedTypes.map((type) => (type === "variable_expression" ? variable : type));
  const count = records.length / 4;
  const root = soundNode("source_code", 0, offsetOf(records[2] ?? 0));
  const open = [{ node: root, next: count }];
  let parent = { node: root, next: count };
  for (let index = 0, at = 0; index < count; index++, at += 4) {
    while (index >= parent.next) parent = open.pop() ?? parent;
    const type = types[records[at] ?? 0] as NodeType;
    const node = soundNode(type, offsetOf(records[at + 1] ?? 0), offsetOf(records[at + 2] ?? 0));
    parent.node.children.push(node);
    open.push(parent);
    parent = { node, next: records[at + 3] ?? 0 };
  }
  return { root, broken: [], missing: [], comments: [] };
}

/** Nothing is broken in it, so its two lists are one. */
function soundNode(type: NodeType, start: number, end: number): OpenNode {
  const children: OpenNode[] = [];
  return { type, start, end, children, soundChildren: children };
}

/** The nodes of a sound file, where tree-sitter read it. */
export function readNodes(cursor: TreeCursor): GrammarNodes {
  return copy(cursor, { wanted: new Set(soundTypes), offsetOf: (offset) => offset });
}

/**
 * Also gives `variable_expression` and `ERROR` nodes, and zero-wide ones for what is missing. `offsetOf` maps the parsed text's offsets
 * to those wanted; nodes may lose their width by it.
 */
export function readBrokenNodes(cursor: TreeCursor, offsetOf: (offset: number) => number): GrammarNodes {
  return copy(cursor, { wanted: new Set([...soundTypes, ...brokenTypes]), offsetOf });
}

interface Copying {
  readonly wanted: ReadonlySet<string>;
  offsetOf(offset: number): number;
}

function copy(cursor: TreeCursor, { wanted, offsetOf }: Copying): GrammarNodes {
  const missing: MissingToken[] = [];
  const comments: OffsetRange[] = [];
  const top = nodeHere(cursor, offsetOf, "source_code");
  const open = [top];
  for (let isDown = true; ; ) {
    if (isDown) {
      const parent = open.at(-1) ?? top;
      const { type } = cursor;
      const node = nodeHere(cursor, offsetOf, type as NodeType);
      if (cursor.isMissing) missing.push({ token: type, start: node.start, end: node.end });
      if (type === "comment") comments.push(node);
      const isKept =
        cursor.isNamed && wanted.has(type) && !(type === "identifier" && parent.type === "variable_expression");
      if (isKept) parent.children.push(node);
      if (isKept && type !== "ERROR") parent.soundChildren.push(node);
      open.push(isKept ? node : parent);
    }
    if (isDown && cursor.toFirstChild()) continue;
    open.pop();
    isDown = cursor.toNextSibling();
    if (!isDown && !cursor.toParent()) return { root: top, broken: brokenNodes(top), missing, comments };
  }
}

function nodeHere(cursor: TreeCursor, offsetOf: (offset: number) => number, type: NodeType): OpenNode {
  return { type, start: offsetOf(cursor.start), end: offsetOf(cursor.end), children: [], soundChildren: [] };
}

function brokenNodes(root: GrammarNode): GrammarNode[] {
  const found: GrammarNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "ERROR") found.push(node);
    else for (const child of node.children) waiting.push(child);
  }
  return found;
}
