import type { ModuleArgument } from "../nix/provenance.ts";
import type { External, Lazy, NativeFact, Value } from "../nix/value.ts";
import type { CollectedModules } from "./collect.ts";
import type { RootOrigin } from "./module.ts";
import type { OpenPart } from "./open-parts.ts";
import type { OptionSet } from "./option.ts";
import type { LazyLevel, TreeProblem } from "./option-levels.ts";
import type { OptionType } from "./types/type.ts";

/** What to evaluate: nixpkgs' `lib.evalModules`. */
export interface EvaluationRequest {
  readonly modules: readonly Lazy[];
  /** Where some of the modules come from, when their values do not say. */
  readonly origins?: ReadonlyMap<Lazy, RootOrigin> | undefined;
  /** Arguments for modules that their `imports` may depend on. */
  readonly specialArgs: ReadonlyMap<string, Lazy>;
  readonly class: string | undefined;
  /** The path of the option that this evaluation is the value of. */
  readonly prefix: readonly string[];
  /** `lib`, for modules. */
  readonly lib: Lazy;
  /**
   * Set for a system whose own modules (NixOS's, Home Manager's) are not at hand: what nobody here declares is External under
   * this name, and definitions of it are merged as far as their values tell.
   */
  readonly open?: string | undefined;
  /** What such a system's own modules, and others that are not at hand, give to modules. Undefined: not known, so nothing is missing. */
  readonly supply?: ArgumentSupply | undefined;
  /** There may be more special arguments. */
  readonly moreArguments?: boolean | undefined;
  /** The top-level evaluation that a submodule belongs to; itself when absent. */
  readonly identity?: object | undefined;
  /** Modules from outside, of the evaluations around, that may declare options which are missing here. */
  readonly outside?: (() => readonly External[]) | undefined;
  /** Definitions of the whole that come from outside. */
  readonly hidden?: readonly OpenPart[] | undefined;
  /** Told of every evaluation of a submodule. */
  readonly onSubmodule?: ((evaluation: ModuleEvaluation) => void) | undefined;
  /** Makes what `extendModules` returns. Without it modules get no such argument. */
  readonly extend?: ((request: EvaluationRequest) => Value) | undefined;
}

/** What modules from outside give to modules by `_module.args`. */
export interface ArgumentSupply {
  /** What the system's own modules give. */
  readonly names: ReadonlySet<string>;
  /** What no module from outside gives. */
  readonly never: ReadonlySet<string>;
  /** Whether a module from outside, by its path, is known to give nothing. */
  readonly givesNothing: (path: string) => boolean;
  /** Whether modules that are not at hand, beside those of the evaluation's own list, may give more. */
  readonly mayBeMore?: (() => boolean) | undefined;
}

/** One evaluated module system. Nothing is computed before it is asked for. */
export interface ModuleEvaluation {
  readonly identity: object;
  readonly class: string | undefined;
  readonly prefix: readonly string[];
  /** As it was asked for. */
  readonly supply: ArgumentSupply | undefined;
  /** What it was asked to evaluate. */
  readonly modules: readonly Lazy[];
  readonly collected: () => CollectedModules;
  /** Modules are being collected right now: `config` is not to be had, as in Nix. */
  readonly isCollecting: () => boolean;
  /** The names that modules define are being found right now: `config` is not to be had either. */
  readonly isDefining: () => boolean;
  /** The merged configuration, as its own modules see it: with `_module`. */
  readonly config: Lazy;
  /** The merged configuration for everybody else. */
  readonly result: Lazy;
  /** Declared options as `options` shows them to modules. */
  readonly options: Lazy;
  readonly level: () => LazyLevel;
  readonly tree: () => OptionSet;
  /** Modules from outside: they may declare and define anything. */
  readonly externals: () => readonly External[];
  /** What becomes of an argument that is no special one, once all modules are collected. */
  readonly argument: (argument: ModuleArgument) => Value;
  /** Definitions of the whole, or of parts that may define any name of it, that are not known. Never decided to be left out. */
  readonly hidden: () => readonly OpenPart[];
  /** Whether definitions without a declaration are errors (`_module.check`). */
  readonly checksNames: () => boolean;
  /** The type of what is defined without a declaration, if that is allowed. */
  readonly freeform: () => OptionType | undefined;
  /** Whether definitions without a declaration are allowed, also by a type that is not known. */
  readonly isFreeform: () => boolean;
  readonly problems: readonly TreeProblem[];
  readonly reports: Reports;
  /** The evaluation with more modules, which know where they come from: what `extendModules` does. */
  readonly extendedBy: (origins: ReadonlyMap<Lazy, RootOrigin>) => ModuleEvaluation;
}

/** What an evaluation and those inside it report, growing as they go on. Holds on to no evaluation: there may be very many submodules. */
export interface Reports {
  readonly own: TreeProblem[];
  readonly inside: Reports[];
}

/** What an evaluation and those inside it report, so far. */
export function problemsOf({ reports }: ModuleEvaluation): readonly TreeProblem[] {
  return allReports(reports);
}

function allReports({ own, inside }: Reports): readonly TreeProblem[] {
  return [...own, ...inside.flatMap(allReports)];
}

export interface EvaluationFact extends NativeFact {
  readonly fact: "evaluation";
  readonly evaluation: ModuleEvaluation;
}

export function evaluationOf(value: Value): ModuleEvaluation | undefined {
  return value.type === "set" && value.native?.fact === "evaluation"
    ? (value.native as EvaluationFact).evaluation
    : undefined;
}

/** Whether modules are those of an evaluation, with more: what `extendModules` makes, such as a partition of flake-parts. */
export function extendsModules(modules: readonly Lazy[], evaluation: ModuleEvaluation): boolean {
  return evaluation.modules.length > 0 && evaluation.modules.every((module) => modules.includes(module));
}
