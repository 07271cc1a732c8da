import { type Definition, pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { Machine } from "../../nix/value.ts";
import { showOption, startsWith } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import { problem } from "./found.ts";
import {
  type Candidate,
  candidatesOf,
  isRelated,
  isSure,
  type System,
  strangersTo,
  systemsByClass,
} from "./sure-systems.ts";

/**
 * Own options that modules of a system set while no module of it declares them, though a module of another system of its class does, or
 * one that no system takes. Nothing is said where a module from outside could declare the option instead.
 */
export function absentDeclarations(
  machine: Machine,
  hosts: readonly HostDraft[],
  parked: readonly ModuleEvaluation[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const systems = systemsByClass(hosts, parked, isOwn);
  return [...systems].flatMap(([systemClass, found]) => {
    const candidates = candidatesOf(found);
    return found.flatMap((system) => absentIn(machine, system, systemClass, candidates, isOwn));
  });
}

function absentIn(
  machine: Machine,
  { host, evaluation, externals }: System,
  systemClass: string,
  candidates: readonly Candidate[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (host === undefined || !isSure(evaluation)) return [];
  const strange = (candidate: Candidate) => strangersTo(externals, candidate);
  const possible = candidates.filter(
    (candidate) => !strange(candidate).some((external) => isRelated(candidate.path, external)),
  );
  if (possible.length === 0) return [];
  return evaluation
    .level()
    .undeclared()
    .flatMap(({ path, definition }) => {
      const found = definedBelow(machine, path, definition, possible);
      const [first] = found;
      if (!first) return [];
      const { candidate } = first;
      // Several options that are all missing are reported once, where they are set together.
      const together = candidate.path.slice(0, sharedLength(found.map((each) => each.candidate.path)));
      const at = first.places[together.length - path.length];
      if (!at || !isOwn(at.file)) return [];
      const message = `The option \`${showOption(together)}' does not exist.`;
      const certain = strange(candidate).length === 0;
      const told = { message, at, path: together, hosts: [host], certain };
      return [problem(told, { kind: "absent-declaration", declaredAt: candidate.at, systemClass })];
    });
}

function sharedLength([first = [], ...others]: readonly (readonly string[])[]): number {
  const different = first.findIndex((name, index) => others.some((path) => path[index] !== name));
  return different < 0 ? first.length : different;
}

interface SetOption {
  readonly candidate: Candidate;
  /** Where the names of its path stand, from the one that nothing declares on. */
  readonly places: readonly (Span | undefined)[];
}

/** Which of the candidates a definition at the path, or somewhere below it, defines for sure. */
function definedBelow(
  machine: Machine,
  path: readonly string[],
  { value, wrappers, at, file }: Definition,
  candidates: readonly Candidate[],
  above: readonly (Span | undefined)[] = [],
): readonly SetOption[] {
  const near = candidates.filter((candidate) => startsWith(candidate.path, path));
  // A set that may not be there at all defines nothing for sure; `mkIf` would still be checked.
  if (near.length === 0 || wrappers.some((wrapper) => wrapper.kind === "decided")) return [];
  const exact = near.find((candidate) => candidate.path.length === path.length);
  const places = [...above, at];
  if (exact) return [{ candidate: exact, places }];
  return pushDown(machine, value).sets.flatMap((pushed) =>
    [...pushed.set.entries].flatMap(([name, attribute]) =>
      attribute.maybe
        ? []
        : definedBelow(
            machine,
            [...path, name],
            { value: attribute.value, wrappers: pushed.wrappers, at: attribute.at ?? at, file },
            near,
            places,
          ),
    ),
  );
}
