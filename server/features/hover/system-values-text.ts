import type { DeclaredOption } from "../../graph/graph.ts";
import { counted } from "../../graph/rows.ts";
import type { Places } from "../../graph/shown-places.ts";
import type { FoundSystemValues, SystemValue } from "../../graph/system-values.ts";
import { inlineCode, some } from "../../markdown.ts";
import { entryOf } from "../../subjects/grouping.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import type { Span } from "../../text.ts";
import type { View } from "../view.ts";
import { priorityText } from "./priority.ts";

/**
 * What an option that modules of systems declare holds in each system that has it, alike ones together. Undefined: there is none, or the
 * option has its default everywhere.
 */
export function systemValuesText(
  view: View,
  places: Places,
  { path }: PathInScope,
  options: readonly DeclaredOption[],
): string | undefined {
  const [option] = options;
  const names = path.filter((piece) => typeof piece === "string");
  if (!option || names.length !== option.path.length) return undefined;
  const classes = [...new Set(options.flatMap((one) => one.class ?? []))];
  const found = classes.map((one) => view.systemValues(names, one));
  const values = found.flatMap((each) => each.values);
  if (values.length === 0 || values.every((each) => isPlainDefault(each, option))) return undefined;
  const groups = new Map<string, SystemValue[]>();
  for (const each of values) entryOf(groups, outcomeOf(each), (): SystemValue[] => []).push(each);
  const items = [...groups].map(([outcome, alike]) => itemText(view, places, outcome, alike, values));
  const shown = items.slice(0, MOST_ITEMS);
  const more = items.length > MOST_ITEMS ? [`${counted(items.length - MOST_ITEMS, "further value")}`] : [];
  return ["values:", ...shown, ...more, ...remarks(view, values, found)].join("\n- ");
}

const MOST_ITEMS = 12;

function isPlainDefault({ value }: SystemValue, option: DeclaredOption): boolean {
  return value?.priority === undefined && !value?.undecided && value?.text === option.default;
}

/** What is alike in systems: the value and its priority, whoever sets it. */
function outcomeOf({ value }: SystemValue): string {
  if (!value) return "nothing sets it";
  if (value.undecided) return "undecided";
  return value.kind === "known" ? inlineCode(shortened(value.text)) : "not known";
}

function itemText(
  view: View,
  places: Places,
  outcome: string,
  alike: readonly SystemValue[],
  all: readonly SystemValue[],
): string {
  const set = alike.flatMap(({ value }) => (value?.priority === undefined ? [] : [value]));
  const ways = new Map<string, Span[]>();
  for (const value of set) entryOf(ways, priorityText(value), (): Span[] => []).push(...value.setAt);
  const isDefault = alike.some(({ value }) => value && value.priority === undefined);
  const said = [...ways].map(([by, at]) => `set${at.length === 0 ? "" : ` at ${linesOf(places, at)}`}${by}`);
  if (isDefault) said.push("the default");
  const condition = outcome === "undecided" ? " behind a condition that is not known" : "";
  const how = said.length > 0 ? ` · ${said.join("; ")}${condition}` : "";
  return `${outcome} on ${some(placesOf(view, alike, all))}${how}`;
}

function linesOf(places: Places, spans: readonly Span[]): string {
  return some([...new Set(spans.map((one) => places.lineOf(one)))], 3);
}

const LONGEST_VALUE = 160;

function shortened(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Names of hosts, with the slot where a host has several. */
function placesOf(view: View, alike: readonly SystemValue[], all: readonly SystemValue[]): readonly string[] {
  return alike.map(({ host, slot }) => {
    const name = view.graph.hosts.find(({ id }) => id === host)?.name ?? host;
    const isOne = all.filter((other) => other.host === host).length === 1;
    return isOne || slot === undefined ? name : `${name} (${slot})`;
  });
}

function remarks(view: View, values: readonly SystemValue[], found: readonly FoundSystemValues[]): readonly string[] {
  const known = new Set(values.map(({ host }) => host));
  const partly = view.graph.hosts.filter(({ id, complete }) => known.has(id) && !complete).map(({ name }) => name);
  const left = Math.max(...found.map((each) => each.left));
  return [
    ...(partly.length > 0 ? [`modules that are not known may set it, too, on ${some(partly)}`] : []),
    ...(left > 0 ? [`${counted(left, "further host")} not looked at yet`] : []),
  ];
}
