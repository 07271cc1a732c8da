import type { OffsetRange } from "../text.ts";

/**
 * Our own syntax tree of a Nix file, immutable but for the marks of evaluations. It holds no parser objects, so it may outlive the parse.
 * All offsets are UTF-16, half-open, into the file's *original* text. Parentheses leave no node; every other
 * expression form of the Nix manual's language chapter has one. What could not be parsed is a `hole`.
 */
export type Expression =
  | Variable
  | Integer
  | Float
  | StringLiteral
  | PathLiteral
  | List
  | AttributeSet
  | Let
  | With
  | Lambda
  | Apply
  | Select
  | HasAttribute
  | If
  | Assert
  | Unary
  | Binary
  | Hole;

/** What all forms of expressions have. */
interface Node extends OffsetRange {
  /**
   * Whether an evaluation has ever depended on what stands here. The one thing about a tree that changes, from false to true: an edit in
   * code that no evaluation has looked at changes nothing that was found out. See docs/design/edits.md.
   */
  seen: boolean;
}

export interface Variable extends Node {
  readonly kind: "variable";
  readonly name: string;
}

export interface Integer extends Node {
  readonly kind: "integer";
  /** May lie outside 64 bits; the evaluator rejects that, as Nix does. */
  readonly value: bigint;
}

export interface Float extends Node {
  readonly kind: "float";
  readonly value: number;
}

/** `"…"`, `''…''` or a bare URI. Text parts are cooked: escapes resolved, indentation stripped. */
export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly style: "plain" | "indented" | "uri";
  readonly parts: readonly StringPart[];
}

/** A piece of literal text, or an antiquotation's expression. */
export type StringPart = string | Expression;

/** `./x`, `/x`, `~/x`, `<x>`; text parts as written (a search path without its angle brackets, `~/` kept). */
export interface PathLiteral extends Node {
  readonly kind: "path";
  readonly anchor: "relative" | "absolute" | "home" | "search";
  readonly parts: readonly StringPart[];
}

export interface List extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

export interface AttributeSet extends Node {
  readonly kind: "set";
  readonly recursive: boolean;
  readonly bindings: readonly Binding[];
}

/** `let … in body`. The ancient `let { …; body = …; }` is lowered to a recursive set with `.body` selected. */
export interface Let extends Node {
  readonly kind: "let";
  readonly bindings: readonly Binding[];
  readonly body: Expression;
}

export interface With extends Node {
  readonly kind: "with";
  readonly scope: Expression;
  readonly body: Expression;
}

/** `parameter` is the plain argument (`x: …`) or the name beside `@`; at least one of it and `formals` is there. */
export interface Lambda extends Node {
  readonly kind: "lambda";
  /** Of the attribute or variable that it is the value of. */
  readonly name?: string | undefined;
  readonly parameter: Identifier | undefined;
  readonly formals: Formals | undefined;
  readonly body: Expression;
}

export interface Formals extends OffsetRange {
  readonly formals: readonly Formal[];
  /** Whether `...` is there. */
  readonly open: boolean;
}

export interface Formal extends OffsetRange {
  readonly name: Identifier;
  readonly fallback: Expression | undefined;
}

export interface Apply extends Node {
  readonly kind: "apply";
  readonly function: Expression;
  readonly argument: Expression;
}

export interface Select extends Node {
  readonly kind: "select";
  readonly from: Expression;
  readonly path: AttributePath;
  /** After `or`. */
  readonly fallback: Expression | undefined;
}

export interface HasAttribute extends Node {
  readonly kind: "has";
  readonly subject: Expression;
  readonly path: AttributePath;
}

export interface If extends Node {
  readonly kind: "if";
  readonly condition: Expression;
  readonly consequence: Expression;
  readonly alternative: Expression;
}

export interface Assert extends Node {
  readonly kind: "assert";
  readonly condition: Expression;
  readonly body: Expression;
}

export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: Expression;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "++"
  | "//"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||"
  | "->"
  | "|>"
  | "<|";

export interface Binary extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** A stretch that is not an expression: broken or missing code. Evaluates to Unknown. */
export interface Hole extends Node {
  readonly kind: "hole";
  /** Well-formed pieces inside the broken stretch, for the name index (never evaluated). */
  readonly salvage: readonly (Expression | Binding)[];
}

export type Binding = Bind | Inherit;

/** `a.b.c = value;` */
export interface Bind extends OffsetRange {
  readonly kind: "bind";
  readonly path: AttributePath;
  readonly value: Expression;
}

/** `inherit a b;` or `inherit (from) a b;` */
export interface Inherit extends OffsetRange {
  readonly kind: "inherit";
  readonly from: Expression | undefined;
  readonly names: readonly AttributeName[];
}

/** At least one name. */
export type AttributePath = readonly AttributeName[];

/** One piece of an attribute path: `a`, `"a b"`, or computed: `${e}`, `"x${e}"`. */
export type AttributeName = StaticName | DynamicName;

export interface StaticName extends OffsetRange {
  readonly kind: "static";
  readonly name: string;
}

export interface DynamicName extends OffsetRange {
  readonly kind: "dynamic";
  readonly expression: Expression;
}

export interface Identifier extends OffsetRange {
  readonly name: string;
}

/** Something Nix would reject, placed where the fix goes. */
export interface SyntaxProblem extends OffsetRange {
  readonly message: string;
  /** Undefined: the code cannot be read; else it can, but Nix refuses it. */
  readonly kind?: "duplicate" | undefined;
}

/** One parsed file. `root` is a hole when nothing could be understood. */
export interface SyntaxTree {
  readonly root: Expression;
  readonly problems: readonly SyntaxProblem[];
  /**
   * Of a file with problems: what may be evaluated anyway, with holes wherever the file may hold more or other things once it is
   * mended. Undefined where it is not known what else may change.
   */
  readonly readable?: Expression | undefined;
}
