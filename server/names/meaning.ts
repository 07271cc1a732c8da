import type { PathPiece, WrittenPath } from "../option-path.ts";
import type { AttributeName, Expression } from "../syntax/syntax-tree.ts";
import { type Environment, isGlobal, type Local, lookUp, type WithFrame } from "./local-scopes.ts";
import type { OptionScope } from "./name-index.ts";
import type { Module, Walk } from "./name-walk.ts";

/** What an expression stands for, as far as option paths go. */
export type Meaning = OptionMeaning | { readonly kind: "arguments"; readonly module: Module } | Outside;

/** A path below `config` or `options` of a module system. */
export interface OptionMeaning {
  readonly kind: "option";
  readonly of: "config" | "options";
  readonly scope: OptionScope;
  readonly path: WrittenPath;
  readonly uncertain: boolean;
}

/** The flake's inputs (as `perSystem` modules have them, too), something in one of them, and the flake itself as an input. */
type Outside =
  | { readonly kind: "inputs"; readonly perSystem: boolean }
  /** `below`: how many pieces lie behind the input's name. */
  | { readonly kind: "input"; readonly name: string; readonly below: number }
  | { readonly kind: "self" };

/** Aliases of aliases are followed this far. */
const aliasDepth = 60;
/** Longer paths are not option paths. */
const longestPath = 60;

export const flakeScope: OptionScope = { kind: "flake" };
export const perSystemScope: OptionScope = { kind: "perSystem" };

/** What a variable, or a path selected from one, stands for; `undefined` when it is nothing of the module system. */
export function meaningOf(
  walk: Walk,
  expression: Expression,
  environment: Environment,
  depth = 0,
): Meaning | undefined {
  if (depth > aliasDepth) return undefined;
  const names: AttributeName[] = [];
  let base = expression;
  for (; base.kind === "select"; base = base.from) names.push(...base.path.toReversed());
  if (base.kind !== "variable") return undefined;
  let meaning = variableMeaning(walk, base.name, environment, depth);
  for (let at = names.length - 1; at >= 0 && meaning; at--) meaning = below(meaning, pieceOf(names[at]));
  return meaning;
}

/** What the name stands for here; a free name may come from a `with`, or from a head that broken code lost. */
export function variableMeaning(walk: Walk, name: string, environment: Environment, depth = 0): Meaning | undefined {
  const found = lookUp(environment, name);
  if (found.kind === "local") return localMeaning(walk, found.local, depth);
  if (isGlobal(name)) return undefined;
  const lost: Module = { scope: flakeScope, prefix: [], uncertain: true };
  return suppliedMeaning(walk, name, found.withs, depth) ?? argumentMeaning(lost, name, false);
}

/** What a free name stands for when the innermost `with` of an option (or of the inputs) supplies it. */
export function suppliedMeaning(walk: Walk, name: string, withs: readonly WithFrame[], depth = 0): Meaning | undefined {
  let input: Meaning | undefined;
  for (const frame of withs) {
    const meaning = withMeaning(walk, frame, depth);
    const supplied = meaning && below(meaning, name);
    if (supplied?.kind === "option") return { ...supplied, uncertain: true };
    if (supplied?.kind === "input") input ??= supplied;
    else if (supplied) return supplied;
  }
  return input;
}

/** What a local name stands for. Names that go round in circles stand for nothing. */
export function localMeaning(walk: Walk, local: Local, depth = 0): Meaning | undefined {
  if (walk.meanings.has(local)) return walk.meanings.get(local);
  walk.meanings.set(local, undefined);
  const meaning = sourceMeaning(walk, local, depth + 1);
  walk.meanings.set(local, meaning);
  return meaning;
}

function sourceMeaning(walk: Walk, { name, source }: Local, depth: number): Meaning | undefined {
  if (source.kind === "argument") return source.meaning;
  const environment = source.frame.environment;
  if (source.kind === "inherited") {
    if (!source.from) return variableMeaning(walk, name, environment, depth);
    const from = meaningOf(walk, source.from, environment, depth);
    return from && below(from, name);
  }
  const [value, ...others] = source.values;
  if (!value || others.length > 0 || value.below.length > 0) return undefined;
  return meaningOf(walk, value.expression, environment, depth);
}

function withMeaning(walk: Walk, frame: WithFrame, depth: number): Meaning | undefined {
  if (walk.meanings.has(frame)) return walk.meanings.get(frame);
  walk.meanings.set(frame, undefined);
  const meaning = meaningOf(walk, frame.scope, frame.outer, depth + 1);
  walk.meanings.set(frame, meaning);
  return meaning;
}

/** What an attribute of something stands for. */
export function below(meaning: Meaning, piece: PathPiece): Meaning | undefined {
  switch (meaning.kind) {
    case "option":
      return meaning.path.length < longestPath ? { ...meaning, path: [...meaning.path, piece] } : undefined;
    case "arguments":
      return typeof piece === "string" ? argumentMeaning(meaning.module, piece, true) : undefined;
    case "inputs":
      if (typeof piece !== "string") return undefined;
      if (piece !== "self") return { kind: "input", name: piece, below: 0 };
      return meaning.perSystem ? ownOutputs : { kind: "self" };
    case "input":
      return { ...meaning, below: meaning.below + 1 };
    case "self":
      return belowSelf(piece);
    default:
      return meaning satisfies never;
  }
}

/** The flake's outputs are what its modules define under `flake`; the rest of `self` is its source. */
function belowSelf(piece: PathPiece): Meaning | undefined {
  if (piece === "inputs") return { kind: "inputs", perSystem: false };
  if (typeof piece === "string" && sourceAttributes.has(piece)) return undefined;
  return { kind: "option", of: "config", scope: flakeScope, path: ["flake", piece], uncertain: false };
}

const sourceAttributes = new Set(
  "_type dirtyRev dirtyShortRev lastModified lastModifiedDate narHash outPath outputs rev revCount shortRev sourceInfo".split(
    " ",
  ),
);

/**
 * What an argument of a module stands for. With `own`, an argument that the module system does not supply by itself
 * is a read of `_module.args`, uncertain since `specialArgs` may supply it.
 */
export function argumentMeaning(module: Module, name: string, own: boolean): Meaning | undefined {
  const { scope, uncertain } = module;
  const path = module.prefix.map(({ piece }) => piece);
  switch (name) {
    case "config":
    case "options":
      return { kind: "option", of: name, scope, path, uncertain };
    case "osConfig":
    case "nixosConfig":
    case "darwinConfig":
      return {
        kind: "option",
        of: "config",
        scope: { kind: "system", argument: name, within: scope },
        path: [],
        uncertain,
      };
    case "inputs":
    case "inputs'":
      return { kind: "inputs", perSystem: name === "inputs'" };
    case "self":
      return { kind: "self" };
    case "self'":
      return { ...ownOutputs, uncertain };
    default:
      if (!own || scope.kind !== "flake" || path.length > 0 || suppliedArguments.has(name)) return undefined;
      return { kind: "option", of: "config", scope, path: ["_module", "args", name], uncertain: true };
  }
}

/** What `self'` is. */
const ownOutputs: OptionMeaning = { kind: "option", of: "config", scope: perSystemScope, path: [], uncertain: false };

const suppliedArguments = new Set(
  "flake-parts-lib getSystem inputs' lib moduleWithSystem modulesPath name pkgs specialArgs system withSystem".split(
    " ",
  ),
);

/** The piece that an attribute name is; one that code computes is dynamic. */
export function pieceOf(name: AttributeName | undefined): PathPiece {
  return name?.kind === "static" ? name.name : { dynamic: true };
}
