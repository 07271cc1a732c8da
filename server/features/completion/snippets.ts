import { ownNameIndex } from "../../graph/branches.ts";
import type { Branch, Graph, Host, Leaf } from "../../graph/graph.ts";
import type { Occurrence } from "../../names/name-index.ts";
import {
  ANY_NAME,
  isAny,
  type OptionPattern,
  pathKey,
  pieceText,
  startsWith,
  withoutComputed,
} from "../../option-path.ts";
import { bindingAt } from "../../rules/fixes/binding-edits.ts";
import { optionForm } from "../../rules/fixes/option-form.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { entryOf } from "../../subjects/grouping.ts";
import { filesNaming, occurrencesByName } from "../../subjects/occurrences.ts";
import type { View } from "../view.ts";
import { attributeName, type CompletionItem } from "./completion-item.ts";
import { type HalfTyped, PLACEHOLDER } from "./half-typed.ts";

/** The place of a snippet for a name, as LSP has it. */
const NAME = "$".concat("{1:name}");

/** Whole pieces in the flake's own words, for a place where a binding of the flake's level begins: a leaf, a branch, a host. */
export function flakeSnippets(view: View, half: HalfTyped): readonly CompletionItem[] {
  const snippets = [leafSnippet(view), branchSnippet(view), hostSnippet(view)];
  return snippets.flatMap((found) =>
    found ? [{ ...found, kind: "snippet" as const, range: half.word, option: undefined }] : [],
  );
}

/** `mkOption`, as the others beside it are written, or else as most files of the flake have it, for a place where an option is declared. */
export function optionSnippet(view: View, half: HalfTyped): readonly CompletionItem[] {
  const binding = bindingAt(half.tree, { start: half.at, end: half.at + PLACEHOLDER.length });
  const form = binding && optionForm(half.tree, half.text, binding);
  const call = form?.lib.write("mkOption") ?? `${isBare(view, "mkOption") ? "" : "lib."}mkOption`;
  const types = form?.lib.types ?? (isBare(view, "types") ? "types." : "lib.types.");
  const stop = form?.description === "stop" ? "." : "";
  const attributes = [
    `type = ${types}\${2:str};`,
    `default = \${3:""};`,
    ...(form?.isKnown && form.description === "none" ? [] : [`description = "$0${stop}";`]),
  ];
  const body = form?.isKnown && form.isShort ? ` ${attributes.join(" ")} ` : `\n  ${attributes.join("\n  ")}\n`;
  const insert = `\${1:name} = ${call} {${body}};`;
  return [{ label: "option", kind: "snippet", range: half.word, insert, detail: "a new option", option: undefined }];
}

type Snippet = Pick<CompletionItem, "label" | "insert" | "detail">;

/** The form of most leaves of shared branches: `flake.modules.nixos.x = { pkgs, ... }: { };`, or an item of a list. */
function leafSnippet(view: View): Snippet | undefined {
  const forms = new Map<string, { count: number; classes: Set<string>; form: LeafForm }>();
  for (const leaf of view.graph.leaves) {
    const form = leafForm(view, leaf);
    if (!form) continue;
    const pieces = form.pieces.map((piece) => (piece === form.class ? { dynamic: true as const } : piece));
    const key = `${pathKey(pieces)} ${form.isItem} ${form.prefix}`;
    const known = entryOf(forms, key, () => ({ count: 0, classes: new Set<string>(), form }));
    known.count++;
    if (form.class !== undefined) known.classes.add(form.class);
  }
  const most = [...forms.values()].sort((a, b) => b.count - a.count)[0];
  if (!most) return undefined;
  const { form, classes } = most;
  const path = form.pieces.map((piece) => {
    if (isAny(piece)) return NAME;
    return piece === form.class && classes.size > 1
      ? `\${2|${[...classes].sort().join(",")}|}`
      : escaped(attributeName(piece));
  });
  const module = "{ pkgs, ... }:";
  const body = form.isItem ? `[\n  (${module}\n  {\n    $0\n  })\n];` : `${module}\n{\n  $0\n};`;
  return { label: "leaf", insert: `${form.prefix}${path.join(".")} = ${body}`, detail: "a module for a branch" };
}

interface LeafForm {
  /** Any name for the branch's own. */
  readonly pieces: OptionPattern;
  readonly class: string | undefined;
  readonly prefix: string;
  readonly isItem: boolean;
}

