import { evaluationOf, type ModuleEvaluation } from "../../modules/evaluation.ts";
import type { Option } from "../../modules/option.ts";
import type { LazyLevel } from "../../modules/option-levels.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import { SYSTEM_CLASSES, SYSTEM_NAMESPACES } from "../namespaces.ts";
import { isOneTypo, isSwap } from "../typos.ts";
import { problem } from "./found.ts";
import { isSure } from "./sure-systems.ts";

/**
 * Names that modules of a system set in a namespace of the flake's own, or in a submodule of an option of its own, though none declares
 * them there. Namespaces that NixOS or a module from outside may share are left alone.
 */
export function unknownSystemOptions(
  machine: Machine,
  evaluation: ModuleEvaluation,
  inputs: readonly string[],
  hosts: readonly string[],
  { isOwn, isDeclared }: OwnOptions,
): readonly GraphProblem[] {
  const systemClass = evaluation.class;
  if (!isSure(evaluation) || systemClass === undefined || !SYSTEM_CLASSES.has(systemClass)) return [];
  const externals = evaluation.externals();
  const walk: Walk = {
    machine,
    outside: [...externals.map(({ path }) => path), ...inputs.map((name) => `inputs.${name}`)],
    certain: externals.length === 0,
    hosts,
    isOwn,
    isDeclared: (path) => isDeclared(systemClass, path),
    problems: [],
    left: 5_000,
  };
  noteTypos(walk, evaluation.level(), isOneTypo);
  for (const name of evaluation.level().names().keys()) {
    const node = name === "_module" ? undefined : evaluation.level().child(name);
    const closed = !SYSTEM_NAMESPACES.has(name) && !isOutside(walk, name);
    if (node?.kind === "level") visitLevel(walk, node.level, closed);
    if (node?.kind === "option") visitOption(walk, node.option, closed);
  }
  return walk.problems;
}

/** What is the flake's own. */
export interface OwnOptions {
  readonly isOwn: (file: string) => boolean;
  /** Whether some module of the flake declares the option, or one inside of it, for systems of that class. */
  readonly isDeclared: (systemClass: string | undefined, path: readonly string[]) => boolean;
}

interface Walk {
  readonly machine: Machine;
  /** Paths of modules from outside, and of inputs. */
  readonly outside: readonly string[];
  /** No module from outside takes part. */
  readonly certain: boolean;
  readonly hosts: readonly string[];
  readonly isOwn: (file: string) => boolean;
  readonly isDeclared: (path: readonly string[]) => boolean;
  readonly problems: GraphProblem[];
  left: number;
}

function isOutside({ outside }: Walk, name: string): boolean {
  return outside.some((path) => path.split(/[^A-Za-z0-9_]+/).includes(name) || path.includes(name));
}

function visitLevel(walk: Walk, level: LazyLevel, closed: boolean): void {
  if (walk.left-- <= 0) return;
  // Several strange names show that somebody else has options here, too.
  const isSingle = level.undeclaredHere().size === 1;
  if (closed && isSingle) noteUnknown(walk, level);
  // What NixOS has beside is hardly ever one single name, and that so near.
  else noteTypos(walk, level, isSingle ? isOneTypo : isSwap);
  for (const name of level.names().keys()) {
    const node = level.child(name);
    if (node?.kind === "level") visitLevel(walk, node.level, closed);
    if (node?.kind === "option") visitOption(walk, node.option, closed);
  }
}

/** Names that are a typo away from those of options that the flake declares beside them. */
function noteTypos(walk: Walk, level: LazyLevel, isTypo: (name: string, meant: string) => boolean): void {
  const { hosts, isOwn, problems } = walk;
  const isRoot = level.path.length === 0;
  const own = [...level.names()].flatMap(([name, at]) =>
    at && isOwn(at.file) && !(isRoot && SYSTEM_NAMESPACES.has(name)) ? [name] : [],
  );
  if (own.length === 0 || level.openDeclarations().length > 0) return;
  // A first name that nobody here knows is that of a module from outside, however near it is to another.
  if (isRoot && !walk.certain) return;
  for (const [name, definitions] of level.undeclaredHere()) {
    if (isRoot && (SYSTEM_NAMESPACES.has(name) || isOutside(walk, name))) continue;
    const alternatives = own.filter((meant) => isTypo(name, meant));
    const at = definitions[0]?.at;
    if (alternatives.length === 0 || !at || !isOwn(at.file)) continue;
    const path = [...level.path, name];
    const told = { message: `The option \`${showOption(path)}' may not exist.`, at, path, alternatives, hosts };
    problems.push(problem({ ...told, certain: false }, { kind: "undeclared" }));
  }
}

function noteUnknown(walk: Walk, level: LazyLevel): void {
  const { certain, hosts, isOwn, isDeclared, problems } = walk;
  // What comes from outside may declare it.
  if (level.openDeclarations().length > 0) return;
  const alternatives = [...level.names().keys()];
  for (const [name, definitions] of level.undeclaredHere()) {
    // Declared in another system, it is reported as missing in this one.
    if (isDeclared([...level.path, name]) || isOutside(walk, name)) continue;
    for (const { at, wrappers } of definitions) {
      if (!at || !isOwn(at.file) || wrappers.some((wrapper) => wrapper.kind === "decided")) continue;
      const path = [...level.path, name];
      const message = `The option \`${showOption(path)}' does not exist.`;
      problems.push(problem({ message, at, path, alternatives, hosts, certain }, { kind: "undeclared" }));
    }
  }
}

/**
 * Instances of submodules, where the flake alone declares the option. An option of NixOS's may be declared again, to have more inside
 * (not `closed`): there only a single name is reported that is a typo away from one of the flake's own.
 */
function visitOption(walk: Walk, option: Option, closed: boolean): void {
  const { declarations } = option;
  if (declarations.length === 0 || !declarations.every(({ at }) => at && walk.isOwn(at.file) && !isNativePath(at.file)))
    return;
  const instances = instancesOf(walk, option);
  if (closed) for (const inner of instances) visitInstance(walk, inner);
  const strange = new Set(instances.flatMap((inner) => [...inner.level().undeclaredHere().keys()]));
  if (!closed && strange.size === 1) for (const inner of instances) noteTypos(walk, inner.level(), isOneTypo);
}

function instancesOf({ machine }: Walk, option: Option): readonly ModuleEvaluation[] {
  const { shape } = option.type();
  const value = shape.kind === "submodule" || shape.kind === "attrs" ? option.merged() : undefined;
  if (!value) return [];
  const isOne = shape.kind === "submodule";
  if (shape.kind === "attrs" && shape.element().shape.kind !== "submodule") return [];
  const values = isOne
    ? [value]
    : value.type === "set"
      ? [...value.entries.values()].map((one) => machine.force(one.value))
      : [];
  return values.flatMap((each) => {
    const inner = evaluationOf(each);
    return inner && isSure(inner) && inner.externals().length === 0 ? [inner] : [];
  });
}

function visitInstance(walk: Walk, inner: ModuleEvaluation): void {
  noteUnknown(walk, inner.level());
  visitLevel(walk, inner.level(), true);
}
