import { evaluationOf, extendsModules, type ModuleEvaluation } from "../modules/evaluation.ts";
import type { Option, OptionNode, OptionSet } from "../modules/option.ts";
import type { OptionType } from "../modules/types/type.ts";
import type { Lazy, Machine, StringValue } from "../nix/value.ts";
import { ANY_NAME, type OptionPattern, pathKey } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import type { Selector } from "./graph.ts";
import type { HostDraft } from "./host-draft.ts";
import { hostFailures } from "./problems/failures-of-hosts.ts";

/** Options some of whose strings were seen to select branches, with all the strings that they hold; and where a host fails, the others. */
export function findSelectors(
  machine: Machine,
  top: readonly ModuleEvaluation[],
  hosts: readonly HostDraft[],
): { readonly selectors: readonly Selector[]; readonly stringOptions: readonly Selector[] } {
  const selecting = new Set<string>();
  for (const host of hosts)
    for (const { kind, at, partial } of host.selections) if (kind === "string" && !partial) selecting.add(startKey(at));
  const failed = hosts.some((host) => hostFailures(host).length > 0);
  if (selecting.size === 0 && !failed) return { selectors: [], stringOptions: [] };
  const found = new Map<string, { option: OptionPattern; strings: { text: string; at: Span }[]; selects: boolean }>();
  for (const evaluation of top) {
    const walk: Walk = { machine, evaluation, note: (path, option) => note(machine, found, selecting, path, option) };
    visit(walk, evaluation.tree(), []);
  }
  const all = [...found.values()];
  const plain = ({ option, strings }: Selector): Selector => ({ option, strings });
  return {
    selectors: all.filter(({ selects }) => selects).map(plain),
    stringOptions: failed ? all.filter(({ selects }) => !selects).map(plain) : [],
  };
}

interface Walk {
  readonly machine: Machine;
  readonly evaluation: ModuleEvaluation;
  /** Told of every option that holds strings. */
  readonly note: (path: OptionPattern, option: Option) => void;
}

function visit(walk: Walk, tree: OptionSet, path: OptionPattern): void {
  for (const [name, node] of tree.children) if (name !== "_module") visitNode(walk, node, [...path, name]);
}

function visitNode(walk: Walk, node: OptionNode, path: OptionPattern): void {
  if (node.kind === "set") return visit(walk, node, path);
  const { option } = node;
  const { shape } = option.type();
  if (isLeafOrList(option.type())) return walk.note(path, option);
  if (shape.kind === "submodule") visitInstance(walk, option.merged(), path);
  if (shape.kind !== "attrs") return;
  if (isLeafOrList(shape.element())) return walk.note([...path, ANY_NAME], option);
  if (shape.element().shape.kind !== "submodule") return;
  const value = option.merged();
  if (value.type !== "set") return;
  for (const attribute of value.entries.values()) visitInstance(walk, attribute.value, [...path, ANY_NAME]);
}

function isLeafOrList({ shape }: OptionType): boolean {
  return shape.kind === "leaf" || (shape.kind === "list" && shape.element().shape.kind === "leaf");
}

/** A partition of the flake is visited as an evaluation of its own, and holds partitions without end. */
function visitInstance(walk: Walk, value: Lazy, path: OptionPattern): void {
  const inner = evaluationOf(walk.machine.force(value));
  if (inner && !extendsModules(inner.modules, walk.evaluation)) visit(walk, inner.tree(), path);
}

function note(
  machine: Machine,
  found: Map<string, { option: OptionPattern; strings: { text: string; at: Span }[]; selects: boolean }>,
  selecting: ReadonlySet<string>,
  path: OptionPattern,
  option: Option,
): void {
  const values = [
    ...option.definitions().kept.map((definition) => definition.value),
    ...(option.default === undefined ? [] : [option.default]),
  ];
  const strings = values.flatMap((value) => stringsOf(machine, value));
  if (strings.length === 0) return;
  const key = pathKey(path);
  const entry = found.get(key) ?? { option: path, strings: [], selects: false };
  for (const { text, at } of strings) {
    if (!at) continue;
    if (!entry.strings.some((known) => startKey(known.at) === startKey(at))) entry.strings.push({ text, at });
    entry.selects ||= selecting.has(startKey(at));
  }
  found.set(key, entry);
}

/** Of a string, a list of strings, or a set of such. */
function stringsOf(machine: Machine, value: Lazy, depth = 0): readonly StringValue[] {
  const forced = machine.force(value);
  if (forced.type === "string") return [forced];
  if (forced.type === "set" && depth === 0)
    return [...forced.entries.values()].flatMap((attribute) => stringsOf(machine, attribute.value, 1));
  if (forced.type !== "list") return [];
  return forced.items.map((item) => machine.force(item)).filter((item): item is StringValue => item.type === "string");
}
