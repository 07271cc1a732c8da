import { editsByFile } from "../../server/features/renaming/edit.ts";
import type { NameChange } from "../../server/features/renaming/name-change.ts";
import { rename } from "../../server/features/renaming/rename.ts";
import { renamedAt } from "../../server/features/renaming/renamed.ts";
import { type View, viewOf } from "../../server/features/view.ts";
import { type OptionPattern, showOption, startFits, startsWith } from "../../server/option-path.ts";
import type { Project } from "../../server/project/project.ts";
import type { Place } from "../../server/subjects/live-flake.ts";
import { allReads } from "../../server/subjects/option-reads.ts";
import type { Edit, Span } from "../../server/text.ts";

export interface Name {
  /** `branch my.branches.base` */
  readonly title: string;
  readonly place: Place;
  readonly change: Omit<NameChange, "to">;
}

export type Outcome =
  | { readonly kind: "renamed"; readonly edits: number; readonly files: number }
  | { readonly kind: "refused"; readonly reason: string }
  /** Facts that the renamed flake lacks, and that it has too many. */
  | { readonly kind: "wrong"; readonly missing: readonly string[]; readonly extra: readonly string[] };

/** Each name that can be asked about, with the first place that writes it. */
export function everyName(view: View): readonly Name[] {
  const found = new Map<string, Name>();
  for (const file of view.files) {
    const names = view.namesOf(file);
    const ranges = (names?.occurrences ?? []).flatMap(({ pieces }) => pieces.flatMap((piece) => piece ?? []));
    for (const { start } of [...ranges, ...(names?.strings ?? []).map(({ range }) => range)]) {
      const place = { file, offset: start + 1 };
      const renamed = renamedAt(view, place);
      if (renamed?.kind !== "name") continue;
      const { what, paths, classes } = renamed.change;
      const levels = classes.flatMap((one) => one ?? []);
      const title = [what, ...levels, paths.map(showOption).sort().join(", ")].join(" ");
      if (!found.has(title)) found.set(title, { title, place, change: renamed.change });
    }
  }
  return [...found.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** `view` is that of the project as it is. Renames, builds the graph of the renamed flake anew and compares it with the old one, by means of its own. */
export function renameOne(project: Project, view: View, { place, change }: Name): Outcome {
  const to = `${change.from.replaceAll(/[^A-Za-z0-9_-]/g, "_")}-renamed`;
  const answer = rename(view, place, to);
  if (answer?.kind !== "edits") return { kind: "refused", reason: answer?.reason ?? "no answer" };
  const byFile = editsByFile(answer.edits);
  const texts = new Map([...byFile].map(([file, edits]) => [file, edited(view.textOf(file) ?? "", edits)]));
  const wanted = factsOf(view, change, (path, moduleClass) => renamed(path, moduleClass, change, to));
  const known = new Set(wanted);
  const got = new Set(factsOf(freshView(project.supposing(texts)), change, (path) => path));
  const missing = wanted.filter((line) => !got.has(line));
  const extra = [...got].filter((line) => !known.has(line));
  if (missing.length + extra.length > 0 || answer.edits.length === 0) return { kind: "wrong", missing, extra };
  return { kind: "renamed", edits: answer.edits.length, files: byFile.size };
}

/** The first places of the local names of a file that can be renamed. */
export function localNames(view: View, file: string): readonly (Place & { readonly name: string })[] {
  return (view.namesOf(file)?.bindings ?? []).flatMap(({ name, definitions }) => {
    const place = { file, offset: definitions[0]?.start ?? 0 };
    return renamedAt(view, place)?.kind === "local" ? [{ ...place, name }] : [];
  });
}

/** Renames local names, no two of them in one file, all at once; the facts that come and go, and why some were refused. */
export function renameLocals(project: Project, view: View, locals: readonly (Place & { readonly name: string })[]) {
  const texts = new Map<string, string>();
  const refused: string[] = [];
  for (const place of locals) {
    const answer = rename(view, place, `${place.name}-renamed`);
    if (answer?.kind === "edits") texts.set(place.file, edited(view.textOf(place.file) ?? "", answer.edits));
    else refused.push(`${place.name}: ${answer?.reason}`);
  }
  const nothing = { what: "option", classes: [], paths: [], from: "" } as const;
  const wanted = factsOf(view, nothing, (path) => path);
  const got = factsOf(freshView(project.supposing(texts)), nothing, (path) => path);
  return {
    refused,
    before: wanted.filter((line) => !got.includes(line)),
    after: got.filter((line) => !wanted.includes(line)),
  };
}

export function freshView(project: Project): View {
  const { graph, unselectedOptions, valueAt, systemValues, textOf, linesOf } = project.snapshot();
  return viewOf(project, {
    graph: graph(),
    unselectedOptions,
    valueAt,
    systemValues,
    findings: [],
    failures: [],
    textOf,
    linesOf,
  });
}

/** From the last one to the first, so that offsets stay true. */
function edited(text: string, edits: readonly Edit[]): string {
  return [...edits].reverse().reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}

type Mapped = (path: OptionPattern, moduleClass: string | undefined) => OptionPattern;

function renamed(
  path: OptionPattern,
  moduleClass: string | undefined,
  { classes, paths, what }: Omit<NameChange, "to">,
  to: string,
): OptionPattern {
  if (!classes.includes(moduleClass)) return path;
  const hit = paths.find((one) => one.length <= path.length && (what === "option" ? startFits : startsWith)(path, one));
  return hit ? path.with(hit.length - 1, to) : path;
}

/** Lines that say what the flake is, without offsets: names, files, counts, and who pulls what by which way. */
function factsOf(view: View, { paths }: Omit<NameChange, "to">, mapped: Mapped): readonly string[] {
  const { graph } = view;
  const reads = allReads(view);
  const systems = [...graph.hosts, ...graph.images];
  const branchIds = new Map(graph.branches.map(({ id, path }) => [id, showOption(mapped(path, undefined))]));
  const hostIds = new Map(
    systems.map(({ id, kind, name }) => [id, mapped(["flake", kind, name], undefined).slice(1).join(".")]),
  );
  const leafIds = new Map(
    graph.leaves.map(({ id, branch }) => {
      const holder = branch ?? [...hostIds.keys()].find((host) => id.startsWith(`${host}@`)) ?? "";
      return [id, (branchIds.get(holder) ?? hostIds.get(holder) ?? "") + id.slice(holder.length)];
    }),
  );
  const leaf = (id: string) => leafIds.get(id) ?? id;
  const branch = (id: string) => branchIds.get(id) ?? id;
  const host = (id: string) => hostIds.get(id) ?? id;
  // `inherit (a.b) c` reads `a.b`, too; what it becomes reads `a.b.c` alone.
  const readers = (one: (typeof graph.options)[number]) =>
    paths.some((path) => path.length > one.path.length) ? [] : (reads.get(one) ?? []);
  const lines = [
    ...graph.cells.map(({ file, status, roles }) => `cell ${file} ${status} ${[...roles].sort()}`),
    ...graph.options.map((one) => {
      const path = showOption(mapped(one.path, one.class));
      return `option ${one.class} ${path} ${one.type} | ${tally(one.declarations)} | ${tally(one.definitions)} | ${filesOf(readers(one))}`;
    }),
    ...graph.branches.map((one) => {
      const { id, class: moduleClass, open, files, leaves, selectedBy, consumedBy } = one;
      return `branch ${branch(id)} ${moduleClass} ${open} ${files} ${leaves.map(leaf).sort()} ${selectedBy.map(host).sort()} ${consumedBy.map(branch).sort()}`;
    }),
    ...graph.leaves.map((one) => `leaf ${leaf(one.id)} ${one.class} ${one.external} ${one.condition?.value}`),
    ...systems.flatMap((one) => [
      `host ${host(one.id)} ${one.class} ${one.complete} ${one.unresolved.length} ${one.files}`,
      ...one.pulls.map((pull) => `pull ${host(one.id)} ${leaf(pull.leaf)} ${pull.via.map(branch)} ${pull.slot}`),
      ...one.selections.map(({ branch: id, kind, at }) => `selection ${host(one.id)} ${branch(id)} ${kind} ${at.file}`),
    ]),
    ...graph.problems.map(({ kind, at, hosts }) => `problem ${kind} ${at?.file} ${hosts.map(host).sort()}`),
  ];
  return lines.sort();
}

function tally(spans: readonly Span[]): string {
  return spans
    .map(({ file }) => file)
    .sort()
    .join(" ");
}

function filesOf(spans: readonly Span[]): string {
  return [...new Set(spans.map(({ file }) => file))].sort().join(" ");
}
