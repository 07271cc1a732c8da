import type { Branch, Graph, GraphProblem, Selector } from "../graph/graph.ts";
import { isHostFailure, mentions } from "../graph/host-failures.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { isOneTypo } from "../graph/typos.ts";
import { startsWith } from "../option-path.ts";
import { enclosing } from "../syntax/enclosing.ts";
import { type Span, startKey } from "../text.ts";
import { type StrangerFile, strangerFiles } from "./branch-files.ts";
import { className } from "./class-name.ts";
import { type Fix, renaming } from "./fix.ts";
import { attributePath } from "./fixes/binding-edits.ts";
import { creatingFixes } from "./fixes/create-branch.ts";
import { isArgumentName } from "./missing-argument.ts";
import { nearMatch } from "./near-match.ts";
import { hostNames, sureProblems } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const unknownBranch: Rule = {
  code: "unknown-branch",
  group: "selections",
  severity: "error",
  exception:
    "warning in a module that no system uses, and where a module from outside the flake might define the branch",
  description: "A branch is selected that does not exist.",
  explanation: `A host or another branch selects a branch that no file defines, so Nix stops as soon as it evaluates the host. Usually there
is a typo in the name, or the branch exists only for another class: a Home Manager branch is not a NixOS branch.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.modules.nixos.shell.programs.zsh.enable = true;
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.shel ]; };
}`,
    right: `{ config, lib, ... }: {
  flake.modules.nixos.shell.programs.zsh.enable = true;
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.shell ]; };
}`,
  },
  check: (context) => [
    ...sureProblems(context.graph).flatMap((problem) => missingReference(context, problem)),
    ...unknownStrings(context),
    ...misspeltStrings(context),
  ],
};

function missingReference(context: RuleContext, problem: GraphProblem): readonly Report[] {
  if (problem.kind !== "missing-branch" || !problem.at || isArgumentName(problem.path.at(-1) ?? "")) return [];
  const name = problem.path.at(-1) ?? "";
  const reported = report(context, name, problem.at, problem.alternatives, problem.hosts, problem.path);
  if (problem.certain) return [problem.parked ? { ...reported, severity: "warning" } : reported];
  // A module from outside may define it; then only what looks like a typo is worth reporting.
  const isLikely =
    nearMatch(name, problem.alternatives) !== undefined ||
    namesake(context, name) !== undefined ||
    isOwnName(context, name, problem.path);
  return isLikely ? [{ ...reported, severity: "warning" }] : [];
}

/** Whether the error is that a string names no branch, which is reported at the string. */
export function isAboutUnknownString(context: RuleContext, problem: GraphProblem): boolean {
  if (!isHostFailure(problem)) return false;
  const isOfOption = isJudgeable(context.graph) && unknownIn(context.graph, [problem]).length > 0;
  return isOfOption || misspeltIn(context, [problem]).length > 0;
}

/** Whether a host cannot be built for the string at the place. */
export function isUnknownString(graph: Graph, at: Span): boolean {
  const failures = graph.problems.filter(isHostFailure);
  if (failures.length === 0 || !isJudgeable(graph)) return false;
  return unknownIn(graph, failures).some((string) => string.at.file === at.file && string.at.start === at.start);
}

/** Strings that name no branch, of options that select some, and that an error is about. */
function unknownIn(graph: Graph, failures: readonly GraphProblem[]): Selector["strings"] {
  const names = [...new Set(graph.branches.map((branch) => branch.name))];
  const known = new Set(names);
  const mentioned = ({ text }: StringAt) => !known.has(text) && failures.some((failure) => isAbout(failure, text));
  // Where every host fails, none is seen to select: then the other strings tell what the option is for, or how near the name is.
  const meant = graph.stringOptions.map(({ strings }) => {
    const namesBranches = strings.some(({ text }) => known.has(text));
    return strings.filter(({ text }) => namesBranches || nearMatch(text, names) !== undefined);
  });
  return [...graph.selectors.map(({ strings }) => strings), ...meant].flat().filter(mentioned);
}

type StringAt = Selector["strings"][number];

/** A single letter is a word of too many messages. */
function isAbout({ message }: GraphProblem, text: string): boolean {
  return text.length > 1 && mentions(message, text);
}

function isJudgeable(graph: Graph): boolean {
  return graph.hosts.some((host) => !host.complete);
}

/** Strings of an option that selects branches, where a host cannot be built for them. */
function unknownStrings(context: RuleContext): readonly Report[] {
  const { graph } = context;
  const failures = sureProblems(graph).filter(isHostFailure);
  if (failures.length === 0 || !isJudgeable(graph)) return [];
  const names = new Set(graph.branches.map((branch) => branch.name));
  const hosts = failures.flatMap((failure) => failure.hosts);
  return unknownIn(graph, failures).map(({ text, at }) => report(context, text, at, [...names], hosts, undefined));
}

/** Strings that are the value of no option, but that the error of a host is about, and that are the name of a branch with a typo. */
function misspeltStrings(context: RuleContext): readonly Report[] {
  const { graph } = context;
  const failures = graph.problems.filter(isHostFailure);
  if (failures.length === 0) return [];
  const reported = new Set(unknownIn(graph, failures).map(({ at }) => startKey(at)));
  // A module from outside might define the branch, if any takes part.
  const severity = graph.root.outsideModules ? { severity: "warning" as const } : {};
  return misspeltIn(context, failures).flatMap(({ text, at, near, hosts }) =>
    reported.has(startKey(at)) ? [] : [{ ...report(context, text, at, [near], hosts, undefined), ...severity }],
  );
}

interface MisspeltString extends StringAt {
  readonly near: string;
  readonly hosts: readonly string[];
}

