import type { Branch, DeclaredOption, Host } from "../graph/graph.ts";
import { type Places, placesIn } from "../graph/places.ts";
import { counted } from "../graph/rows.ts";
import { showOption } from "../modules/types/merge.ts";
import type { OffsetRange } from "../text.ts";
import { branchPlaces } from "./definition.ts";
import { allReads } from "./reads.ts";
import { subjectAt } from "./subject.ts";
import type { Place, View } from "./view.ts";

export interface Hover {
  readonly range: OffsetRange;
  readonly markdown: string;
}

/** What is known of the option or the branch at a place. */
export function hover(view: View, place: Place): Hover | undefined {
  const subject = subjectAt(view, place);
  if (subject?.kind === "options") {
    return {
      range: subject.range,
      markdown: subject.options.map((option) => optionText(view, option)).join("\n\n---\n\n"),
    };
  }
  if (subject?.kind === "branches") return { range: subject.range, markdown: branchText(view, subject.branches) };
  return undefined;
}

function optionText(view: View, option: DeclaredOption): string {
  const places = placesIn(view.graph.root.directory, view.graphLines);
  const type = option.type === undefined ? "" : `: ${option.type}`;
  const level = option.class === undefined ? [] : [`in ${option.class} modules`];
  const uses = `set in ${counted(option.definitions.length, "place")} · read in ${counted((allReads(view).get(option) ?? []).length, "place")}`;
  return [
    code(`${showOption(option.path)}${type}`),
    option.description?.trim() ?? "",
    option.default === undefined ? "" : defaultText(option.default),
    [...level, `declared at ${option.declarations.map((at) => `\`${places.lineOf(at)}\``).join(", ")}`, uses].join(
      "  \n",
    ),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function defaultText(text: string): string {
  return text.includes("\n") ? `default:\n${code(text)}` : `default: ${inlineCode(text)}`;
}

/** All branches of one name: a branch has a part for each class. */
function branchText(view: View, branches: readonly Branch[]): string {
  const { graph, graphLines } = view;
  const places = placesIn(graph.root.directory, graphLines);
  const ids = new Set(branches.map(({ id }) => id));
  const takers = (hosts: readonly Host[]) =>
    hosts.filter(
      (host) =>
        host.pulls.some(({ via }) => via.some((id) => ids.has(id))) ||
        host.selections.some(({ branch }) => ids.has(branch)),
    );
  const parts = branches
    .filter(({ leaves }) => leaves.length > 0)
    .map((branch) => `- ${branch.class ?? "class unknown"}: ${counted(branch.leaves.length, "leaf", "leaves")}`);
  const groups = [...new Set(branches.map(({ group }) => group))];
  return [
    code(`branch ${groups.join(", ")}`),
    parts.length > 0 ? parts.join("\n") : "no leaf contributes to it",
    hostsText(takers(graph.hosts), "host"),
    hostsText(takers(graph.images), "image"),
    placesText(places, branches, view),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function hostsText(hosts: readonly Host[], noun: string): string {
  if (hosts.length === 0) return noun === "host" ? "selected by no host" : "";
  return `${counted(hosts.length, noun)}: ${hosts.map(({ name }) => inlineCode(name)).join(", ")}`;
}

function placesText(places: Places, branches: readonly Branch[], { graph }: View): string {
  const files = [...new Set(branchPlaces(graph, branches).map((at) => places.lineOf(at)))];
  const [shown, more] = [files.slice(0, 3), files.length - 3];
  return files.length === 0 ? "" : `at ${shown.map(inlineCode).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function code(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}nix\n${text}\n${fence}`;
}

function inlineCode(text: string): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
