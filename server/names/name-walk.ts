import type { PathPiece } from "../option-path.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";
import type { Environment, Local } from "./local-scopes.ts";
import type { Meaning } from "./meaning.ts";
import type {
  FreeName,
  InputOccurrence,
  Occurrence,
  OptionScope,
  PathOccurrence,
  StringOccurrence,
} from "./name-index.ts";

/** The indexing of one file under way: what was found so far, and what is still to be visited. */
export interface Walk {
  /** Last in, first out. A stack of our own, so that no nesting depth can exhaust the machine's. */
  readonly tasks: Task[];
  readonly occurrences: Occurrence[];
  readonly strings: StringOccurrence[];
  readonly locals: Local[];
  readonly freeNames: FreeName[];
  readonly paths: PathOccurrence[];
  readonly inputs: InputOccurrence[];
  /** What locals and `with` scopes stand for, once asked; `undefined` inside while being found out, too. */
  readonly meanings: Map<object, Meaning | undefined>;
}

export type Task = Visit | Leftover;

/** An expression to look at, in the part that its surroundings give it. */
export interface Visit {
  readonly kind: "visit";
  readonly expression: Expression;
  readonly role: Role;
  readonly place: Place;
}

/** A `let` name whose value is visited as a plain value, unless a use of the name gave it another role before. */
export interface Leftover {
  readonly kind: "leftover";
  readonly local: Local;
}

export interface Place {
  readonly environment: Environment;
  /** The scope of module functions written here. */
  readonly inner: OptionScope;
}

/** What an expression is for. */
export type Role =
  | { readonly kind: "value" }
  | { readonly kind: "module"; readonly module: Module }
  /** A list whose items are modules. */
  | { readonly kind: "imports"; readonly module: Module }
  | { readonly kind: "definition"; readonly target: Target }
  /** An item of a list that is an option's value; nested lists count as flattened. */
  | { readonly kind: "item"; readonly target: Target }
  | { readonly kind: "declaration"; readonly target: Target }
  /** The argument of `mkOption`. */
  | { readonly kind: "option"; readonly target: Target }
  | { readonly kind: "type"; readonly target: Target }
  | { readonly kind: "default"; readonly target: Target; readonly item: boolean };

/** A module's code: the paths in it belong to `scope`, below `prefix` (that of the option, for a submodule). */
export interface Module {
  readonly scope: OptionScope;
  readonly prefix: readonly PathStep[];
  readonly uncertain: boolean;
}

/** A piece and the place where it is written, if it is. */
export interface PathStep {
  readonly piece: PathPiece;
  readonly range: OffsetRange | undefined;
}

/** The option path that a value is bound to. */
export interface Target {
  readonly use: "declare" | "define";
  readonly scope: OptionScope;
  readonly steps: readonly PathStep[];
  readonly uncertain: boolean;
  /** Whether its occurrence is recorded; `a = [ … ] ++ [ … ]` reaches the target twice. */
  recorded: boolean;
}

const value: Role = { kind: "value" };

export function push(walk: Walk, expression: Expression, role: Role, place: Place): void {
  walk.tasks.push({ kind: "visit", expression, role, place });
}

export function pushValue(walk: Walk, expression: Expression, place: Place): void {
  push(walk, expression, value, place);
}
