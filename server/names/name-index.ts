import type { WrittenPath } from "../option-path.ts";
import type { OffsetRange } from "../text.ts";

/**
 * What one file declares, defines and reads, found without evaluation. Plain data: strings and UTF-16, half-open
 * offset ranges into the file's text; no syntax nodes. Every list is in source order.
 */
export interface NameIndex {
  readonly file: string;
  readonly occurrences: readonly Occurrence[];
  readonly strings: readonly StringOccurrence[];
  readonly bindings: readonly LocalBinding[];
  readonly freeNames: readonly FreeName[];
  readonly paths: readonly PathOccurrence[];
  readonly inputs: readonly InputOccurrence[];
}

export type OptionUse = "declare" | "define" | "read";

/**
 * The module system that a path belongs to.
 *
 * `flake` is the module system that the file itself is a module of (whatever imports it decides which one that is).
 * `module` is the code of a module that is written as a value: `collector` is the path of the definition that holds
 * it, seen in the scope `within`, without a trailing `imports`. The collector is empty for a module function that
 * stands in no definition (a `let`, say). Whether the collector really collects modules is for the caller to decide.
 *
 * `system` is the system around the module whose code it is: what `osConfig` reads.
 *
 * A plain attribute set as value stays ambiguous: `flake.modules.nixos.base.services.x.enable = true` is one
 * definition with the long path, in the outer scope. Who knows that `flake.modules.nixos.base` is a collector splits
 * the path there; `imports`, `options` and `config` behind the split have their meaning in modules. Only an option
 * that is made there (`flake.modules.nixos.base.options.x = mkOption …`) is recorded as a declaration in `module`, too.
 */
export type OptionScope =
  | { readonly kind: "flake" }
  | { readonly kind: "perSystem" }
  | { readonly kind: "module"; readonly collector: WrittenPath; readonly within: OptionScope }
  | { readonly kind: "system"; readonly argument: SystemArgument; readonly within: OptionScope };

/** Arguments of modules inside a system (Home Manager's) that are the `config` of that system. */
export type SystemArgument = "osConfig" | "nixosConfig" | "darwinConfig";

/**
 * One place that names an option path. Definitions and declarations are recorded once per binding that is no
 * (filled) attribute set. A path may go on below the option: into its value, or `isDefined` of an `options` read.
 */
export interface Occurrence {
  readonly use: OptionUse;
  readonly path: WrittenPath;
  readonly scope: OptionScope;
  /** Where each piece of `path` is written; `undefined` for a piece that an alias or an option's type brought in. */
  readonly pieces: readonly (OffsetRange | undefined)[];
  /** The last written piece. */
  readonly range: OffsetRange;
  /** A read that tolerates absence: `x.y or z`, `x ? y`, `attrByPath`. */
  readonly guarded: boolean;
  /** May mean something else: a name that a `with` or a module argument supplies, or code in a broken stretch. */
  readonly uncertain: boolean;
}

/** A `"…"` without antiquotation. `range` includes the quotes; `text` is cooked. */
export interface StringOccurrence {
  readonly text: string;
  readonly range: OffsetRange;
  /** The option that the string is a value for, or an item of a list value for. */
  readonly context: StringContext | undefined;
}

export interface StringContext {
  readonly path: WrittenPath;
  readonly scope: OptionScope;
  /** `default`: the value stands in the option's declaration. */
  readonly role: "define" | "default";
  readonly item: boolean;
}

export type BindingKind = "let" | "rec" | "formal" | "parameter" | "inherit";

/** A name bound inside the file, and where it is used. */
export interface LocalBinding {
  readonly name: string;
  readonly kind: BindingKind;
  /** At least one; several for `let a.b = 1; a.c = 2;`. */
  readonly definitions: readonly OffsetRange[];
  /** Names in `inherit name;` among them, which bind an attribute of that name as well. */
  readonly uses: readonly OffsetRange[];
  /** The option path that the name stands for: `cfg` in `cfg = config.my`. */
  readonly alias: OptionAlias | undefined;
}

export interface OptionAlias {
  readonly of: "config" | "options";
  readonly path: WrittenPath;
  readonly scope: OptionScope;
}

/** A name used but bound nowhere in the file, and no global name of the language. */
export interface FreeName {
  readonly name: string;
  readonly range: OffsetRange;
  /** Whether an enclosing `with` may supply it. */
  readonly underWith: boolean;
  /** What the enclosing `with`s open, innermost first. */
  readonly withs: readonly OffsetRange[];
}

/** A relative path literal without antiquotation, as written. */
export interface PathOccurrence {
  readonly text: string;
  readonly range: OffsetRange;
  /** The module system that the file joins, where the path stands for a module. */
  readonly module: OptionScope | undefined;
}

/** An input of the flake that is named: `x` in `inputs.x`. */
export interface InputOccurrence {
  readonly name: string;
  readonly range: OffsetRange;
}
