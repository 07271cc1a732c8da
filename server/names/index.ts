import type { Binding, SyntaxTree } from "../syntax/syntax-tree.ts";
import { visitLeftover } from "./binders.ts";
import type { Local } from "./local-scopes.ts";
import { flakeScope, localMeaning } from "./meaning.ts";
import type { LocalBinding, NameIndex, OptionAlias } from "./name-index.ts";
import { type Module, push, pushValue, type Walk } from "./name-walk.ts";
import { scopeBeside } from "./steps.ts";
import { visitExpression } from "./visit-expression.ts";

/**
 * The option paths that a file declares, defines and reads, its local names, strings and paths, by its syntax alone.
 * `file` is an absolute path with `/`. Works on broken trees (what a hole salvaged is indexed too) and never fails.
 */
export function indexNames(file: string, tree: SyntaxTree): NameIndex {
  const walk: Walk = {
    tasks: [],
    occurrences: [],
    strings: [],
    locals: [],
    freeNames: [],
    paths: [],
    inputs: [],
    meanings: new Map(),
  };
  const module: Module = { scope: flakeScope, prefix: [], uncertain: false };
  const place = { environment: undefined, inner: scopeBeside(module) };
  if (isFlakeFile(file, tree)) pushValue(walk, tree.root, place);
  else push(walk, tree.root, { kind: "module", module }, place);
  for (let task = walk.tasks.pop(); task; task = walk.tasks.pop()) {
    if (task.kind === "visit") visitExpression(walk, task);
    else visitLeftover(walk, task.local);
  }
  return {
    file,
    occurrences: walk.occurrences.sort(byStart),
    strings: walk.strings.sort(byStart),
    bindings: walk.locals.map((local) => bindingOf(walk, local)).sort(byDefinition),
    freeNames: walk.freeNames.sort(byStart),
    paths: walk.paths.sort(byStart),
    inputs: walk.inputs.sort(byStart),
  };
}

/** A flake is not a module; its outputs may hold one, as the argument of `mkFlake`. But a module of a tree may be called `flake.nix`, too. */
function isFlakeFile(file: string, { root, problems }: SyntaxTree): boolean {
  if (file.slice(file.lastIndexOf("/") + 1) !== "flake.nix" || root.kind === "lambda") return false;
  if (root.kind !== "set" || problems.length > 0) return true;
  return root.bindings.flatMap(firstNames).some((name) => name === "outputs" || name === "inputs");
}

function firstNames(binding: Binding): readonly string[] {
  const names = binding.kind === "bind" ? binding.path.slice(0, 1) : binding.names;
  return names.flatMap((name) => (name.kind === "static" ? [name.name] : []));
}

function bindingOf(walk: Walk, local: Local): LocalBinding {
  const { name, kind, definitions, uses } = local;
  uses.sort((one, other) => one.start - other.start);
  return { name, kind, definitions, uses, alias: aliasOf(walk, local) };
}

function aliasOf(walk: Walk, local: Local): OptionAlias | undefined {
  const meaning = localMeaning(walk, local);
  if (meaning?.kind !== "option") return undefined;
  return { of: meaning.of, path: meaning.path, scope: meaning.scope };
}

function byStart(one: { range: { start: number } }, other: { range: { start: number } }): number {
  return one.range.start - other.range.start;
}

function byDefinition(one: LocalBinding, other: LocalBinding): number {
  return (one.definitions[0]?.start ?? 0) - (other.definitions[0]?.start ?? 0);
}
