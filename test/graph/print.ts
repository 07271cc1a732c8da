import type { Branch, Graph, Host, HostSelection, Leaf } from "../../server/graph/graph.ts";
import { placesIn } from "../../server/graph/shown-places.ts";
import type { LineIndex, Span } from "../../server/text.ts";

/** What the printers need to write places as `cells/a.nix:3`. */
export interface Printed {
  readonly graph: Graph;
  readonly linesOf: (file: string) => LineIndex;
}

/**
 * Hosts and images as indented text: what they select, then their modules in the order of the system's own list, below the slot and the
 * branches they come through.
 *
 *     nixosConfigurations.desk nixos complete  cells/desk.nix:4
 *       select my.branches.base.nixosModules string cells/desk.nix:3
 *       nixos
 *         cells/_disk.nix:1
 *         my.branches.base.nixosModules
 *           cells/base.nix:2
 */
export function hostsText(printed: Printed): string {
  return [...printed.graph.hosts, ...printed.graph.images].map((host) => hostText(printed, host)).join("\n");
}

export function hostText(printed: Printed, host: Host): string {
  const { graph } = printed;
  const lineOf = linePrinter(printed);
  const leaves = new Map(graph.leaves.map((leaf) => [leaf.id, leaf]));
  const lines = [`${host.id} ${host.class} ${host.complete ? "complete" : "incomplete"}  ${lineOf(host.at)}`];
  lines.push(...host.unresolved.map(({ reason, at }) => `  unresolved ${reason}  ${lineOf(at)}`));
  lines.push(...host.selections.map((selection) => selectionLine(selection, lineOf)));
  let above: readonly string[] = [];
  for (const { leaf: id, via, slot } of host.pulls) {
    const steps = [slot ?? host.class, ...via];
    lines.push(...newSteps(above, steps));
    above = steps;
    const leaf = leaves.get(id);
    lines.push(`${"  ".repeat(steps.length + 1)}${leaf ? leafText(leaf, lineOf) : `no leaf ${id}`}`);
  }
  return lines.join("\n");
}

type LinePrinter = (at: Span | undefined) => string;

function linePrinter({ graph, linesOf }: Printed): LinePrinter {
  const places = placesIn(graph.root.directory, linesOf);
  return (at) => (at ? places.lineOf(at) : "nowhere");
}

function selectionLine({ branch, kind, at, helper, through, repeats }: HostSelection, lineOf: LinePrinter): string {
  const behind = through === undefined ? "" : ` through ${through}`;
  const again = repeats === undefined ? "" : ` again after ${lineOf(repeats)}`;
  const helped = helper && lineOf(helper) !== lineOf(at) ? ` helped by ${lineOf(helper)}` : "";
  return `  select ${branch} ${kind} ${lineOf(at)}${helped}${behind}${again}`;
}

function newSteps(above: readonly string[], steps: readonly string[]): string[] {
  const same = steps.findIndex((step, index) => step !== above[index]);
  const from = same < 0 ? steps.length : same;
  return steps.slice(from).map((step, index) => `${"  ".repeat(from + index + 1)}${step}`);
}

function leafText(leaf: Leaf, lineOf: LinePrinter): string {
  const external = leaf.external === undefined ? "" : ` external ${leaf.external}`;
  const condition = leaf.condition ? ` if ${lineOf(leaf.condition.at)} is ${leaf.condition.value}` : "";
  return `${lineOf(leaf.at)}${external}${condition}`;
}

/**
 * Branches with their leaves in order; `in` are files that define the branch, said only where they are not those of the leaves.
 *
 *     my.branches.base.nixosModules nixos selected by nixosConfigurations.desk
 *       cells/base.nix:2
 */
export function branchesText(printed: Printed): string {
  const lineOf = linePrinter(printed);
  return printed.graph.branches.map((branch) => branchLines(printed, branch, lineOf).join("\n")).join("\n");
}

function branchLines({ graph, linesOf }: Printed, branch: Branch, lineOf: LinePrinter): string[] {
  const pathOf = placesIn(graph.root.directory, linesOf).pathOf;
  const leaves = branch.leaves.flatMap((id) => graph.leaves.find((leaf) => leaf.id === id) ?? []);
  const short = (ids: readonly string[]) => ids.map((id) => id.replace(/^nixosConfigurations\./, "")).join(" ");
  const facts = [
    branch.id,
    branch.class ?? "classless",
    ...(branch.owner === undefined ? [] : [`of ${short([branch.owner])}`]),
    ...(branch.selectedBy.length > 0 ? [`selected by ${short(branch.selectedBy)}`] : []),
    ...(branch.consumedBy.length > 0 ? [`consumed by ${branch.consumedBy.join(" ")}`] : []),
    ...(branch.open ? ["open"] : []),
  ];
  const credited = new Set(leaves.map((leaf) => leaf.file));
  const others = branch.files.filter((file) => !credited.has(file)).map((file) => `  in ${pathOf(file)}`);
  const lines = leaves.map((leaf) => {
    const file = leaf.file === leaf.at.file ? "" : ` as ${pathOf(leaf.file)}`;
    return `  ${leafText(leaf, lineOf)}${file}`;
  });
  return [facts.join(" "), ...lines, ...others];
}