function leafForm(view: View, leaf: Leaf): LeafForm | undefined {
  const branch = graphIndexOf(view.graph).branchById.get(leaf.branch ?? "");
  const { definedAt } = leaf;
  if (!branch || branch.owner !== undefined || !definedAt || leaf.external !== undefined) return undefined;
  const own = ownNameIndex(branch);
  const text = view.textOf(definedAt.file) ?? "";
  const isClass = branch.class !== undefined && branch.path.includes(branch.class);
  return {
    pieces: branch.path.map((piece, at) => (at === own ? ANY_NAME : piece)),
    class: isClass ? branch.class : undefined,
    prefix: writesConfig(view, definedAt.file) ? "config." : "",
    isItem: /^\s*=[^{;]*\[/.test(text.slice(definedAt.end, leaf.at.start)),
  };
}

/** Whether a file's module writes `config.x = …` for `x = …`. */
function writesConfig(view: View, file: string): boolean {
  return /^\s*config\b(?:\s*\.\s*\w|\s*=)/m.test(view.textOf(file) ?? "");
}

/** Branches with something to say of themselves, such as a description. */
function branchSnippet({ graph }: View): Snippet | undefined {
  const described = graph.branches.filter(({ namedAt, owner }) => namedAt.length > 0 && owner === undefined);
  const [first] = described;
  if (!first) return undefined;
  const own = ownNameIndex(first);
  const path = first.path.slice(0, own).map((piece) => escaped(attributeName(pieceText(piece))));
  return {
    label: "branch",
    insert: `${[...path, NAME].join(".")}.${describingOption(graph, first)} = "$0";`,
    detail: "a new branch",
  };
}

function describingOption({ options }: Graph, branch: Branch): string {
  const kind = branch.path.slice(0, ownNameIndex(branch));
  const beside = options.filter((option) => option.path.length === kind.length + 2 && startsWith(option.path, kind));
  const text = beside.find(({ type }) => type === "string" || type === "null or string");
  return pieceText(text?.path.at(-1) ?? "description");
}

/** What most hosts are defined by: the path of options that leads to their name. */
function hostSnippet(view: View): Snippet | undefined {
  const forms = new Map<string, { count: number; path: OptionPattern; value: string | undefined }>();
  for (const host of view.graph.hosts) {
    for (const { path, value } of hostForms(view, host)) {
      const known = entryOf(forms, pathKey(path), () => ({ count: 0, path, value }));
      known.count++;
      known.value ??= value;
    }
  }
  const [most] = [...forms.values()].sort((a, b) => b.count - a.count || rank(a.path) - rank(b.path));
  if (!most) return undefined;
  const path = most.path.map((piece) => (isAny(piece) ? NAME : escaped(attributeName(piece))));
  const value = most.value ?? "{\n  $0\n}";
  return { label: "host", insert: `${path.join(".")} = ${value};`, detail: "a new host" };
}

/** Options of the flake's own are how it makes hosts; outputs are what it makes them for. */
function rank(path: OptionPattern): number {
  return path[0] === "flake" ? 1 : 0;
}

interface HostForm {
  readonly path: OptionPattern;
  /** A short call with the host's name in it, as a snippet: `mkNixos "${1:name}"`. */
  readonly value: string | undefined;
}

function hostForms(view: View, { name, kind }: Host): readonly HostForm[] {
  const found = new Map<string, HostForm>();
  for (const file of filesNaming(view, name)) {
    const names = view.namesOf(file);
    for (const occurrence of (names && occurrencesByName(names).byName.get(name)) ?? []) {
      const path = definingPath(view.graph, occurrence, name);
      const isModule = path?.[0] === "flake" && path[1] !== kind;
      if (path && !isModule) found.set(pathKey(path), { path, value: callNaming(view, file, occurrence, name) });
    }
  }
  return [...found.values()];
}

/** The value behind the host's name, where it is a call on one line that takes the name. */
function callNaming(view: View, file: string, { range }: Occurrence, name: string): string | undefined {
  const behind = (view.textOf(file) ?? "").slice(range.end, range.end + 120);
  const call = /^"?\s*=\s*([^;{}\n]+);/.exec(behind)?.[1];
  const parts = call?.split(`"${name}"`);
  return parts && parts.length > 1 ? parts.map(escaped).join(`"${NAME}"`) : undefined;
}

function definingPath({ branches }: Graph, { use, scope, path }: Occurrence, name: string): OptionPattern | undefined {
  const at = path.indexOf(name);
  const above = withoutComputed(path.slice(0, at));
  if (use !== "define" || scope.kind !== "flake" || at < 1 || above.length < at) return undefined;
  const collector = branches.find((branch) => branch.owner !== undefined && startsWith(path, branch.path));
  return [...above, ANY_NAME, ...(collector?.path.slice(at + 1) ?? [])];
}

/** Whether most files that use a name of `lib` write it bare. */
function isBare(view: View, name: string): boolean {
  let bare = 0;
  let qualified = 0;
  for (const file of view.files) {
    const text = view.textOf(file) ?? "";
    if (!text.includes(name)) continue;
    if (new RegExp(`\\blib\\.${name}\\b`).test(text)) qualified++;
    else bare++;
  }
  return bare > qualified;
}

/** For LSP's snippets. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
