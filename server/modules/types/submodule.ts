import type { Lazy, Value } from "../../nix/value.ts";
import { mergeTypes } from "./containers.ts";
import { checkKind, type Describing, nestedDescription, type OptionType } from "./type.ts";

export interface SubmoduleOptions {
  readonly modules: readonly Lazy[];
  readonly shorthandOnlyDefinesConfig: boolean;
  readonly specialArgs?: Lazy | undefined;
  readonly class?: string | undefined;
  readonly description?: string | undefined;
  /** The type of what may be set without being declared; for people. */
  readonly freeform?: (() => OptionType | undefined) | undefined;
}

/** `types.submodule` and `types.submoduleWith`: definitions are modules of an evaluation of their own. */
export function submoduleType(options: SubmoduleOptions): OptionType {
  const { modules, shorthandOnlyDefinesConfig, specialArgs } = options;
  return {
    name: "submodule",
    describe: (within) => options.description ?? describeSubmodule(within, options.freeform?.()),
    check: (machine, value) => (value.type === "path" ? true : checkKind("set", "lambda", "primop")(machine, value)),
    merge: (_machine, context, definitions) =>
      context.evaluateSubmodule({
        path: context.path,
        modules,
        definitions,
        shorthandOnlyDefinesConfig,
        specialArgs,
        class: options.class,
      }),
    empty: EMPTY,
    shape: { kind: "submodule", modules },
    mergeWith: (other, merging) => {
      if (other.shape.kind !== "submodule")
        return other.shape.kind === "choice" ? mergeTypes(other, submoduleType(options), merging) : undefined;
      return submoduleType({ ...options, modules: [...modules, ...other.shape.modules] });
    },
  };
}

/** Types may contain themselves: their description ends after this many submodules within submodules. */
const MOST_NESTED = 4;

function describeSubmodule(within: Describing, freeform: OptionType | undefined): string {
  if (!freeform) return "submodule";
  if (within.submodules >= MOST_NESTED) return "open submodule";
  const inside = { ...within, submodules: within.submodules + 1 };
  return `open submodule of ${nestedDescription(inside, freeform, "noun", "composite")}`;
}

const EMPTY: Value = { type: "set", entries: new Map() };
