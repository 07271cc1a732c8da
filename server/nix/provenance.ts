import type { Span } from "../text.ts";
import type { Lazy } from "./value.ts";

/** A condition in the source that a value stands behind. */
export interface Condition {
  readonly value: "true" | "false" | "unknown";
  readonly at: Span | undefined;
  /** The string whose being in a list makes it true. */
  readonly word?: Span | undefined;
  /** It is unknown because it depends on itself; Nix would stop with an error. */
  readonly recursive?: true | undefined;
  /** The argument of a module by which it does. */
  readonly argument?: ModuleArgument | undefined;
}

/** An argument that a module's function names. `at`: its name among the formals, where that is known. */
export interface ModuleArgument {
  readonly name: string;
  readonly at: Span | undefined;
}

/** A name in the configuration of a module system: that of an option, of one that lies above options, or of an instance in one. */
export interface OptionPlace {
  /** Instance names included. */
  readonly path: readonly string[];
  /** As in `Collector`. */
  readonly evaluation: object;
  /** Whether the option's type makes a module of what stands here; absent where that is never so. */
  readonly holdsModule?: (() => boolean) | undefined;
}

/** An option of the module system that a value was taken out of. */
export interface Collector {
  /** The option's path, instance names included. */
  readonly option: readonly string[];
  /** Tells the evaluation the option belongs to from others (a submodule shares its parent's). */
  readonly evaluation: object;
}

/** One definition (or one element of a list definition) that went into a collector. */
export interface Contribution extends Collector {
  /** The file Nix credits: that of the option definition. */
  readonly file: string | undefined;
  /** The code that wrote the contributed value. */
  readonly at: Span | undefined;
  /** The name of the option, where it is defined. */
  readonly definedAt: Span | undefined;
  readonly condition?: Condition | undefined;
  /** It is the option's default, not anybody's definition. */
  readonly isDefault?: boolean | undefined;
  /**
   * The value itself was taken out of an option whose type says nothing of modules (`raw`, `anything`); it is a contribution only if
   * somebody uses it as a module.
   */
  readonly direct?: boolean | undefined;
  /** The contributed value, where the type says that it is a module. */
  readonly value?: Lazy | undefined;
  /**
   * Somebody took the collector's module apart: this is the contributed value, or a part of it, in other hands. It is a contribution only
   * if somebody uses it as a module.
   */
  readonly isPart?: boolean | undefined;
  /** Nothing of its own: modules of other collectors come through this one, by what a library does. */
  readonly passes?: boolean | undefined;
}

export type SelectionKind = "reference" | "string" | "wildcard" | "predicate" | "target";

/** The place that picked something: a reference, a computed name, or what takes all of a set. */
export interface Selection {
  readonly kind: SelectionKind;
  /** What a person would change: the outermost place that names what is picked. */
  readonly at: Span;
  /** Further places that ask for the same thing. */
  readonly also?: readonly Span[] | undefined;
  /** What was picked, where it is a part of a configuration. */
  readonly of?: OptionPlace | undefined;
  /** The code of a helper that makes the reference out of the name at `at`, or hands on what is picked there. */
  readonly helper?: Span | undefined;
  /** `at` holds only a part of the name, or is the name of an attribute: there is no string to put another name into. */
  readonly partial?: true | undefined;
}
