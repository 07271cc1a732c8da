import type { Condition, ModuleArgument, Selection } from "../nix/provenance.ts";
import type { Attribute, Lazy, Machine } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { AskedArgument, ModuleInstance, ReachedCollector, Step, UnknownModules } from "./module.ts";

/** How to call module functions. */
export interface ModuleArguments {
  /** What every module gets. */
  readonly base: ReadonlyMap<string, Attribute>;
  /** An argument that is looked up by its name (`_module.args`). */
  readonly named: (argument: ModuleArgument, at: Span | undefined) => Lazy;
}

export interface Walk {
  readonly machine: Machine;
  readonly args: ModuleArguments;
  readonly seen: Set<string>;
  readonly collectors: ReachedCollector[];
  readonly unknowns: UnknownModules[];
  /** The keys that `disabledModules` name, as they are met. */
  readonly disabled: Set<string>;
  /** Parts of `disabledModules` that are not known. */
  readonly doubts: UnknownModules[];
  /** The arguments that functions name, and that are looked up, as they are met. */
  readonly asked: AskedArgument[];
  /** The keys of modules that are not followed. */
  readonly left: ReadonlySet<string>;
  anonymous: number;
  /** The budget is spent: nothing more is imported. */
  exhausted: boolean;
}

/** What a module inherits from where it was found. */
export interface Origin {
  /** A file that Nix would credit for sure: an imported path, `_file`, an option definition. */
  readonly file: string | undefined;
  readonly steps: readonly Step[];
  readonly selection: Selection | undefined;
  /** How the module around it was picked out of an option, whose collector it may hold. */
  readonly named?: Selection | undefined;
  /** The list item that brought it. */
  readonly place: Span | undefined;
  /** The code of the `imports` that hold it. */
  readonly list?: Span | undefined;
  readonly condition: Condition | undefined;
  /** Set while the value of an imported file is looked at. */
  readonly path: string | undefined;
  readonly importer: ModuleInstance | undefined;
  /** How many modules lie around it that are not files, up to the next one that is. */
  readonly nesting: number;
  /** Arguments that a library gives to these modules beside the usual ones; files do not get them. */
  readonly bound?: BoundArguments | undefined;
  /** As in `RootOrigin`. */
  readonly inherited?: boolean | undefined;
}

export interface BoundArguments {
  readonly given: ReadonlyMap<string, Attribute>;
  /** Names that nobody gives here: a function that needs one counts for nothing. */
  readonly absent: ReadonlySet<string>;
}

export interface MutableInstance extends ModuleInstance {
  readonly imports: MutableInstance[];
  /** Values of `imports` still to be followed. */
  pending: Lazy | undefined;
  readonly origin: Origin;
}