function misspeltIn({ graph, namesOf }: RuleContext, failures: readonly GraphProblem[]): readonly MisspeltString[] {
  const names = [...new Set(graph.branches.map((branch) => branch.name))];
  const known = new Set([...names, ...graph.hosts.map((host) => host.name)]);
  return graph.cells.flatMap(({ file, status }) =>
    (status === "imported" ? (namesOf(file)?.strings ?? []) : []).flatMap(({ text, range }) => {
      const near = known.has(text) ? undefined : names.find((name) => isOneTypo(text, name));
      const about = near === undefined ? [] : failures.filter((failure) => isAbout(failure, text));
      const hosts = about.flatMap((failure) => failure.hosts);
      return near === undefined || about.length === 0 ? [] : [{ text, at: { file, ...range }, near, hosts }];
    }),
  );
}

/** Whether the flake calls something else so: what was meant is its own, then, and nothing that comes from outside. */
function isOwnName({ graph, namesOf }: RuleContext, name: string, path: readonly string[]): boolean {
  if (SYSTEM_NAMESPACES.has(name) || graph.root.inputs.some((input) => input.name === name)) return false;
  const parent = path.at(-2);
  return graph.cells.some(({ file }) =>
    namesOf(file)?.occurrences.some((one) =>
      one.path.some((piece, index) => piece === name && (index === 0 || one.path[index - 1] !== parent)),
    ),
  );
}

/** A branch of that name, which is one of another class than was asked for. */
function namesake({ graph }: RuleContext, name: string): Branch | undefined {
  return graph.branches.find((branch) => branch.name === name && branch.class !== undefined);
}

function report(
  context: RuleContext,
  name: string,
  at: Report["at"],
  alternatives: readonly string[],
  hosts: readonly string[],
  path: readonly string[] | undefined,
): Report {
  const elsewhere = namesake(context, name);
  const near = nearMatch(name, alternatives);
  const stranger = elsewhere || near ? undefined : strangerOf(context, name, path);
  const effect = hosts.length > 0 ? `, so ${hostNames(context, hosts)} cannot be built` : "";
  const advice = adviceFor(context, { elsewhere, near, stranger, path });
  return {
    message: `There is no branch \`${name}\`${effect}.${advice}`,
    at,
    hosts,
    fixes: () => {
      if (elsewhere)
        return path && isOfSameClass(context.graph, elsewhere, path) ? rereferring(context, at, path, elsewhere) : [];
      if (near) return renaming(context, at, name, near);
      if (stranger) return renamedInFile(context, stranger, name);
      return creatingFixes(context, { name, path, hosts });
    },
  };
}

/** A file named after the missing branch, which adds to another one. */
function strangerOf(context: RuleContext, name: string, path: readonly string[] | undefined): StrangerFile | undefined {
  const isAlike = (branch: Branch) => path !== undefined && startsWith(branch.path, path.slice(0, -1));
  return strangerFiles(context, name, isAlike)[0];
}

interface Found {
  readonly elsewhere: Branch | undefined;
  readonly near: string | undefined;
  readonly stranger: StrangerFile | undefined;
  readonly path: readonly string[] | undefined;
}

function adviceFor({ graph }: RuleContext, { elsewhere, near, stranger, path }: Found): string {
  if (elsewhere)
    return path && isOfSameClass(graph, elsewhere, path)
      ? ` It is defined as \`${elsewhere.id}\`. Select it there.`
      : ` A branch of that name exists for ${className(elsewhere.class ?? "")}: \`${elsewhere.id}\`.`;
  if (near) return ` Did you mean \`${near}\`?`;
  if (!stranger) return "";
  const file = stranger.file.slice(graph.root.directory.length + 1);
  return ` \`${file}\` adds to branch \`${stranger.branch.name}\` instead. Change the name there.`;
}

/** Whether the branches beside a missing one are of the class of the branch. */
function isOfSameClass({ branches }: Graph, branch: Branch, path: readonly string[]): boolean {
  const stem = path.slice(0, -1);
  const beside = branches.filter((one) => one.path.length === path.length && startsWith(one.path, stem));
  return beside.length > 0 && beside.every((one) => one.class === branch.class);
}

/** The path to the branch where it is, in the place of the one that leads nowhere. */
function rereferring(context: RuleContext, at: Span, path: readonly string[], { path: right }: Branch): readonly Fix[] {
  const tree = context.treeOf(at.file);
  const around = tree ? enclosing(tree, at).at(-1) : undefined;
  if (around?.kind !== "select" || around.fallback || around.path.at(-1)?.start !== at.start) return [];
  const written = around.path.map((piece) => (piece.kind === "static" ? piece.name : undefined));
  // What both have in common may stand in what is selected from.
  const common = right.findIndex((piece, index) => piece !== path[index]);
  const tail = path.slice(common);
  const first = around.path[written.length - tail.length];
  const isWritten = tail.every((piece, index) => written[written.length - tail.length + index] === piece);
  const names = right.slice(common);
  if (common < 0 || !first || !isWritten || !names.every((piece) => typeof piece === "string")) return [];
  const text = attributePath(names);
  return [{ title: `Change to \`${text}\``, edits: [{ ...at, start: first.start, text }], preferred: true }];
}

/** The name of the branch that a file adds to, changed there. */
function renamedInFile(context: RuleContext, { file, branch, at }: StrangerFile, name: string): readonly Fix[] {
  const edits = at.flatMap((place) => renaming(context, place, branch.name, name).flatMap((fix) => fix.edits));
  if (edits.length < at.length) return [];
  const shown = file.slice(context.graph.root.directory.length + 1);
  return [{ title: `Change \`${branch.name}\` to \`${name}\` in ${shown}`, edits, preferred: true }];
}
