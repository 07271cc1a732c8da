import type { Expression, Lambda as LambdaExpression } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import type { Environment } from "./environment.ts";
import type { Log } from "./log.ts";
import type { Collector, Condition, Contribution, ModuleArgument, OptionPlace, Selection } from "./provenance.ts";
import type { Thunk } from "./thunk.ts";

/**
 * What an expression evaluates to: Nix's own values, and three more that flow through every operation without throwing.
 * `External` comes from outside the repository, `Unknown` could not be determined, `Failure` is an error that Nix would raise.
 * `at` is where the value was written. Values are immutable.
 */
export type Value =
  | NullValue
  | BoolValue
  | IntValue
  | FloatValue
  | StringValue
  | PathValue
  | ListValue
  | SetValue
  | LambdaValue
  | PrimopValue
  | External
  | Unknown
  | Failure;

/** A value, or the promise of one. */
export type Lazy = Value | Thunk;

/** Neither Nix's nor an error: something we cannot look into. */
export type Opaque = External | Unknown;

export interface NullValue {
  readonly type: "null";
}

export interface BoolValue {
  readonly type: "bool";
  readonly value: boolean;
  /** The literal or comparison that decided it. */
  readonly at?: Span | undefined;
  /** The string that was found in a list, and so makes it true. */
  readonly word?: Span | undefined;
}

/** Nix integers have 64 bits. */
export interface IntValue {
  readonly type: "int";
  readonly value: bigint;
}

export interface FloatValue {
  readonly type: "float";
  readonly value: number;
}

export interface StringValue {
  readonly type: "string";
  readonly text: string;
  /** The literal it came from; kept through lists, `map`, `filter`, `unique` and option merging. */
  readonly at?: Span | undefined;
  /** Other literals of the same text that were dropped as repetitions of this one (`unique`). */
  readonly also?: readonly Span[] | undefined;
  /** It is the name of an attribute, listed by `attrNames`, `mapAttrs` and the like: nobody wrote it to select something. */
  readonly listed?: Selection | undefined;
  /** The string from elsewhere that the last word of this text, put together at `at`, was made of. */
  readonly from?: StringValue | undefined;
  /** It is the argument `name` of a submodule: where that is defined under this name. */
  readonly instance?: Span | undefined;
}

