import { evaluationOf, extendsModules, type ModuleEvaluation } from "../../modules/evaluation.ts";
import { Nesting } from "../../modules/nesting.ts";
import type { Option, OptionSet } from "../../modules/option.ts";
import type { OptionType } from "../../modules/types/type.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Failure, FailureCause, Lazy, Machine, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import { problem } from "./found.ts";
import { isModelled } from "./modelled.ts";

/**
 * Values that their options refuse, and definitions that cannot be merged, wherever the flake itself declares the option, or gives
 * a value to what flake-parts declares. Options are merged for it as Nix would when somebody reads them.
 */
export function valueProblems(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (evaluation.collected().unknowns.length > 0) return [];
  const walk: Walk = { machine, evaluation, hosts, isOwn, problems: [], left: 20_000, nesting: new Nesting() };
  visitTree(walk, evaluation.tree(), 0);
  return walk.problems;
}

interface Walk {
  readonly machine: Machine;
  readonly evaluation: ModuleEvaluation;
  readonly hosts: readonly string[];
  readonly isOwn: (file: string) => boolean;
  readonly problems: GraphProblem[];
  /** This many values are looked at. */
  left: number;
  readonly nesting: Nesting;
}

/** Submodules within submodules are looked into this deep. */
const DEEPEST = 12;

function visitTree(walk: Walk, tree: OptionSet, depth: number): void {
  for (const [name, node] of tree.children) {
    if (name === "_module") continue;
    if (node.kind === "set") visitTree(walk, node, depth);
    else if (isJudged(walk, node.option))
      walk.machine.allow(() => visitValue(walk, node.option.merged(), node.option.type(), true, depth));
  }
}

/**
 * What native code defines (the outputs of all platforms) is nobody's mistake, and much work. A default that does not fit is often meant:
 * the option must be set by whoever reads it.
 */
function isJudged({ isOwn }: Walk, option: Option): boolean {
  if (isModelled(option.declarations)) return false;
  const { kept } = option.definitions();
  const isDefinedHere = kept.every(({ at }) => at !== undefined && !isNativePath(at.file));
  const isDeclaredHere = option.declarations.some(({ at }) => at !== undefined && isOwn(at.file));
  if (isDeclaredHere) return kept.length > 0 || option.type().shape.kind === "submodule";
  return kept.length > 0 && (isDefinedHere || option.type().shape.kind === "submodule");
}

function visitValue(walk: Walk, value: Lazy, type: OptionType, declared: boolean, depth: number): void {
  if (walk.left-- <= 0 || depth > DEEPEST) return;
  const forced = walk.machine.force(value);
  if (forced.type === "failure") {
    if (forced.cause) note(walk, forced, forced.cause, declared);
    return;
  }
  const { shape } = type;
  switch (shape.kind) {
    case "list":
      for (const item of forced.type === "list" ? forced.items : [])
        visitValue(walk, item, shape.element(), declared, depth + 1);
      return;
    case "attrs":
      for (const { value: inner } of forced.type === "set" ? forced.entries.values() : [])
        visitValue(walk, inner, shape.element(), declared, depth + 1);
      return;
    case "submodule":
      return visitSubmodule(walk, forced, shape.modules, depth + 1);
    case "choice":
      return visitChoice(walk, forced, shape.alternatives(), declared, depth + 1);
    case "leaf":
      if (type.name === "anything") visitAnything(walk, forced, depth + 1);
      return;
    case "module":
    case "function":
      return;
    default:
      shape satisfies never;
  }
}

/**
 * Sets of `anything` are merged in depth, which looks at every value in them: one that reads the set around it needs itself. Options of
 * systems are left alone, since not all that decides about their definitions is known here.
 */
function visitAnything(walk: Walk, value: Value, depth: number): void {
  const { hosts, isOwn, problems } = walk;
  if (value.type !== "set" || depth > DEEPEST || hosts.length > 0) return;
  for (const [name, { value: inner, at }] of value.entries) {
    if (walk.left-- <= 0) return;
    const forced = walk.machine.force(inner);
    if (forced.type !== "unknown" || !forced.recursive) visitAnything(walk, forced, depth + 1);
    if (forced.type !== "unknown" || !forced.recursive || !at || !isOwn(at.file)) continue;
    const message = `infinite recursion encountered: a value of type \`anything' is merged with all that it holds, so \`${name}' cannot read the set that it is in`;
    problems.push(problem({ message, at, hosts }, { kind: "failure" }));
  }
}

function visitChoice(
  walk: Walk,
  value: Value,
  alternatives: readonly OptionType[],
  declared: boolean,
  depth: number,
): void {
  const fitting = alternatives.filter((type) => type.check(walk.machine, value) !== false);
  const only = fitting.length === 1 ? fitting[0] : undefined;
  if (only) visitValue(walk, value, only, declared, depth);
}

function visitSubmodule(walk: Walk, value: Value, modules: readonly Lazy[], depth: number): void {
  const inner = evaluationOf(value);
  // A partition extends the whole flake, which is looked at on its own.
  if (!inner || extendsModules(modules, walk.evaluation) || inner.collected().unknowns.length > 0) return;
  walk.nesting.within(modules, () => visitInside(walk, value, inner, depth));
}

function visitInside(walk: Walk, value: Value, inner: ModuleEvaluation, depth: number): void {
  const tree = inner.tree();
  visitTree(walk, tree, depth);
  const freeform = inner.freeform();
  if (freeform?.shape.kind !== "attrs" || value.type !== "set") return;
  const { element } = freeform.shape;
  for (const [name, attribute] of value.entries)
    if (!tree.children.has(name)) visitValue(walk, attribute.value, element(), false, depth + 1);
}

function note({ hosts, isOwn, problems }: Walk, failure: Failure, cause: FailureCause, declared: boolean): void {
  const found = valueProblem(failure, cause, declared, hosts);
  if (!found?.at || !isOwn(found.at.file)) return;
  // What an outside file defines too is not for this flake to judge.
  if (found.kind === "conflict" && found.places.some((place) => !isOwn(place.file))) return;
  problems.push(found);
}

/** Undefined where the cause is not a value of an option. */
export function valueProblem(
  { message, at }: Failure,
  cause: FailureCause,
  declared: boolean,
  hosts: readonly string[],
): GraphProblem | undefined {
  switch (cause.kind) {
    case "mismatch": {
      const { option: path, type, found, words: alternatives } = cause;
      return problem({ message, at, path, alternatives, hosts }, { kind: "mismatch", type, found });
    }
    case "conflict": {
      const places = cause.places.flatMap((place) => place ?? []);
      if (places.length < cause.places.length || places.length < 2) return undefined;
      const text = `The option \`${showOption(cause.option)}' has definitions that cannot be merged.`;
      return problem(
        { message: text, at: places.at(-1), path: cause.option, hosts },
        { kind: "conflict", places, declared, readOnlyIn: cause.readOnlyIn },
      );
    }
    case "argument": {
      // Looked for in what the modules of systems write (`arguments.ts`).
      const { name, at: asked, of } = cause;
      const told = { message, at: asked ?? at, path: [name], hosts };
      return hosts.length > 0 ? undefined : problem(told, { kind: "unsupplied-argument", of, inImports: false });
    }
    case "absent":
    case "imports":
    case "arguments":
    case "call":
    case "import-list":
    case "no-module":
      return undefined;
    default:
      return cause satisfies never;
  }
}
