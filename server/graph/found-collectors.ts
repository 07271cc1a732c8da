import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { Nesting } from "../modules/nesting.ts";
import type { Option, OptionSet, UndeclaredDefinition } from "../modules/option.ts";
import type { Machine } from "../nix/value.ts";
import type { OptionPattern } from "../option-path.ts";
import type { Span } from "../text.ts";
import type { FoundContribution } from "./contributions.ts";
import type { DroppedModule } from "./dropped.ts";

/** An option instance that collects modules. */
export interface FoundCollector {
  readonly path: OptionPattern;
  /** Which pieces of the path are names of instances, not of options. */
  readonly instances: ReadonlySet<number>;
  readonly evaluation: object;
  readonly contributions: readonly FoundContribution[];
  readonly declaredAt: readonly Span[];
  /** Files with a definition of it, contributing or not. */
  readonly files: readonly string[];
  readonly open: boolean;
  /** The submodule instance that it is an option of, beside others. */
  readonly siblings: OptionSet | undefined;
}

/** An option whose type does not say whether it holds modules. */
export interface UntypedOption {
  readonly option: Option;
  readonly path: OptionPattern;
  readonly instances: ReadonlySet<number>;
  readonly siblings: OptionSet | undefined;
}

export interface Walk {
  readonly machine: Machine;
  readonly evaluation: ModuleEvaluation;
  readonly collectors: FoundCollector[];
  readonly undeclared: FoundUndeclared[];
  readonly untyped: UntypedOption[];
  readonly dropped: DroppedModule[];
  readonly extensions: (readonly string[])[];
  depth: number;
  readonly nesting: Nesting;
  /** The evaluation itself, or the extension of it that the walk is in. */
  whole: ModuleEvaluation;
}

/** A definition of an option that nothing declares. */
export interface FoundUndeclared extends UndeclaredDefinition {
  /** Names that are declared beside it. */
  readonly alternatives: readonly string[];
  /** No module from outside could declare it. */
  readonly certain: boolean;
}
