import { expect } from "vitest";
import { completion } from "../../server/features/completion/completion.ts";
import type { CompletionItem } from "../../server/features/completion/completion-item.ts";
import { hover } from "../../server/features/hover/hover.ts";
import { definition } from "../../server/features/navigation/definition.ts";
import { highlight } from "../../server/features/navigation/highlight.ts";
import { type References, references } from "../../server/features/navigation/references.ts";
import { applied, editsByFile } from "../../server/features/renaming/edit.ts";
import { rename } from "../../server/features/renaming/rename.ts";
import { type View, viewOf } from "../../server/features/view.ts";
import { Project } from "../../server/project/project.ts";
import { analyse } from "../../server/rules/analyse.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Place } from "../../server/subjects/live-flake.ts";
import { parse } from "../../server/syntax/parse.ts";
import { type Edit, lineIndexOf, type Span } from "../../server/text.ts";
import { type Fixture, memoryFiles, parseFixture } from "../fixture.ts";
import "../grammar.ts";

/** The answer must be exactly the marked places. */
export function checkDefinition(text: string): void {
  const { fixture } = asked(text);
  expect([...definitionsOf(text)]).toEqual(fixture.marks.map((mark) => shown(fixture, mark)).sort());
}

/** `/cells/a.nix:3:5 word`, sorted; lines and columns from one. `before`: texts that the graph was made from, where they were others. */
export function definitionsOf(text: string, before: Readonly<Record<string, string>> = {}): readonly string[] {
  const { fixture, view, place } = asked(text, before);
  const found = definition(view, place)?.targets.map((at) => shown(fixture, at)) ?? [];
  return found.sort();
}

/** The answer in Markdown, without its trailing blanks; undefined: there is none. */
export function hoverOn(text: string): string | undefined {
  const { view, place } = asked(text);
  return hover(view, place)?.markdown.replaceAll(/ +\n/g, "\n");
}

/** The lines that a renaming changes, as they are then; or why it is refused. */
export function renamedLines(text: string, name: string): readonly string[] | string {
  const { fixture, view, place } = asked(text);
  const answer = rename(view, place, name);
  if (!answer) return "no name";
  return answer.kind === "refused" ? answer.reason : changedLines(fixture, answer.edits);
}

/** `/cells/a.nix:3 the line after the edits`, lines from one; blanks around it left out. */
export function changedLines({ files }: Fixture, edits: readonly Edit[]): readonly string[] {
  return [...editsByFile(edits)].sort().flatMap(([file, list]) => {
    const before = (files.get(file) ?? "").split("\n");
    const after = applied(files.get(file) ?? "", list).split("\n");
    return after.flatMap((line, at) => (before.includes(line) ? [] : [`${file}:${at + 1} ${line.trim()}`]));
  });
}

/** The flake of a fixture; its directory is the top one. */
export function analysisOf({ files }: Pick<Fixture, "files">): Analysis {
  return analyse(projectOf(files).snapshot());
}

export function asked(
  text: string,
  before: Readonly<Record<string, string>> = {},
): { fixture: Fixture; view: View; place: Place } {
  const fixture = parseFixture(text);
  if (!fixture.question) throw new Error("the fixture asks nothing: it has no $0");
  const project = projectOf(new Map([...fixture.files, ...Object.entries(before)]));
  const view = viewOf(project, analyse(project.snapshot()));
  for (const [file, now] of fixture.files) project.setFile(file, now);
  return { fixture, view, place: fixture.question };
}

function projectOf(files: ReadonlyMap<string, string>): Project {
  return new Project({ directory: "", stored: memoryFiles(files), parse });
}

function shown({ files }: Fixture, { file, start, end }: { file: string; start: number; end: number }): string {
  const { line, character } = lineIndexOf(files.get(file) ?? "").positionAt(start);
  return `${file}:${line + 1}:${character + 1} ${files.get(file)?.slice(start, end)}`.trimEnd();
}

/**
 * What completion offers, as `kind label`, sorted; with `inserting`, only items of that kind, as what they insert. `before`: as for
 * `definitionsOf`.
 */
export function offered(
  text: string,
  inserting?: CompletionItem["kind"],
  before: Readonly<Record<string, string>> = {},
): readonly string[] {
  const { view, place } = asked(text, before);
  const items = completion(view, place) ?? [];
  if (inserting) return items.filter(({ kind }) => kind === inserting).map(({ insert }) => insert);
  return items.map(({ kind, label }) => `${kind} ${label}`).sort();
}

/** The text after the first item with the label was taken. */
export function completed(text: string, label: string): string | undefined {
  const { view, place, fixture } = asked(text);
  const item = completion(view, place)?.find((one) => one.label === label);
  const before = fixture.files.get(place.file) ?? "";
  return item && before.slice(0, item.range.start) + item.insert + before.slice(item.range.end);
}

/** `/cells/a.nix:3:5 word read`, by file and place; lines and columns from one. */
export function referencesOf(text: string): readonly string[] {
  const { fixture, view, place } = asked(text);
  return shownReferences(fixture, references(view, place));
}

/** The same of the places in the file of the question alone. */
export function highlighted(text: string): readonly string[] {
  const { fixture, view, place } = asked(text);
  return shownReferences(fixture, highlight(view, place));
}

function shownReferences(fixture: Fixture, found: References | undefined): readonly string[] {
  return found?.places.map((at) => `${shown(fixture, at)} ${at.kind}`) ?? [];
}

/** Where another verb than definition leads. */
export function leadsTo(
  feature: (view: View, place: Place) => { readonly targets: readonly Span[] } | undefined,
  text: string,
): readonly string[] {
  const { fixture, view, place } = asked(text);
  return feature(view, place)?.targets.map((at) => shown(fixture, at)) ?? [];
}
