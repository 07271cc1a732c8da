import type { Branch, Graph, Host, Leaf } from "../../graph/graph.ts";
import { pathKey, pieceText, showOption } from "../../option-path.ts";
import { type OffsetRange, type Span, spanKey } from "../../text.ts";
import { type NameChange, renamedPath } from "./name-change.ts";

/** What is compared: lines that say everything the graph knows, by the subject that they are about. */
export type GraphFacts = ReadonlyMap<string, string>;

export interface FactsView {
  /** Undefined: the names stand as they are. */
  readonly change: NameChange | undefined;
  readonly offsets: (file: string, range: OffsetRange) => OffsetRange;
}

/** Every fact of the graph, with the names after the change and offsets that are comparable. */
export function graphFacts(graph: Graph, flake: FactsView): GraphFacts {
  const facts = new Map<string, string[]>();
  const note = (subject: string, ...facets: unknown[]) =>
    facts.set(subject, [...(facts.get(subject) ?? []), JSON.stringify(facets)]);
  const names = namesAfter(graph, flake.change);
  const span = (at: Span | undefined) => (at ? spanKey({ file: at.file, ...flake.offsets(at.file, at) }) : null);
  const spans = (list: readonly Span[]) => list.map(span).sort();
  for (const { file, status, roles } of graph.cells) note(`file ${file}`, status, [...roles].sort());
  for (const option of graph.options) {
    const path = flake.change ? renamedPath(option.path, option.class, flake.change) : option.path;
    note(
      `option ${option.class ?? ""} ${showOption(path)}`,
      option.type,
      spans(option.declarations),
      spans(option.definitions),
    );
  }
  for (const branch of graph.branches) {
    const { class: moduleClass, declaredAt, namedAt, leaves, selectedBy, consumedBy, files, open } = branch;
    note(
      `branch ${names.branch(branch.id)}`,
      names.group(branch),
      [moduleClass, open, files, spans(declaredAt), spans(namedAt)],
      leaves.map(names.leaf).sort(),
      [branch.owner === undefined ? null : names.host(branch.owner), selectedBy.map(names.host).sort()],
      consumedBy.map((one) => names.branch(one)).sort(),
    );
  }
  for (const leaf of graph.leaves) {
    note(
      `leaf ${names.leaf(leaf.id)}`,
      span(leaf.at),
      span(leaf.definedAt),
      leaf.class,
      leaf.external,
      leaf.condition?.value,
      span(leaf.condition?.at),
    );
  }
  for (const host of graph.hosts) note(`host ${names.host(host.id)}`, ...hostFacets(host, names, span));
  for (const image of graph.images) note(`image ${names.host(image.id)}`, ...hostFacets(image, names, span));
  for (const { kind, at, hosts } of graph.problems) note(`problem ${kind} ${span(at)}`, hosts.map(names.host).sort());
  for (const { option, strings } of graph.selectors) {
    const path = flake.change ? renamedPath(option, undefined, flake.change) : option;
    note(`selector ${showOption(path)}`, strings.map(({ at }) => span(at)).sort());
  }
  for (const { at, options, elsewhere } of graph.reads) {
    const paths = options.map(({ path, class: moduleClass }) => {
      const after = flake.change ? renamedPath(path, moduleClass, flake.change) : path;
      return `${moduleClass ?? ""} ${pathKey(after)}`;
    });
    note(`read ${span(at)}`, paths.sort(), elsewhere);
  }
  // What an edit rewrites may say the same thing twice.
  return new Map([...facts].map(([subject, facets]) => [subject, [...new Set(facets)].sort().join("\n")]));
}

function hostFacets(
  { class: moduleClass, at, complete, unresolved, selections, pulls, files }: Host,
  names: ReturnType<typeof namesAfter>,
  span: (at: Span | undefined) => string | null,
): readonly unknown[] {
  return [
    [moduleClass, span(at), complete, files, unresolved.map((reason) => span(reason.at)).sort()],
    selections
      .map((one) =>
        [names.branch(one.branch), one.kind, span(one.at), one.through && names.branch(one.through)].join(" "),
      )
      .sort(),
    pulls.map(({ leaf, via, slot }) => [names.leaf(leaf), ...via.map(names.branch), slot].join(" ")).sort(),
  ];
}

/** Ids as they read after the change; those of a graph that is changed already stay. */
function namesAfter(graph: Graph, change: NameChange | undefined) {
  const branches = new Map(
    graph.branches.map((branch) => [
      branch.id,
      change ? showOption(renamedPath(branch.path, undefined, change)) : branch.id,
    ]),
  );
  const hosts = new Map([...graph.hosts, ...graph.images].map((host) => [host.id, hostAfter(host, change)]));
  const leaves = new Map(graph.leaves.map((leaf) => [leaf.id, leafAfter(leaf, branches, hosts)]));
  return {
    branch: (id: string) => branches.get(id) ?? id,
    host: (id: string) => hosts.get(id) ?? id,
    leaf: (id: string) => leaves.get(id) ?? id,
    group: (branch: Branch) => (change ? groupAfter(branch, change) : branch.group),
  };
}

function hostAfter({ id, kind, name }: Host, change: NameChange | undefined): string {
  return change?.hosts?.includes(id) ? `${kind}.${name === change.from ? change.to : name}` : id;
}

function leafAfter(
  { id, branch }: Leaf,
  branches: ReadonlyMap<string, string>,
  hosts: ReadonlyMap<string, string>,
): string {
  const holder = branch ?? [...hosts.keys()].filter((host) => id.startsWith(`${host}@`)).sort(byLength)[0] ?? "";
  return (branches.get(holder) ?? hosts.get(holder) ?? holder) + id.slice(holder.length);
}

function byLength(a: string, b: string): number {
  return b.length - a.length;
}

/** The group is the branch's name, or the path that ends with it. */
function groupAfter({ path, group, name }: Branch, change: NameChange): string {
  const after = renamedPath(path, undefined, change);
  if (group === name) return pieceText(after[path.lastIndexOf(name)] ?? group);
  const length = path.findIndex((_, index) => showOption(path.slice(0, index + 1)) === group) + 1;
  return length > 0 ? showOption(after.slice(0, length)) : group;
}

/** A subject of facts that were made with a change, by its name before it: the one that people know. */
export function presentSubject(graph: Graph, change: NameChange, subject: string): string {
  const { branch, host, leaf } = namesAfter(graph, change);
  const subjects = [
    ...graph.branches.map(({ id }) => [`branch ${branch(id)}`, `branch ${id}`] as const),
    ...graph.leaves.map(({ id }) => [`leaf ${leaf(id)}`, `leaf ${id}`] as const),
    ...graph.hosts.map(({ id }) => [`host ${host(id)}`, `host ${id}`] as const),
    ...graph.images.map(({ id }) => [`image ${host(id)}`, `image ${id}`] as const),
    ...graph.options.map(({ path, class: moduleClass }) => {
      const named = (one: typeof path) => `option ${moduleClass ?? ""} ${showOption(one)}`;
      return [named(renamedPath(path, moduleClass, change)), named(path)] as const;
    }),
  ];
  return new Map(subjects).get(subject) ?? subject;
}

/** The first subject about which the two do not say the same; undefined: they agree. */
export function firstDifference(a: GraphFacts, b: GraphFacts): string | undefined {
  for (const [subject, facets] of a) if (b.get(subject) !== facets) return subject;
  for (const subject of b.keys()) if (!a.has(subject)) return subject;
  return undefined;
}