export interface PathValue {
  readonly type: "path";
  /** Absolute and normalised, with `/`. */
  readonly path: string;
  readonly at?: Span | undefined;
  /** Set when the path was taken out of an option. */
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

export interface ListValue {
  readonly type: "list";
  readonly items: readonly Lazy[];
  /** Parts of unknown length at unknown places among the items. */
  readonly open?: readonly Opaque[] | undefined;
  /** What a false condition kept out. Invisible to Nix, kept for the graph. */
  readonly ghosts?: readonly Ghost[] | undefined;
  readonly at?: Span | undefined;
  /** The list holds the merged elements of this collector. */
  readonly collector?: Collector | undefined;
  /** How the list was picked. */
  readonly selection?: Selection | undefined;
}

/** Something that a false condition kept out of a list: one `item`, or a whole `list`. */
export interface Ghost {
  readonly of: "item" | "list";
  readonly value: Lazy;
  readonly condition: Condition;
}

export interface SetValue {
  readonly type: "set";
  readonly entries: ReadonlyMap<string, Attribute>;
  /** There may be more attributes than the entries, from these. */
  readonly open?: readonly Opaque[] | undefined;
  /**
   * Something outside may add attributes, but nothing here should depend on whether it does: a missing attribute is outside, too, while
   * `?` and `or` take the set as it is.
   */
  readonly outside?: Opaque | undefined;
  readonly at?: Span | undefined;
  /** The module that merges a collector's definitions. */
  readonly collector?: Collector | undefined;
  /** One definition of a collector, as a module. */
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
  /** Facts that native code attached (a module evaluation, a system, an option type). */
  readonly native?: NativeFact | undefined;
}

/** Native code's own facts about a set; other parts narrow by `fact`. */
export interface NativeFact {
  readonly fact: string;
  /** Whether the fact still holds of `set // { … }`. */
  readonly survivesUpdate?: boolean;
}

export interface Attribute {
  readonly value: Lazy;
  /** The name's place. */
  readonly at?: Span | undefined;
  /** Nix knows no place of it: a function such as `mapAttrs` made the set. */
  readonly placeless?: true | undefined;
  /** The attribute may be absent: it stands behind a condition that could not be decided. */
  readonly maybe?: Condition | undefined;
  /** What the name is in the configuration of a module system. Stays with the name, also where functions change the value. */
  readonly option?: OptionPlace | undefined;
}

export interface LambdaValue {
  readonly type: "lambda";
  readonly lambda: LambdaExpression;
  readonly environment: Environment;
  readonly at: Span;
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

/** A function written in TypeScript, with the arguments it has so far. */
export interface PrimopValue {
  readonly type: "primop";
  readonly primop: Primop;
  readonly applied: readonly Lazy[];
  readonly at?: Span | undefined;
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

export interface Primop {
  readonly name: string;
  readonly arity: number;
  /** The formals that `functionArgs` reports: name -> has a default. A native module lists the module arguments it reads. */
  readonly formals?: ReadonlyMap<string, boolean> | undefined;
  /** `at` is the call's place. Arguments are forced by the primop itself, as late as Nix would. */
  readonly run: (machine: Machine, args: readonly Lazy[], at: Span | undefined) => Value;
}

/** Something from outside the repository, kept symbolically: `inputs.nixos-hardware.nixosModules.x`, `pkgs.git`. */
export interface External {
  readonly type: "external";
  /** As people would write it. */
  readonly path: string;
  /** What kind of value it is bound to be, where that is decided. */
  readonly shape?: "string" | "function" | "set" | "list" | "module" | undefined;
  /** The arguments it was called with: they may hold modules. */
  readonly args?: readonly Lazy[] | undefined;
  /** Values that stand under a name that only the outside knows. */
  readonly holds?: readonly Lazy[] | undefined;
  readonly at?: Span | undefined;
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

/** Could not be determined. */
export interface Unknown {
  readonly type: "unknown";
  readonly reason: string;
  readonly at?: Span | undefined;
  /** Values that stand under a name that is not known. */
  readonly holds?: readonly Lazy[] | undefined;
  /** The values that it is one of, where these are known. */
  readonly oneOf?: readonly Lazy[] | undefined;
  /** The value depends on itself: Nix would stop with an error. */
  readonly recursive?: true;
  /** It does because `imports` depend on this argument of their module. */
  readonly argument?: ModuleArgument | undefined;
  /** The error that Nix would raise: what is part of a list or a set here fails there as a whole. */
  readonly failure?: Failure | undefined;
}

/** An error that Nix would raise here. */
export interface Failure {
  readonly type: "failure";
  readonly message: string;
  /** `throw` and `assert`, which `tryEval` catches. */
  readonly catchable: boolean;
  readonly at?: Span | undefined;
  /** Innermost first. */
  readonly trace: readonly TraceEntry[];
  /** The error is that this set has no such attribute. */
  readonly missing?: MissingAttribute | undefined;
  /** The error is that an attribute was asked of a function that native code wraps around a module. */
  readonly within?: { readonly name: string; readonly from: LambdaValue } | undefined;
  /** What went wrong, for those who judge it. */
  readonly cause?: FailureCause | undefined;
}

export interface MissingAttribute {
  readonly name: string;
  readonly from: SetValue;
  /** The string that was asked for, where the name is computed. */
  readonly writtenAt?: Span | undefined;
}

export type FailureCause =
  /** Definitions of an option that cannot be merged. `readOnlyIn`: the file that declares it as read-only. */
  | {
      readonly kind: "conflict";
      readonly option: readonly string[];
      readonly places: readonly (Span | undefined)[];
      readonly readOnlyIn?: string | undefined;
    }
  /** A definition that its option's type refuses. */
  | {
      readonly kind: "mismatch";
      readonly option: readonly string[];
      readonly type: string;
      readonly found: string;
      readonly words: readonly string[];
    }
  /** A file that is not there. */
  | { readonly kind: "absent"; readonly file: string }
  /** `imports` that depend on the configuration that they are part of; `argument`: by an argument that is looked up in it. */
  | { readonly kind: "imports"; readonly argument?: ModuleArgument | undefined }
  /** An argument of a module that nobody supplies. */
  | ({ readonly kind: "argument"; readonly of: AskingModules } & ModuleArgument)
  | CallCause;

/** What is wrong with a call, or stands where a list or a module must. */
export type CallCause =
  /** A call that does not go together with the function's arguments, which stand at `formals`. */
  | {
      readonly kind: "arguments";
      readonly formals: Span;
      readonly missing: readonly string[];
      readonly unexpected: readonly string[];
    }
  /** Something is called that is not a function. */
  | { readonly kind: "call"; readonly found: Value["type"] }
  /** `imports` that are not a list, or what else must be a list of modules (`name`). */
  | { readonly kind: "import-list"; readonly found: Value["type"]; readonly name?: string | undefined }
  /** Something is imported that is not a module. `lacking`: a function that lacks this many arguments, where that is known. */
  | { readonly kind: "no-module"; readonly found: Value["type"]; readonly lacking?: number | undefined };

/** The modules that ask for an argument: their class, and whether they make up the value of an option (a submodule). */
export interface AskingModules {
  readonly class: string | undefined;
  readonly inside: boolean;
}

export interface TraceEntry {
  readonly text: string;
  readonly at?: Span | undefined;
}

/** What primops may ask of the evaluator. Nothing here throws; what cannot be done comes back as Unknown or Failure. */
export interface Machine {
  /** Weak head normal form. Never a thunk. */
  force(value: Lazy): Value;
  /** The value of an expression, in weak head normal form. */
  evaluate(expression: Expression, environment: Environment): Value;
  apply(fn: Lazy, argument: Lazy, at?: Span): Value;
  /** Several arguments, one after the other. */
  call(fn: Lazy, args: readonly Lazy[], at?: Span): Value;
  /** `from.name`; a missing attribute is a Failure. */
  select(from: Lazy, name: string, at?: Span): Value;
  /** Imports a file: the value of its expression. Remembered. */
  importFile(path: string, at?: Span): Value;
  /** The same for the language's `import`, which may be after any value, while loading a module is after a module. */
  importValue(path: string, at?: Span): Value;
  /** The value of a file with more names in scope: those of a set. Never remembered. */
  importScoped(path: string, scope: SetValue, at?: Span): Value;
  /** What a file of an input without source is known to be; undefined leaves the import External. */
  importOutside(file: External): Value | undefined;
  /** What an attribute of something outside is known to be, by its path; undefined leaves it External. */
  knownOutside(path: string): Value | undefined;
  /** A call-by-need thunk computed by native code. */
  lazy(compute: () => Value, at?: Span): Thunk;
  /** Counts a step, or `cost` steps; Unknown once the budget is spent. Native loops call it once per round. */
  spend(at?: Span, cost?: number): Unknown | undefined;
  /**
   * Runs a self-contained piece of work (one definition, one module, one file) on an allowance of its own, so that a piece that
   * spends it all leaves the rest untouched.
   */
  allow<Result>(work: () => Result): Result;
  /** Nix's `==`. Unknown where an Unknown or External part decides. */
  equal(left: Lazy, right: Lazy): boolean | Opaque | Failure;
  /** Both values where a condition cannot be decided: lists and sets are joined part by part, each part marked. */
  join(condition: Condition, left: Lazy, right: Lazy): Value;
  /** What the evaluation comes by on its way. */
  readonly log: Log;
  readonly files: SourceFiles;
}

/** One name looked up where absence is allowed for. */
export interface Lookup {
  readonly from: SetValue;
  readonly name: string;
  /** The name's place: in the path that is looked up, or the string that it was taken from. */
  readonly at: Span;
  /** The name stands in the lookup's own path. */
  readonly direct: boolean;
  readonly found: boolean;
}

/** The files that evaluation may see. Handed in; everything outside it does not exist for the core. */
export interface SourceFiles {
  /** The file's text, or undefined when it is not there, not readable, or outside what may be read. */
  read(path: string): string | undefined;
  /**
   * What keeps something that is there from being read, as the rest of a sentence about it: "is larger than 8 MB". Undefined where it
   * can be read, and where nothing is there.
   */
  obstacle(path: string): string | undefined;
  /** What the path is; symlinks are not followed. Undefined: not there. */
  kind(path: string): FileKind | undefined;
  /** Entries of a directory, unordered. */
  list(path: string): readonly DirectoryEntry[] | undefined;
  /** Whether the path lies inside the workspace or a readable input. */
  readable(path: string): boolean;
}

export type FileKind = "regular" | "directory" | "symlink" | "unknown";

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileKind;
}
