import type { LoadedFlake } from "../flake/load.ts";
import { once } from "../modules/once.ts";
import type { SourceFiles } from "../nix/value.ts";
import { describersOf, type GraphPart } from "./describe.ts";
import { forceGraph } from "./force.ts";
import type { BrokenFile, DeclaredOption, Graph } from "./graph.ts";
import { evaluationsIn, namedReads } from "./named-reads.ts";
import { observe } from "./observations.ts";
import { flakeProblems } from "./problems/flake-problems.ts";
import { unselectedOptions, withUnselected } from "./unselected.ts";
import { evaluateWritten } from "./written-values.ts";

/**
 * Builds the graph of a loaded flake in three steps. First everything is forced that the graph is made of; then it is fixed what the
 * evaluation came by on the way (`observe`); then the parts are described, in any order. Last come those that look at more than the graph
 * is made of: problems, and the names by which options are read.
 * `broken`: those files with syntax errors that were read so far; forcing reads more. `stored`: all files, also those that the flake does
 * not see. `everything`: evaluates what the graph does not need, too; see `Graph.readsEverything`. `order`: of describing, for tests.
 */
export function buildGraph(
  flake: LoadedFlake,
  broken: () => ReadonlyMap<string, BrokenFile>,
  stored: SourceFiles,
  everything = false,
  order: (parts: readonly GraphPart[]) => readonly GraphPart[] = (parts) => parts,
): BuiltGraph {
  const forced = forceGraph(flake);
  const describers = describersOf(forced, observe(flake, broken()), stored);
  for (const part of order(Object.keys(describers) as GraphPart[])) flake.machine.allow<unknown>(describers[part]);
  const { top, hosts, images, parked, isOwn } = forced;
  const problems = flake.machine.allow(() => flakeProblems(forced));
  const others = [...flake.log.evaluations, ...parked];
  const { inside } = forced.registry;
  const evaluated = { top, systems: [...hosts, ...images], others, inside, extensions: forced.extensions };
  const readsEverything = everything && evaluateWritten(flake, evaluationsIn(evaluated));
  const { machine, lib } = flake;
  const known = describers.options();
  const unselected = once(() => unselectedOptions({ machine, lib, parked, known, isOwn }));
  const graph: Graph = {
    declared: describers.declared(),
    root: describers.root(),
    cells: describers.cells(),
    options: everything ? withUnselected(known, unselected()) : known,
    aliases: describers.aliases(),
    branches: describers.branches(),
    leaves: describers.leaves(),
    hosts: describers.hosts(),
    images: describers.images(),
    ...describers.selecting(),
    absences: describers.absences(),
    problems,
    reads: namedReads(flake.log.reads.all(), evaluated, { isOwn, everything: readsEverything }),
    readsEverything,
  };
  return { graph, unselectedOptions: unselected };
}

/** A graph, and what only few want to know. */
export interface BuiltGraph {
  readonly graph: Graph;
  /** Options that only modules declare which no system takes, evaluated when first asked for. A graph of everything lists them itself. */
  readonly unselectedOptions: () => readonly DeclaredOption[];
}
