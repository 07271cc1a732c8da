import type { Lazy, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { Discharged } from "./definitions.ts";
import type { OptionType } from "./types/type.ts";

/** Where an option is declared. */
export interface Declaration {
  readonly file: string | undefined;
  /** The place of the option's name in the declaring set. */
  readonly at: Span | undefined;
  /** Nix knows no such place: the set was made by `mapAttrs` or the like. */
  readonly placeless?: boolean | undefined;
}

/** One option of an evaluated module system. Everything costly is computed when asked. */
export interface Option {
  /** Full path, instance names of enclosing submodules included. */
  readonly path: readonly string[];
  readonly declarations: readonly Declaration[];
  readonly type: () => OptionType;
  readonly default: Lazy | undefined;
  readonly defaultText: Lazy | undefined;
  readonly description: Lazy | undefined;
  readonly example: Lazy | undefined;
  readonly readOnly: boolean;
  readonly internal: boolean;
  /** Every definition, conditions resolved; the default is not among them. */
  readonly definitions: () => { readonly kept: readonly Discharged[]; readonly dropped: readonly Discharged[] };
  /** After merging, before `apply`. */
  readonly merged: () => Value;
  /** What `config` holds. */
  readonly value: Lazy;
}

/** An evaluated option tree: a set of names, or an option. */
export type OptionNode = OptionSet | { readonly kind: "option"; readonly option: Option };

export interface OptionSet {
  readonly kind: "set";
  readonly path: readonly string[];
  readonly children: ReadonlyMap<string, OptionNode>;
  /** Definitions of names that nothing declares here. */
  readonly undeclared: ReadonlyMap<string, readonly UndeclaredDefinition[]>;
}

/** A definition whose path no declaration covers. */
export interface UndeclaredDefinition {
  readonly path: readonly string[];
  readonly file: string | undefined;
  readonly at: Span | undefined;
  readonly value: Lazy;
}
