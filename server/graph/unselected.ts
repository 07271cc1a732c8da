import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import { pathKey } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import type { DeclaredOption } from "./graph.ts";
import { compareOptions, OptionRegistry } from "./options.ts";

/** What is needed to tell which options modules declare that no system takes. */
export interface UnselectedSource {
  readonly machine: Machine;
  readonly lib: Lazy;
  /** Evaluations of these modules, as bare systems of their class would see them. */
  readonly parked: readonly ModuleEvaluation[];
  /** What the flake, its systems and images declare. */
  readonly known: readonly DeclaredOption[];
  readonly isOwn: (file: string) => boolean;
}

/** Options that only modules declare which no system takes; those of a class that nothing tells are left out. */
export function unselectedOptions({ machine, lib, parked, known, isOwn }: UnselectedSource): readonly DeclaredOption[] {
  const registry = new OptionRegistry(machine, lib, isOwn);
  for (const evaluation of parked) {
    if (evaluation.class === undefined) continue;
    if (machine.spend()) break;
    machine.allow(() => registry.addEvaluation(evaluation, evaluation.class));
  }
  const places = new Set(known.flatMap((option) => option.declarations.map((at) => placeKey(option, at))));
  return registry.finish().flatMap((option): DeclaredOption[] => {
    const declarations = option.declarations.filter((at) => !places.has(placeKey(option, at)));
    return declarations.length > 0 ? [{ ...option, declarations, inNoHost: true }] : [];
  });
}

/** All options, sorted as the graph's are. */
export function withUnselected(
  known: readonly DeclaredOption[],
  unselected: readonly DeclaredOption[],
): readonly DeclaredOption[] {
  return unselected.length === 0 ? known : [...known, ...unselected].sort(compareOptions);
}

function placeKey({ path, class: moduleClass }: DeclaredOption, at: Span): string {
  return `${moduleClass} ${pathKey(path)} ${startKey(at)}`;
}
