import { code, inlineCode } from "../../markdown.ts";
import { occurrencesAt } from "../../names/names-at.ts";
import { isBelow, showOption, startsWith, withoutComputed } from "../../option-path.ts";
import { branchTreeAt } from "../../subjects/branch-tree.ts";
import { type GraphIndex, graphIndexOf } from "../../subjects/graph-index.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { isNamespace, isOfSystems } from "../../subjects/option-tree.ts";
import type { PathInScope } from "../../subjects/path-in-scope.ts";
import { pathReadings } from "../../subjects/readings.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

/** More options or branches than these are counted only. */
const MOST_ROWS = 12;

/** The options, or branches, below a piece of a path that is none itself, such as `my` and `my.user`. Undefined: it is something else. */
export function namespaceHover(
  view: View,
  { file, offset }: Place,
): { readonly range: OffsetRange; readonly markdown: string } | undefined {
  const names = view.namesOf(file);
  const index = graphIndexOf(view.graph);
  for (const { occurrence, piece } of names ? occurrencesAt(names, offset) : []) {
    const range = occurrence.pieces[piece];
    if (!range) continue;
    const asked = { path: occurrence.path.slice(0, piece + 1), scope: occurrence.scope };
    const found = pathReadings(view, file, asked, range.start)
      .flat()
      .find((path) => (isNamespace(index, path) || hasBranches(index, path)) && !isOfSystems(path));
    if (!found) continue;
    return { range, markdown: isNamespace(index, found) ? namespaceText(view, found) : branchesText(view, found) };
  }
  return undefined;
}

function hasBranches(index: GraphIndex, { path, class: moduleClass }: PathInScope): boolean {
  return moduleClass === undefined && branchTreeAt(index, path)?.branches.length === 0;
}

/** The branches below a path that is none itself, such as a namespace of aspects. */
function branchesText({ graph }: View, { path }: PathInScope): string {
  const inside = graph.branches.filter((branch) => startsWith(branch.path, path));
  const groups = new Map<string, string[]>();
  for (const { group, class: moduleClass } of inside)
    groups.set(group, [...(groups.get(group) ?? []), ...(moduleClass === undefined ? [] : [moduleClass])]);
  const rows = [...groups].map(
    ([group, classes]) =>
      `- branch ${inlineCode(group)}${classes.length > 0 ? `: ${classes.map(inlineCode).join(", ")}` : ""}`,
  );
  return listText(path, rows);
}

function namespaceText({ graph }: View, { path, class: moduleClass }: PathInScope): string {
  const inside = graph.options.filter((option) => option.class === moduleClass && isBelow(option.path, path));
  const rows = inside.map((option) => {
    const type = option.type === undefined ? "" : `: ${inlineCode(option.type)}`;
    return `- ${inlineCode(showOption(option.path.slice(path.length)))}${type}`;
  });
  return listText(path, rows);
}

/** The path, and below it the first rows with how many more there are. */
function listText(path: PathInScope["path"], rows: readonly string[]): string {
  const title = code(showOption(withoutComputed(path)));
  const rest = rows.length - MOST_ROWS;
  return [title, [...rows.slice(0, MOST_ROWS), ...(rest > 0 ? [`- and ${rest} more`] : [])].join("\n")].join("\n\n");
}
