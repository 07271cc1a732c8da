import type { Branch, Graph, GraphProblem, Selector } from "../graph/graph.ts";
import { isHostFailure, mentions } from "../graph/host-failures.ts";
import { SYSTEM_NAMESPACES } from "../graph/namespaces.ts";
import { isOneTypo } from "../graph/typos.ts";
import { type Span, startKey } from "../text.ts";
import { className } from "./class-name.ts";
import { renaming } from "./fix.ts";
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
  const advice = elsewhere
    ? ` A branch of that name exists for ${className(elsewhere.class ?? "")}: \`${elsewhere.id}\`.`
    : near
      ? ` Did you mean \`${near}\`?`
      : "";
  const effect = hosts.length > 0 ? `, so ${hostNames(context, hosts)} cannot be built` : "";
  return {
    message: `There is no branch \`${name}\`${effect}.${advice}`,
    at,
    hosts,
    fixes: () =>
      near && !elsewhere ? renaming(context, at, name, near) : creatingFixes(context, { name, path, hosts }),
  };
}
