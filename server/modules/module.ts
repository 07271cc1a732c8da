import type { Condition, Contribution, ModuleArgument, Selection } from "../nix/provenance.ts";
import type { External, Failure, Lazy, SetValue, Unknown, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** One module of an evaluation, as it was reached. The same file reached twice is one module; a set or function is one each time. */
export interface ModuleInstance {
  /** Tells modules apart: the path of a file, an explicit `key`, else made up. */
  readonly key: string;
  /** The file that Nix credits its definitions to. */
  readonly file: string | undefined;
  /** The file that what it imports is credited to, unless that says otherwise; undefined: each literal counts for where it stands. */
  readonly definitiveFile: string | undefined;
  /** The code that wrote it: a whole file, a literal. */
  readonly at: Span | undefined;
  /** The collectors it came through, outermost first. */
  readonly steps: readonly Step[];
  readonly content: ModuleContent;
  readonly imports: readonly ModuleInstance[];
  /** What it stands behind in the list that holds it. */
  readonly condition: Condition | undefined;
  /**
   * `collector`: merges a collector's definitions; `contribution`: wraps one of them; `wrapper`: made by native code around a module;
   * `module`: somebody wrote it.
   */
  readonly role: "collector" | "contribution" | "wrapper" | "module";
  /** The module whose `imports` hold it; undefined for an item of the evaluation's own list. */
  readonly importer: ModuleInstance | undefined;
  /** The list item that brought it. */
  readonly place: Span | undefined;
  /** The code that names the file, when it is one. */
  readonly importedAt?: Span | undefined;
  /** How it was picked, when it is a collector or what is wrapped around one. */
  readonly selection: Selection | undefined;
  /** The set that it was read from, when it is a contribution. */
  readonly wrapped: SetValue | undefined;
  /** It belongs to the evaluation that this one extends. */
  readonly inherited: boolean;
}

/** An argument that a module's function names, and that is looked up in `_module.args`. */
export interface AskedArgument extends ModuleArgument {
  /** The function, or the place that stands for it. */
  readonly by: Span;
  readonly value: Lazy;
}

/** What is known of an item of an evaluation's own list beside its value. */
export interface RootOrigin {
  readonly steps: readonly Step[];
  /** The file to credit. */
  readonly file: string | undefined;
  readonly condition: Condition | undefined;
  /** The code that stands for it; that of the value itself when absent. */
  readonly place?: Span | undefined;
  /** It belongs to the evaluation that this one extends. */
  readonly inherited?: boolean | undefined;
}

export type ModuleContent =
  | {
      readonly kind: "module";
      readonly config: Lazy;
      readonly options: Lazy | undefined;
      readonly freeformType: Lazy | undefined;
      /** The class it declares itself to be for. */
      readonly class: string | undefined;
      readonly disabled: Lazy | undefined;
      /** The file it was imported from, when it is one. */
      readonly path: string | undefined;
      /** It gives itself a `_file` that is not a file: nobody is credited for it. */
      readonly isNamed: boolean;
      /** A condition that decides which attributes it has, and that depends on the configuration which it becomes part of. */
      readonly dependsOn?: Condition | undefined;
      /** Attributes that stand beside `config` or `options`, where none may. */
      readonly unsupported: readonly UnsupportedAttribute[];
    }
  | { readonly kind: "external"; readonly value: External }
  | { readonly kind: "unknown"; readonly value: Unknown }
  | { readonly kind: "failure"; readonly value: Failure };

export interface UnsupportedAttribute {
  readonly name: string;
  readonly at: Span | undefined;
  /** The name, `config` or `options`, that makes the set a module with settings in their own attribute. */
  readonly beside: string;
  readonly besideAt: Span | undefined;
}

/** A collector that a module came through. */
export interface Step {
  readonly contribution: Contribution;
  readonly selection: Selection | undefined;
}

/** A collector that was reached, whether or not anything contributes to it. */
export interface ReachedCollector {
  readonly option: readonly string[];
  readonly evaluation: object;
  readonly selection: Selection | undefined;
  /** The collectors it was reached through. */
  readonly steps: readonly Step[];
  readonly condition: Condition | undefined;
  /** As in `ModuleInstance`. */
  readonly inherited: boolean;
  /** As in `Contribution`. */
  readonly passes?: boolean | undefined;
}

/** What is known of a list that could not be seen whole. */
export interface UnknownModules {
  readonly reason: string;
  readonly at: Span | undefined;
  /** The error that stands in the list, if it is one. */
  readonly failure?: Failure | undefined;
}

export function describeMissing(value: Value): string {
  switch (value.type) {
    case "unknown":
      return value.reason;
    case "failure":
      return value.message;
    case "external":
      return value.path.startsWith("<")
        ? `${value.path} is looked for in the Nix search path, which a flake does not have`
        : `${value.path} is outside this flake`;
    default:
      return "not a module";
  }
}
