import type { LoadedFlake } from "../../flake/load.ts";
import { decide, pushDown, type Wrapper } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { AskedArgument, ModuleInstance } from "../../modules/module.ts";
import type { Option } from "../../modules/option.ts";
import type { LazyLevel } from "../../modules/option-levels.ts";
import type { Attribute, Failure, FailureCause, Lazy, Machine, Value } from "../../nix/value.ts";
import { coversSpan, spanKey, startKey } from "../../text.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import { perSystemEvaluations } from "../per-system.ts";
import { problem } from "./found.ts";

/*
 * Nix looks an argument up when its value is needed, and only then. So the arguments that nobody gives are found first, which is cheap; if there
 * are any, the modules that their functions make, or that stand in what they make, are searched for values that fail by one of them.
 */

/** What such arguments are looked for in; as in `ProblemSource`. */
interface AskingSource {
  readonly flake: LoadedFlake;
  readonly hosts: readonly HostDraft[];
  readonly images: readonly HostDraft[];
  readonly top: readonly ModuleEvaluation[];
  readonly isOwn: (file: string) => boolean;
}

/** Arguments that nobody supplies, and that what modules define needs. */
export function unsuppliedArguments(source: AskingSource): readonly GraphProblem[] {
  const { flake, hosts, images, top, isOwn } = source;
  const { machine } = flake;
  const isOutside = top.some((one) => one.externals().length > 0 || one.collected().unknowns.length > 0);
  const perSystem = perSystemEvaluations(flake.log.evaluations);
  const systems = [...hosts, ...images].flatMap(({ id, evaluations }) =>
    evaluations.map((one) => ({ one, ids: [id] })),
  );
  const all = [...[...top, ...perSystem].map((one) => ({ one, ids: [] })), ...systems];
  const isOwnOption = (option: Option) => option.declarations.some(({ at }) => at !== undefined && isOwn(at.file));
  const missing = new Map<string, AskedArgument>();
  for (const { one } of all) {
    for (const asked of one.collected().asked) {
      if (!asked.at || !isOwn(asked.at.file) || missing.has(spanKey(asked.at))) continue;
      const isSupplied = one.class === PER_SYSTEM && isOutside && !OF_FLAKE.has(asked.name);
      if (!isSupplied && missingIn(machine.force(asked.value))) missing.set(spanKey(asked.at), asked);
    }
  }
  if (missing.size === 0) return [];
  return all.flatMap(({ one, ids }) =>
    top.includes(one)
      ? []
      : machine.allow(() => failingIn({ machine, missing, isOwnOption, hosts: ids, left: MOST }, one)),
  );
}

/** So many values are looked at in one system. */
const MOST = 20_000;
const PER_SYSTEM = "perSystem";

/** flake-parts itself says that modules for each platform do not get these. */
const OF_FLAKE: ReadonlySet<string> = new Set(["inputs", "self", "getSystem", "withSystem", "moduleWithSystem"]);

type MissingCause = Extract<FailureCause, { readonly kind: "argument" }>;

function missingIn(value: Value): MissingCause | undefined {
  return value.type === "failure" && value.cause?.kind === "argument" ? value.cause : undefined;
}

/** The problem where modules cannot be collected without an argument that is looked up in what they define. Undefined: it is another. */
export function importsByArgument(
  { message, at, cause }: Failure,
  evaluations: readonly ModuleEvaluation[],
  hosts: readonly string[],
): GraphProblem | undefined {
  if (cause?.kind !== "imports" || !cause.argument) return undefined;
  const { name, at: formal } = cause.argument;
  const asking = evaluations.filter((one) =>
    one.collected().asked.some((asked) => asked.name === name && asked.at?.start === formal?.start),
  );
  const told = { message, at: formal ?? at, path: [name], hosts };
  const [first] = asking;
  const missing = asking.map((one) => missingIn(one.argument({ name, at: formal })));
  if (first && missing.every((each) => each))
    return problem(told, { kind: "unsupplied-argument", of: { class: first.class, inside: false }, inImports: true });
  return problem(told, { kind: "recursive-imports", argument: name });
}

interface Search {
  readonly machine: Machine;
  readonly missing: ReadonlyMap<string, AskedArgument>;
  readonly isOwnOption: (option: Option) => boolean;
  readonly hosts: readonly string[];
  left: number;
}

