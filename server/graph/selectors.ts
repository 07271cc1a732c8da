import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { evaluationOf } from "../modules/evaluation.ts";
import type { Option, OptionNode, OptionSet } from "../modules/option.ts";
import type { OptionType } from "../modules/types/type.ts";
import type { Lazy, Machine, StringValue } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { Selector } from "./graph.ts";
import type { HostDraft } from "./host.ts";
import { hostFailures } from "./problems/host-failures.ts";

/** Options some of whose strings were seen to select branches, with all the strings that they hold; and where a host fails, the others. */
export function findSelectors(
  machine: Machine,
  top: readonly ModuleEvaluation[],
  hosts: readonly HostDraft[],
): { readonly selectors: readonly Selector[]; readonly stringOptions: readonly Selector[] } {
  const selecting = new Set<string>();
  for (const host of hosts)
    for (const { kind, at } of host.selections) if (kind === "string") selecting.add(placeKey(at));
  const failed = hosts.some((host) => hostFailures(host).length > 0);
  if (selecting.size === 0 && !failed) return { selectors: [], stringOptions: [] };
  const found = new Map<
    string,
    { option: readonly string[]; strings: { text: string; at: Span }[]; selects: boolean }
  >();
  for (const evaluation of top)
    visit(machine, evaluation.tree(), [], (path, option) => note(machine, found, selecting, path, option));
  const all = [...found.values()];
  const plain = ({ option, strings }: Selector): Selector => ({ option, strings });
  return {
    selectors: all.filter(({ selects }) => selects).map(plain),
    stringOptions: failed ? all.filter(({ selects }) => !selects).map(plain) : [],
  };
}

function placeKey(at: Span): string {
  return `${at.file}:${at.start}`;
}

type Note = (path: readonly string[], option: Option) => void;

function visit(machine: Machine, tree: OptionSet, path: readonly string[], note: Note): void {
  for (const [name, node] of tree.children) if (name !== "_module") visitNode(machine, node, [...path, name], note);
}

function visitNode(machine: Machine, node: OptionNode, path: readonly string[], note: Note): void {
  if (node.kind === "set") return visit(machine, node, path, note);
  const { option } = node;
  const { shape } = option.type();
  if (isLeafOrList(option.type())) return note(path, option);
  if (shape.kind === "submodule") visitInstance(machine, option.merged(), path, note);
  if (shape.kind !== "attrs") return;
  if (isLeafOrList(shape.element())) return note([...path, "<name>"], option);
  if (shape.element().shape.kind !== "submodule") return;
  const value = option.merged();
  if (value.type !== "set") return;
  for (const attribute of value.entries.values()) visitInstance(machine, attribute.value, [...path, "<name>"], note);
}

function isLeafOrList({ shape }: OptionType): boolean {
  return shape.kind === "leaf" || (shape.kind === "list" && shape.element().shape.kind === "leaf");
}

function visitInstance(machine: Machine, value: Lazy, path: readonly string[], note: Note): void {
  const inner = evaluationOf(machine.force(value));
  if (inner) visit(machine, inner.tree(), path, note);
}

function note(
  machine: Machine,
  found: Map<string, { option: readonly string[]; strings: { text: string; at: Span }[]; selects: boolean }>,
  selecting: ReadonlySet<string>,
  path: readonly string[],
  option: Option,
): void {
  const values = [
    ...option.definitions().kept.map((definition) => definition.value),
    ...(option.default === undefined ? [] : [option.default]),
  ];
  const strings = values.flatMap((value) => stringsOf(machine, value));
  if (strings.length === 0) return;
  const key = path.join(".");
  const entry = found.get(key) ?? { option: path, strings: [], selects: false };
  for (const { text, at } of strings) {
    if (!at) continue;
    if (!entry.strings.some((known) => placeKey(known.at) === placeKey(at))) entry.strings.push({ text, at });
    entry.selects ||= selecting.has(placeKey(at));
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
