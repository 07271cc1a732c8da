import { evaluationOf, type ModuleEvaluation } from "../modules/evaluation.ts";
import { once } from "../modules/once.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import type { SourceFiles } from "../nix/value.ts";
import { compareSpans, compareText } from "../text.ts";
import { absencesOf } from "./absences.ts";
import { listCells } from "./cells.ts";
import { declaredTree } from "./declared.ts";
import { type Doubts, doubtsOf } from "./doubts.ts";
import type { BranchDraft, Forced } from "./force.ts";
import type { Branch, Cell, Graph, Host, Leaf } from "./graph.ts";
import { distinctReasons } from "./host.ts";
import type { HostDraft } from "./host-draft.ts";
import type { Observations } from "./observations.ts";
import { perSystemEvaluations } from "./per-system.ts";
import type { LeafDraft } from "./registry.ts";
import { remarkOn } from "./remark.ts";
import { findSelectors } from "./selectors.ts";

type Described = Pick<
  Graph,
  "declared" | "root" | "cells" | "options" | "aliases" | "branches" | "leaves" | "hosts" | "images" | "absences"
> & { readonly selecting: Pick<Graph, "selectors" | "stringOptions"> };

/** The parts of the graph that are described one by one. */
export type GraphPart = keyof Described;

/** Each part is described when it is first asked for. None may ask the evaluation what it came by so far: that is in `observed`. */
export function describersOf(
  forced: Forced,
  observed: Observations,
  stored: SourceFiles,
): { readonly [Part in GraphPart]: () => Described[Part] } {
  const { flake, systems, top, hosts, images, finished, registry, parked, isOwn } = forced;
  const all = [...hosts, ...images];
  const doubts = once(() => doubtsOf({ flake, top, observed, systems, hosts: all, isOwn }));
  const finishHost = (draft: HostDraft) => finishedHost(draft, finished, doubts());
  const options = once(() => registry.finish());
  const branches = once(() => sortedById(forced.branches.map((draft) => finishedBranch(draft, finished, doubts()))));
  const leaves = once(() => sortedById([...finished.values()]));
  const finishedHosts = once(() => sortedById(hosts.map(finishHost)));
  const imported = new Set(
    top
      .flatMap((evaluation) => evaluation.collected().modules)
      .flatMap((module) => (module.content.kind === "module" && module.content.path ? [module.content.path] : [])),
  );
  const cells = once(() =>
    listCells({
      flake,
      stored,
      imported,
      observed,
      options: options(),
      branches: branches(),
      leaves: leaves(),
      hosts: finishedHosts(),
      isOwn,
    }),
  );
  const whole = top[0];
  return {
    declared: once(() => (whole ? declaredTree(flake.machine, flake.lib, whole) : { names: new Map(), open: true })),
    root: once(() => {
      const { isConfigDoubtful, configDoubtsAt } = doubts();
      return { ...rootOf(forced, observed, imported, cells()), isDoubtful: isConfigDoubtful, doubtsAt: configDoubtsAt };
    }),
    cells,
    options,
    aliases: once(() => registry.aliases()),
    branches,
    leaves,
    hosts: finishedHosts,
    images: once(() => sortedById(images.map(finishHost))),
    selecting: once(() => findSelectors(flake.machine, top, all)),
    absences: once(() => absencesOf(all, parked, isOwn)),
  };
}

function finishedBranch(
  { leafDrafts, ...branch }: BranchDraft,
  finished: ReadonlyMap<LeafDraft, Leaf>,
  doubts: Doubts,
): Branch {
  return { ...branch, open: branch.open || doubts.whole.length > 0, leaves: idsOf(leafDrafts, finished) };
}

function idsOf(drafts: readonly LeafDraft[], finished: ReadonlyMap<LeafDraft, Leaf>): readonly string[] {
  return [...new Set(drafts.flatMap((draft) => finished.get(draft)?.id ?? []))];
}

function finishedHost(draft: HostDraft, finished: ReadonlyMap<LeafDraft, Leaf>, doubts: Doubts): Host {
  const unresolved = distinctReasons([...draft.unresolved, ...doubts.of(draft), ...doubts.whole]);
  return {
    id: draft.id,
    kind: draft.found.kind,
    name: draft.found.name,
    class: draft.class,
    at: draft.found.at,
    complete: unresolved.length === 0,
    unresolved,
    selections: [...draft.selections].sort((a, b) => compareText(a.branch, b.branch) || compareSpans(a.at, b.at)),
    pulls: draft.pulls.flatMap(({ leaf, via, slot, uncertain }) => {
      const id = finished.get(leaf)?.id;
      return id === undefined ? [] : [{ leaf: id, via, slot, uncertain }];
    }),
    files: [...draft.files].sort(compareText),
  };
}

function rootOf(
  { flake, systems, top }: Forced,
  observed: Observations,
  imported: ReadonlySet<string>,
  cells: readonly Cell[],
): Omit<Graph["root"], "isDoubtful" | "doubtsAt"> {
  const outputs = flake.machine.force(flake.outputs);
  const failure =
    outputs.type === "failure"
      ? { message: outputs.message, at: outputs.at, certain: true }
      : outputs.type === "unknown"
        ? { message: outputs.reason, at: outputs.at, certain: outputs.recursive === true }
        : undefined;
  const trees = new Map(observed.trees.map((tree) => [tree.directory, tree]));
  return {
    directory: flake.directory,
    file: flake.file,
    trees: [...trees.values()],
    inputs: flake.inputs.map(({ name, source, at }) => ({ name, source, at })),
    failure,
    outsideModules: top.some((evaluation) => evaluation.externals().length > 0),
    rootNames: declaredNames(top.map((evaluation) => evaluation.level())),
    outputNames: declaredNames(top.flatMap((evaluation) => outputLevels(evaluation))),
    perSystemNames: declaredNames(perSystemEvaluations(observed.evaluations).map((one) => one.level())),
    takesAnything: top.some((evaluation) => evaluation.isFreeform() || !evaluation.checksNames()),
    dendritic: top.length > 0 && imported.size > 0,
    remark: failure ? undefined : remarkOn({ flake, observed, systems, top, imported, cells }),
  };
}

function declaredNames(levels: readonly LazyLevel[]): readonly string[] {
  return [...new Set(levels.flatMap((level) => [...level.names().keys()]))].sort(compareText);
}

/** What stands below the option `flake`. */
function outputLevels(evaluation: ModuleEvaluation): readonly LazyLevel[] {
  const node = evaluation.level().child("flake");
  const inner = node?.kind === "option" ? evaluationOf(node.option.merged()) : undefined;
  if (node?.kind === "level") return [node.level];
  return inner ? [inner.level()] : [];
}

function sortedById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => compareText(a.id, b.id));
}
