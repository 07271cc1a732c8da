import type { External, Lazy, Machine, SetValue, Value } from "../../nix/value.ts";
import type { Discharged } from "../definitions.ts";

/** An option type: how values are recognised, described and merged (nixpkgs `lib/types.nix`). */
export interface OptionType {
  readonly name: string;
  /** As nixpkgs prints it: "list of string". `describeType` begins, `nestedDescription` goes on. */
  readonly describe: (within: Describing) => string;
  /** How the description fits into a longer one. Without it, it stands in parentheses there. */
  readonly phrase?: Phrase | undefined;
  /** Whether a value fits. `undefined`: not known. Forces no more than nixpkgs' `check`. */
  readonly check: (machine: Machine, value: Value) => boolean | undefined;
  /** Merges definitions of one strength, in order. Never called with none unless `empty` is there. */
  readonly merge: (machine: Machine, context: MergeContext, definitions: readonly Discharged[]) => Value;
  /** The value without any definition. */
  readonly empty?: Value | undefined;
  /** What it is made of, for those who walk values by type. */
  readonly shape: TypeShape;
  /** The type of an option that is declared twice, or undefined when the two do not go together. */
  readonly mergeWith?: ((other: OptionType, merging: Merging) => OptionType | undefined) | undefined;
  /** The enumerated values, for completion and checks. */
  readonly values?: readonly Lazy[] | undefined;
  /** What an attribute-tagged union may hold, by tag. */
  readonly tags?: ReadonlyMap<string, () => OptionType> | undefined;
  /** nixpkgs' `valueMeta`, where it does not follow from the type's shape and the value. */
  readonly meta?: ((machine: Machine, context: MergeContext, definitions: readonly Discharged[]) => Value) | undefined;
  /** The Nix value it was made as, when it was made by Nix code. */
  readonly origin?: SetValue | undefined;
}

export interface MergeContext {
  /** The option's path; list elements and attribute names appended. */
  readonly path: readonly string[];
  /** The module evaluation that the option belongs to. */
  readonly evaluation: object;
  readonly evaluateSubmodule: (request: SubmoduleRequest) => Value;
  /** The file that declares the option: modules that come with its type are credited to it. */
  readonly declaredIn?: string | undefined;
  /** Set where nothing here declares the option: the modules from outside that may. */
  readonly outside?: (() => readonly External[]) | undefined;
}

/** A submodule to evaluate: what its type brings, and what the definitions add. */
export interface SubmoduleRequest {
  readonly path: readonly string[];
  /** Modules of the type itself. */
  readonly modules: readonly Lazy[];
  readonly definitions: readonly Discharged[];
  /** Sets are configuration only, even where they hold `config` or `options`. */
  readonly shorthandOnlyDefinesConfig: boolean;
  readonly specialArgs: Lazy | undefined;
  readonly class: string | undefined;
}

export type TypeShape =
  | { readonly kind: "leaf" }
  | { readonly kind: "module"; readonly staticModules: readonly Lazy[] }
  | { readonly kind: "list"; readonly element: () => OptionType }
  | {
      readonly kind: "attrs";
      /** The type of all elements, or of the one of a name. */
      readonly element: (name?: string) => OptionType;
      readonly lazy: boolean;
      /** Stands for the name in the paths of options inside; "name" when absent. */
      readonly placeholder?: string | undefined;
    }
  | { readonly kind: "submodule"; readonly modules: readonly Lazy[] }
  | { readonly kind: "choice"; readonly alternatives: () => readonly OptionType[] }
  | { readonly kind: "function"; readonly result: () => OptionType };

/** Recognises one kind of value. Opaque values are never refused. */
export function checkKind(...kinds: readonly Value["type"][]): OptionType["check"] {
  return (_machine, value) => {
    if (value.type === "external" || value.type === "unknown") return undefined;
    return kinds.includes(value.type);
  };
}

/** nixpkgs' `descriptionClass`. */
export type Phrase = "noun" | "nonRestrictiveClause" | "conjunction" | "composite";

/** The description that a type's own description is part of. */
export interface Describing {
  /** The types around, the outermost first: a type may contain itself. */
  readonly around: readonly OptionType[];
  /** How many open submodules are around. */
  readonly submodules: number;
  /** What the whole description may still have: a type may have no end. */
  readonly left: { parts: number };
}

const MOST_PARTS = 200;

/** The description of a type as a whole. */
export function describeType(type: OptionType): string {
  return type.describe({ around: [], submodules: 0, left: { parts: MOST_PARTS } });
}

/** The description as part of a longer one, in parentheses unless its phrase is one that fits there. */
export function nestedDescription(within: Describing, type: OptionType, ...fitting: readonly Phrase[]): string {
  const { around, left } = within;
  if (around.includes(type) || left.parts <= 0) return "…";
  left.parts -= 1;
  const text = type.describe({ ...within, around: [...around, type] });
  return type.phrase && fitting.includes(type.phrase) ? text : `(${text})`;
}

/** How much of two types is still compared while they are merged: a type may contain itself, made again each time. */
export interface Merging {
  left: number;
}
