import { isWhollyKnown } from "../../graph/certainty.ts";
import type { DeclaredOption } from "../../graph/graph.ts";
import { counted } from "../../graph/rows.ts";
import { type Places, placesIn } from "../../graph/shown-places.ts";
import { code, foreignMarkdown, inlineCode, lines, paragraphs, some } from "../../markdown.ts";
import { pathKey, showOption, withoutComputed } from "../../option-path.ts";
import { classesOfLeaf, graphIndexOf } from "../../subjects/graph-index.ts";
import { otherNames } from "../../subjects/other-names.ts";
import type { OptionName, PathInScope } from "../../subjects/path-in-scope.ts";
import { referencesTo } from "../../subjects/reference-places.ts";
import type { Subject } from "../../subjects/subject.ts";
import { covers } from "../../text.ts";
import type { View } from "../view.ts";
import { priorityText } from "./priority.ts";
import { systemValuesText } from "./system-values-text.ts";

/** All options that the word speaks of; those that differ in nothing but their class are reported once. */
export function optionHover(view: View, file: string, subject: Subject & { readonly kind: "options" }): string {
  const places = placesIn(view.graph.root.directory, view.graphLines);
  const groups = new Map<string, DeclaredOption[]>();
  for (const option of subject.options) {
    const key = `${showOption(option.path)}\n${option.type}`;
    groups.set(key, [...(groups.get(key) ?? []), option]);
  }
  const found = referencesTo(view, file, subject, view.files);
  const isAsked = groups.size === 1;
  const alias = aliasText(view, places, file, subject);
  const texts = [...groups.values()].map((options) =>
    paragraphs([
      ...description(options[0]),
      isAsked ? alias : undefined,
      isAsked ? valueText(view, subject.path, options[0]) : undefined,
      isAsked ? systemValuesText(view, places, subject.path, options) : undefined,
      lines([
        levelText(view, options),
        declaredText(places, options),
        isAsked ? usesText(found.map(({ kind }) => kind)) : undefined,
      ]),
    ]),
  );
  return texts.join("\n\n---\n\n");
}

/** Of a word that is another name of the option. */
function aliasText(
  view: View,
  places: Places,
  file: string,
  { options, range }: Subject & { readonly kind: "options" },
): string | undefined {
  const word = view
    .textOf(file)
    ?.slice(range.start, range.end)
    .replace(/^"(.*)"$/, "$1");
  const names = options.flatMap((option) => otherNames(graphIndexOf(view.graph), option));
  const [said] = names.filter(({ path }) => path.at(-1) === word);
  if (!said || options.some(({ path }) => path.at(-1) === word)) return undefined;
  const path = withoutComputed(said.path);
  const made = said.at ? `, by ${inlineCode(places.lineOf(said.at))}` : "";
  return `${inlineCode(showOption(path))} is another name for it${made}`;
}

/** What an option is, in short; undefined when there is no such option. */
export function optionDocumentation(view: View, { key, class: moduleClass }: OptionName): string | undefined {
  const options = view.graph.options.filter((option) => option.class === moduleClass && pathKey(option.path) === key);
  const places = placesIn(view.graph.root.directory, view.graphLines);
  return options.length > 0 ? paragraphs([...description(options[0]), declaredText(places, options)]) : undefined;
}

function description(option: DeclaredOption | undefined): (string | undefined)[] {
  if (!option) return [];
  const type = option.type === undefined ? "" : `: ${option.type}`;
  return [
    code(`${showOption(option.path)}${type}`),
    option.description === undefined ? undefined : foreignMarkdown(option.description.trim()),
    option.default === undefined ? undefined : labelled("default", option.default),
  ];
}

function labelled(label: string, text: string, note = ""): string {
  return text.includes("\n") ? `${label}${note}:\n${code(text)}` : `${label}: ${inlineCode(text)}${note}`;
}

/** Of the flake's own level only, and of one instance. */
function valueText(view: View, { path, class: moduleClass }: PathInScope, option: DeclaredOption | undefined) {
  if (moduleClass !== undefined || !option || path.length !== option.path.length) return undefined;
  const names = path.filter((piece) => typeof piece === "string");
  const value = names.length === path.length ? view.valueAt(names) : undefined;
  if (!value || value.kind === "unknown" || (value.priority === undefined && value.text === option.default))
    return undefined;
  return labelled("value", value.text, `${priorityText(value)}${value.undecided ? ", as far as conditions tell" : ""}`);
}

/** The classes that declare it, and the hosts that the declaring leaves reach. */
function levelText(view: View, options: readonly DeclaredOption[]): string | undefined {
  const classes = options.flatMap((option) => option.class ?? []);
  if (classes.length === 0) return undefined;
  const hosts = hostsReached(view, options);
  const isNowhere = options.every(({ inNoHost }) => inNoHost) && isWhollyKnown(view.graph);
  const reach = isNowhere
    ? " · in no host"
    : hosts.length === 0
      ? ""
      : ` · ${counted(hosts.length, "host")}: ${some(hosts)}`;
  return `in modules of ${[...new Set(classes)].map(inlineCode).join(", ")}${reach}`;
}

function hostsReached({ graph }: View, options: readonly DeclaredOption[]): readonly string[] {
  const index = graphIndexOf(graph);
  const declaring = new Set(
    options.flatMap(({ declarations, class: moduleClass }) =>
      declarations.flatMap((at) =>
        (index.leavesIn.get(at.file) ?? [])
          .filter((leaf) => covers(leaf.at, at))
          .filter((leaf) => moduleClass === undefined || classesOfLeaf(index, leaf).includes(moduleClass))
          .map(({ id }) => id),
      ),
    ),
  );
  return graph.hosts.filter(({ pulls }) => pulls.some(({ leaf }) => declaring.has(leaf))).map(({ name }) => name);
}

function declaredText(places: Places, options: readonly DeclaredOption[]): string {
  const at = new Set(options.flatMap(({ declarations }) => declarations.map((one) => places.lineOf(one))));
  return `declared at ${some([...at])}`;
}

function usesText(kinds: readonly string[]): string {
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return `set in ${counted(count("write"), "place")} · read in ${counted(count("read"), "place")}`;
}