function failingIn(search: Search, evaluation: ModuleEvaluation): readonly GraphProblem[] {
  const found = new Map<string, GraphProblem>();
  const functions = [...search.missing.values()].map(({ by }) => by);
  for (const module of evaluation.collected().modules) {
    const { at, content } = module;
    if (content.kind !== "module" || !at || !functions.some((by) => coversSpan(by, at) || coversSpan(at, by))) continue;
    for (const failing of failingInModule(search, evaluation, module)) {
      const key = `${failing.cause.name} ${startKey(failing.cause.at)}`;
      if (failing.certain || !found.has(key)) found.set(key, reported(search, failing));
    }
  }
  return [...found.values()];
}

interface Failing {
  readonly cause: MissingCause;
  readonly certain: boolean;
}

function reported({ hosts }: Search, { cause: { name, at, of }, certain }: Failing): GraphProblem {
  const message = `attribute '${name}' missing`;
  const told = { message, at, path: [name], hosts, certain };
  return problem(told, { kind: "unsupplied-argument", of, inImports: false });
}

function failingInModule(search: Search, evaluation: ModuleEvaluation, module: ModuleInstance): readonly Failing[] {
  if (module.content.kind !== "module") return [];
  const found: Failing[] = [];
  const certain = module.condition?.value !== "unknown";
  const level = evaluation.level();
  visitDefinition({ search, found }, { value: module.content.config, certain, wrappers: [], level });
  return found;
}

interface Visit {
  readonly search: Search;
  readonly found: Failing[];
}

interface Place {
  readonly value: Lazy;
  readonly certain: boolean;
  readonly wrappers: readonly Wrapper[];
  /** The options at this place; undefined: it is inside of one, or none is known. */
  readonly level: LazyLevel | undefined;
}

/** Definitions, down to the options that they are of. What stands behind a false condition is not looked at. */
function visitDefinition(visit: Visit, { value, certain, wrappers, level }: Place): void {
  const { machine } = visit.search;
  const { sets, rest } = pushDown(machine, value, wrappers);
  for (const part of rest) {
    const decided = decisionOf(visit, part.wrappers, certain);
    if (decided) visitValue(visit, part.value, decided.certain);
  }
  for (const { set, wrappers: around } of sets) {
    const decided = decisionOf(visit, around, certain);
    if (!decided) continue;
    for (const [name, attribute] of set.entries)
      visitAttribute(visit, attribute, { name, certain: decided.certain, level });
  }
}

function visitAttribute(
  visit: Visit,
  { value, maybe }: Attribute,
  { name, certain, level }: { readonly name: string; readonly certain: boolean; readonly level: LazyLevel | undefined },
): void {
  if (visit.search.left-- <= 0 || name === "_module") return;
  const node = level?.child(name);
  // Nobody may read an option of the flake's own.
  const isRead = node?.kind !== "option" || !visit.search.isOwnOption(node.option);
  if (node?.kind === "option" && node.option.type().shape.kind === "module") return;
  const inner = node?.kind === "level" ? node.level : undefined;
  visitDefinition(visit, { value, certain: certain && !maybe && isRead, wrappers: [], level: inner });
}

/** Whether what conditions stand around is there for sure; undefined: it is not. */
function decisionOf(
  visit: Visit,
  wrappers: readonly Wrapper[],
  certain: boolean,
): { readonly certain: boolean } | undefined {
  const { machine } = visit.search;
  let sure = certain;
  for (const wrapper of wrappers) {
    if (wrapper.kind === "override") continue;
    const decided = wrapper.kind === "if" ? decide(machine, wrapper.condition, wrapper.at) : wrapper.condition;
    if (wrapper.kind === "if") note(visit, machine.force(wrapper.condition), sure);
    if (decided.value === "false") return undefined;
    sure &&= decided.value === "true";
  }
  return { certain: sure };
}

/** A value of an option, in depth. What a function from outside was given it may not need. */
function visitValue(visit: Visit, value: Lazy, certain: boolean, depth = 0): void {
  const { search } = visit;
  if (search.left-- <= 0 || depth > DEEPEST) return;
  const forced = search.machine.force(value);
  note(visit, forced, certain);
  switch (forced.type) {
    case "list":
      for (const item of forced.items) visitValue(visit, item, certain, depth + 1);
      return;
    case "set":
      if (forced.native || forced.entries.has("outPath")) return;
      for (const { value: inner, maybe } of forced.entries.values())
        visitValue(visit, inner, certain && !maybe, depth + 1);
      return;
    case "external":
      for (const argument of forced.args ?? []) visitValue(visit, argument, false, depth + 1);
      return;
    default:
      return;
  }
}

/** Values nested deeper are made by functions that call themselves. */
const DEEPEST = 12;

function note({ search, found }: Visit, value: Value, certain: boolean): void {
  const cause = missingIn(value);
  if (cause?.at && search.missing.has(spanKey(cause.at))) found.push({ cause, certain });
}
