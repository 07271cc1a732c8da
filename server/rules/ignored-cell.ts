import { NOT_ASKED_FOR } from "../graph/cells.ts";
import type { Cell, Graph } from "../graph/graph.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import type { NameIndex } from "../names/name-index.ts";
import { resolvePath } from "../nix/paths.ts";
import { startsWith } from "../option-path.ts";
import type { Finding, Report, Rule, RuleContext } from "./rule.ts";

export const ignoredCell: Rule = {
  code: "ignored-cell",
  group: "files",
  severity: "hint",
  exception: "warning where something refers to what the file defines",
  description: "A file that defines options or branches is skipped by the loader of the tree.",
  explanation: `The loader skips some files of the tree: import-tree those whose path contains \`/_\`, other loaders as their filters say. A
skipped file that declares options or contributes to branches, and that nothing imports by its path, is not part of the flake. Often that is
intended, to park the file. It is not intended if other files refer to something that only the skipped file defines.`,
  examples: {
    wrong: `# cells/_shell.nix
{ flake.modules.nixos.shell.programs.zsh.enable = true; }`,
    right: `# cells/shell.nix
{ flake.modules.nixos.shell.programs.zsh.enable = true; }`,
  },
  check: (context) => {
    // A broken file may import it.
    if (context.syntaxProblems.size > 0) return [];
    const ignored = context.graph.cells.filter(
      ({ status, reason }) => status === "ignored" && reason !== NOT_ASKED_FOR,
    );
    return ignored.flatMap((cell) => reportOn(context, cell));
  },
};

function reportOn(context: RuleContext, { file, reason }: Cell): readonly Report[] {
  const names = context.namesOf(file);
  if (!names || !definesSomething(context, names) || isReferredTo(context, file)) return [];
  const wanted = wantedFrom(context, names);
  const message = `This file is not part of the flake: ${reason ?? "the loader of the tree skips it"}, and nothing imports it.`;
  const at = { file, start: 0, end: 0 };
  return wanted.length > 0
    ? [{ message, at, related: wanted, severity: "warning" }]
    : [{ message, at, tags: ["unnecessary"] }];
}

function definesSomething({ graph }: RuleContext, { occurrences }: NameIndex): boolean {
  return occurrences.some(({ use, scope, path }) => {
    if (scope.kind !== "flake" || use === "read") return false;
    if (use === "declare") return true;
    // A module for systems.
    if (typeof path[0] === "string" && SYSTEM_NAMESPACES.has(path[0])) return true;
    if (path[0] === "flake") return path.length > 1;
    if (graph.options.some((option) => option.class === undefined && option.path[0] === path[0]))
      return path.length > 1;
    return graph.branches.some((branch) => path.length > 1 && branch.path[0] === path[0] && branch.path[1] === path[1]);
  });
}

/** Some path leads to it, or some file mentions it, or a directory that it lies in, by a name that the loader skips. */
function isReferredTo(context: RuleContext, file: string): boolean {
  const { graph } = context;
  const pieces = file.slice(graph.root.directory.length + 1).split("/");
  const hidden = pieces.filter((piece) => piece.startsWith("_"));
  const own = (pieces.at(-1) ?? "").replace(/\.nix$/, "");
  const names = (hidden.length > 0 ? hidden : [own]).map((name) => name.replace(/\.nix$/, ""));
  const isNamed = isListedBeside(context, file)
    ? (text: string) => isListed(text.replace(/#.*$/gm, ""), own)
    : (text: string) => names.some((name) => isNamedIn(text, name));
  return graph.cells.some((cell) => {
    if (cell.file === file) return false;
    const { targets, rest } = pathsIn(context, cell.file);
    return targets.some((target) => leadsTo(graph, target, file, cell.file)) || isNamed(rest);
  });
}

function isListed(text: string, name: string): boolean {
  return isNamedIn(text, `${name}.nix`) || text.includes(JSON.stringify(name));
}

/** Whether a `default.nix` that somebody imports stands beside the file and lists what it takes: then whoever names the directory means that. */
function isListedBeside({ graph, textOf }: RuleContext, file: string): boolean {
  const beside = `${file.slice(0, file.lastIndexOf("/"))}/default.nix`;
  const isReached = graph.cells.some((cell) => cell.file === beside && cell.status === "reached");
  return isReached && !/readDir|listFilesRecursive|import-tree|fileset/.test(textOf(beside) ?? "");
}

/** The name stands there by itself, not as the end of a longer one. */
function isNamedIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isWhole = !/[\w-]/.test(text[at - 1] ?? "") && !/[\w-]/.test(text[at + name.length] ?? "");
    if (isWhole) return true;
  }
  return false;
}

/** Where the relative paths of a file lead, and its text without them. */
function pathsIn(
  { namesOf, textOf }: RuleContext,
  file: string,
): { readonly targets: readonly string[]; readonly rest: string } {
  const text = textOf(file) ?? "";
  const paths = namesOf(file)?.paths ?? [];
  const directory = file.slice(0, file.lastIndexOf("/"));
  let rest = "";
  let from = 0;
  for (const { range } of paths) {
    rest += text.slice(from, Math.max(from, range.start));
    from = range.end;
  }
  return { targets: paths.map((path) => resolvePath(directory, path.text)), rest: rest + text.slice(from) };
}

/**
 * A directory leads to its `default.nix`, or to all of it where it has none, and where that `default.nix` itself names it (a package that
 * hands its own directory to a builder). The flake's own trees lead to what they do not skip, and so
 * do the directories around them, such as the flake's own: it is named for other reasons than to import a cell.
 */
function leadsTo({ cells, root }: Graph, target: string, file: string, from: string): boolean {
  if (root.trees.some(({ directory }) => `${directory}/`.startsWith(`${target}/`))) return false;
  if (target === file || `${target}/default.nix` === file) return true;
  const entry = `${target}/default.nix`;
  return file.startsWith(`${target}/`) && (entry === from || !cells.some((cell) => cell.file === entry));
}

/** What is missing elsewhere, and stands here. */
function wantedFrom({ graph }: RuleContext, { occurrences }: NameIndex): Finding["related"] {
  return graph.problems.flatMap(({ kind, path, at }) => {
    const use = kind === "missing-branch" ? "define" : kind === "undeclared" ? "declare" : undefined;
    const stands = occurrences.some((one) => one.use === use && startsWith(one.path, path));
    return use !== undefined && at && stands ? [{ message: "what the skipped file defines is missing here", at }] : [];
  });
}
