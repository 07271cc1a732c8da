import { isNativePath } from "../../nix/paths.ts";
import { type Span, startKey } from "../../text.ts";
import type { GraphProblem, ProblemKind } from "../graph.ts";

/** What most problems have in common. */
export interface Told {
  readonly message: string;
  readonly at: Span | undefined;
  readonly path?: readonly string[];
  readonly alternatives?: readonly string[];
  readonly certain?: boolean;
  readonly hosts?: readonly string[];
  readonly parked?: boolean;
}

export function problem(told: Told, kind: ProblemKind): GraphProblem {
  const { message, at, path = [], alternatives = [], certain = true, hosts = [], parked = false } = told;
  return { message, at, path, alternatives, certain, hosts, parked, ...kind };
}

/** Gathers problems; the same one met by several hosts is one. */
export class Problems {
  private readonly found = new Map<string, GraphProblem>();

  add(added: GraphProblem): void {
    if (added.at && isNativePath(added.at.file)) return;
    const key = `${added.kind} ${added.message} ${startKey(added.at)}`;
    const known = this.found.get(key);
    if (known && added.parked) return;
    this.found.set(key, known ? { ...known, hosts: [...new Set([...known.hosts, ...added.hosts])] } : added);
  }

  all(): readonly GraphProblem[] {
    return [...this.found.values()];
  }
}
