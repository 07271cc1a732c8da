import { type ModuleEvaluation, problemsOf } from "../modules/evaluation.ts";
import type { ImportCycle } from "../modules/import-cycles.ts";
import { showOption } from "../modules/types/merge.ts";
import type { Failure, Machine, Value } from "../nix/value.ts";
import type { FoundUndeclared } from "./collectors.ts";
import type { GraphProblem } from "./graph.ts";
import type { HostDraft } from "./host.ts";
import type { FoundSystems } from "./outputs.ts";

/** Errors that Nix would raise while it builds this graph, each once. */
export function flakeProblems(
  machine: Machine,
  systems: FoundSystems,
  hosts: readonly HostDraft[],
  undeclared: readonly FoundUndeclared[],
  top: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const problems = new Map<string, GraphProblem>();
  const add = (problem: GraphProblem) => {
    const key = `${problem.kind} ${problem.message} ${problem.at?.file}:${problem.at?.start}`;
    const known = problems.get(key);
    problems.set(key, known ? { ...known, hosts: [...new Set([...known.hosts, ...problem.hosts])] } : problem);
  };
  for (const value of systems.problems) if (value.type === "failure") add(failureProblem(machine, value, []));
  for (const evaluation of top) {
    for (const { failure } of evaluation.collected().unknowns) if (failure) add(failureProblem(machine, failure, []));
    for (const cycle of evaluation.collected().cycles) add(cycleProblem(cycle, []));
    for (const { message, at, path } of problemsOf(evaluation))
      add({ kind: "failure", message, at, path, alternatives: [], certain: true, hosts: [] });
  }
  for (const host of hosts) {
    for (const failure of hostFailures(host)) add(failureProblem(machine, failure, [host.id]));
    for (const evaluation of host.evaluations)
      for (const cycle of evaluation.collected().cycles) add(cycleProblem(cycle, [host.id]));
    for (const at of host.recursions)
      add({
        kind: "failure",
        message: "infinite recursion encountered: this condition depends on itself",
        at,
        path: [],
        alternatives: [],
        certain: true,
        hosts: [host.id],
      });
  }
  for (const { path, at, alternatives, certain } of undeclared) {
    if (!at || !isOwn(at.file)) continue;
    add({
      kind: "undeclared",
      message: `The option \`${showOption(path)}' does not exist.`,
      at,
      path,
      alternatives,
      certain,
      hosts: [],
    });
  }
  return [...problems.values()];
}

function cycleProblem({ file, at }: ImportCycle, hosts: readonly string[]): GraphProblem {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const message = `infinite recursion encountered: these files import each other (\`${name}\` leads here again)`;
  return { kind: "failure", message, at, path: [], alternatives: [], certain: true, hosts };
}

/** What Nix would stop at while it builds the host. */
export function hostFailures(host: HostDraft): readonly Failure[] {
  const own = host.found.value.type === "failure" ? [host.found.value] : [];
  const inside = host.evaluations.flatMap((evaluation) =>
    evaluation.collected().unknowns.flatMap(({ failure }) => failure ?? []),
  );
  return [...own, ...inside];
}

function failureProblem(machine: Machine, failure: Failure, hosts: readonly string[]): GraphProblem {
  const { message, at, missing } = failure;
  if (missing && holdsCollectors(machine, [...missing.from.entries.values()][0]?.value)) {
    const alternatives = [...missing.from.entries.keys()];
    return { kind: "missing-branch", message, at, path: [missing.name], alternatives, certain: true, hosts };
  }
  return { kind: "failure", message, at, path: [], alternatives: [], certain: true, hosts };
}

/** Whether a set's first value is a collector, or an instance that has collectors among its options. */
function holdsCollectors(machine: Machine, value: Parameters<Machine["force"]>[0] | undefined): boolean {
  const forced: Value | undefined = value && machine.force(value);
  if (!forced) return false;
  if (forced.type === "lambda") return forced.at.file.startsWith("/<native>");
  if (forced.type !== "set") return false;
  if (forced.collector) return true;
  return [...forced.entries.values()].some((attribute) => {
    const inner = machine.force(attribute.value);
    return (
      (inner.type === "set" || inner.type === "list") &&
      (inner.collector !== undefined || isCollectedList(machine, inner))
    );
  });
}

function isCollectedList(machine: Machine, value: Value): boolean {
  const first = value.type === "list" && value.items[0] !== undefined ? machine.force(value.items[0]) : undefined;
  return first?.type === "set" && first.collector !== undefined;
}
