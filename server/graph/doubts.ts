import type { LoadedFlake } from "../flake/load.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { describeMissing } from "../modules/module.ts";
import { isOpaque } from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { Unresolved } from "./graph.ts";
import type { HostDraft } from "./host-draft.ts";
import type { Observations } from "./observations.ts";
import type { FoundSystems } from "./outputs.ts";

export interface Doubts {
  /** What makes every host uncertain. */
  readonly whole: readonly Unresolved[];
  /** The flake's own options may have other values than they seem to have. */
  readonly isConfigDoubtful: boolean;
  /** What makes them so, as far as it has a place. */
  readonly configDoubtsAt: readonly Span[];
  /** What makes one host uncertain, beside that. */
  readonly of: (host: HostDraft) => readonly Unresolved[];
}

/** What is known for sure, and what is asked about. */
export interface DoubtSource {
  readonly flake: LoadedFlake;
  /** The evaluations of the flake's own level. */
  readonly top: readonly ModuleEvaluation[];
  readonly observed: Observations;
  readonly systems: FoundSystems;
  /** Images, too. */
  readonly hosts: readonly HostDraft[];
  readonly isOwn: (file: string) => boolean;
}

/**
 * Modules and whole configurations of the flake itself that are not known, hosts that are not known, files that do not parse. Where
 * only a part of such a file is damaged, its value tells what that concerns. Else it concerns only those hosts that take it as a
 * module, when nothing else takes it; any other may hold anything once it is mended.
 */
export function doubtsOf(source: DoubtSource): Doubts {
  const { flake, top, observed, systems, hosts, isOwn } = source;
  const whole: Unresolved[] = top.flatMap((evaluation) => [
    ...evaluation.collected().unknowns.map(({ reason, at }) => ({ reason, at })),
    ...evaluation.hidden().map(({ part, at }) => ({ reason: describeMissing(part), at: part.at ?? at })),
  ]);
  const single = new Map<string, Unresolved>();
  for (const [file, broken] of observed.broken) {
    // What could not be read is an unknown value wherever it is asked for.
    if (!isOwn(file) || broken.kind === "unread" || (broken.isReadable && file !== flake.file)) continue;
    const doubt = { reason: `syntax error: ${broken.message}`, at: { file, start: 0, end: 0 } };
    if (isUsedByHostsAlone(source, file)) single.set(file, doubt);
    else whole.push(doubt);
  }
  const isConfigDoubtful = whole.length > 0;
  const configDoubtsAt = whole.flatMap(({ at }) => at ?? []);
  for (const value of systems.problems) if (isDoubt(value)) whole.push(describeDoubt(value));
  const byHost = new Map(hosts.map((host) => [host, single.size > 0 ? doubtsIn(single, host) : []]));
  return { whole: whole.map(outsideModels), isConfigDoubtful, configDoubtsAt, of: (host) => byHost.get(host) ?? [] };
}

function isUsedByHostsAlone({ flake, observed, hosts }: DoubtSource, file: string): boolean {
  if (file === flake.file || observed.usedAsValues.has(file)) return false;
  const isModuleOf = (evaluations: readonly ModuleEvaluation[]) =>
    evaluations.some((evaluation) => evaluation.collected().modules.some(({ key }) => key === file));
  return !isModuleOf(observed.evaluations) && hosts.some((host) => isModuleOf(host.evaluations));
}

function doubtsIn(broken: ReadonlyMap<string, Unresolved>, { evaluations }: HostDraft): readonly Unresolved[] {
  const keys = new Set(evaluations.flatMap((evaluation) => evaluation.collected().modules.map(({ key }) => key)));
  return [...broken].flatMap(([file, doubt]) => (keys.has(file) ? [doubt] : []));
}

/** An error of the flake's own is a finding, and an output that nobody defines is none. */
function isDoubt(value: Value): boolean {
  return value.type !== "failure" || (value.at !== undefined && isNativePath(value.at.file));
}

/** The text of a model is nothing that a user could look at. */
function outsideModels({ reason, at }: Unresolved): Unresolved {
  return { reason, at: at && isNativePath(at.file) ? undefined : at };
}

function describeDoubt(value: Value): Unresolved {
  if (value.type === "unknown") return { reason: value.reason, at: value.at };
  if (value.type === "failure") return { reason: value.message, at: value.at };
  return { reason: isOpaque(value) ? `some hosts come from ${value.path}` : "some hosts are not known", at: undefined };
}
