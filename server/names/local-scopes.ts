import type { Expression } from "../syntax/syntax-tree.ts";
import type { OffsetRange } from "../text.ts";
import type { Meaning } from "./meaning.ts";
import type { BindingKind } from "./name-index.ts";
import type { PathStep, Place } from "./name-walk.ts";

/** What names mean at a place, innermost frame first. */
export type Environment = NamesFrame | WithFrame | undefined;

export interface NamesFrame {
  readonly kind: "names";
  readonly names: ReadonlyMap<string, Local>;
  readonly outer: Environment;
}

export interface WithFrame {
  readonly kind: "with";
  readonly scope: Expression;
  readonly outer: Environment;
}

/** A name bound in the file, under construction: uses are added as they are met. */
export interface Local {
  readonly name: string;
  readonly kind: BindingKind;
  readonly definitions: OffsetRange[];
  readonly uses: OffsetRange[];
  readonly source: LocalSource;
  /** Whether its values are visited, or will be by others than its `let`. */
  visited: boolean;
}

export type LocalSource =
  /** `let` and `rec`: what is bound to the name, or to a path below it. */
  | { readonly kind: "values"; readonly values: LocalValue[]; readonly frame: Place }
  | { readonly kind: "inherited"; readonly from: Expression | undefined; readonly frame: Place }
  | { readonly kind: "argument"; readonly meaning: Meaning | undefined };

export interface LocalValue {
  /** The path behind the name: `b` in `let a.b = 1;`. */
  readonly below: readonly PathStep[];
  readonly expression: Expression;
}

export type Found =
  | { readonly kind: "local"; readonly local: Local }
  /** Bound by no frame: the scopes of `with` that may supply it, innermost first. */
  | { readonly kind: "free"; readonly withs: readonly WithFrame[] };

/** Lexical names win over every `with`, as in Nix. */
export function lookUp(environment: Environment, name: string): Found {
  const withs: WithFrame[] = [];
  for (let frame = environment; frame; frame = frame.outer) {
    if (frame.kind === "with") {
      withs.push(frame);
      continue;
    }
    const local = frame.names.get(name);
    if (local) return { kind: "local", local };
  }
  return { kind: "free", withs };
}

/** Names that Nix binds around every file (https://nix.dev/manual/nix/latest/language/builtins); no `with` hides them. */
export function isGlobal(name: string): boolean {
  return globals.has(name) || name.startsWith("__");
}

const globals = new Set(
  `abort baseNameOf break builtins derivation derivationStrict dirOf false fetchGit fetchMercurial fetchTarball
  fetchTree fromTOML import isNull map null placeholder removeAttrs scopedImport throw toString true`.split(/\s+/),
);
