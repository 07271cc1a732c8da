import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { Condition } from "../nix/provenance.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import type { Span } from "../text.ts";
import type { HostSelection, Unresolved } from "./graph.ts";
import type { FoundSystem } from "./outputs.ts";
import type { LeafDraft, LeafRegistry } from "./registry.ts";

/** A host while the graph is built. */
export interface HostDraft {
  readonly id: string;
  readonly found: FoundSystem;
  readonly class: string;
  readonly unresolved: readonly Unresolved[];
  readonly selections: readonly HostSelection[];
  readonly pulls: readonly {
    readonly leaf: LeafDraft;
    readonly via: readonly string[];
    readonly slot: string | undefined;
    readonly uncertain: boolean;
  }[];
  readonly files: ReadonlySet<string>;
  /** Branch id -> class it is consumed as. */
  readonly consumed: ReadonlyMap<string, string>;
  /** Its own evaluation and those in its slots. */
  readonly evaluations: readonly ModuleEvaluation[];
  /** Conditions around its modules that depend on themselves. */
  readonly recursions: readonly Condition[];
}

/** Names a collector; `direct` and `passes` as in `Contribution`. */
export interface CollectorReference {
  readonly option: readonly string[];
  readonly evaluation: object;
  readonly direct?: boolean | undefined;
  readonly passes?: boolean | undefined;
}

/** What the graph builder lends to the parts that look at one host. */
export interface HostContext {
  readonly machine: Machine;
  readonly lib: Lazy;
  readonly leaves: LeafRegistry;
  /** The id of a collector, when it is one of the flake's own. */
  readonly branchOf: (step: CollectorReference) => string | undefined;
  /** Whether a file belongs to the flake. */
  readonly isOwn: (file: string) => boolean;
  /** Whether a file contributes to the branch. */
  readonly isHome: (branch: string, file: string) => boolean;
}

export interface Collecting {
  readonly context: HostContext;
  readonly id: string;
  readonly pulls: Map<string, HostDraft["pulls"][number]>;
  readonly selections: Map<string, HostSelection>;
  readonly files: Set<string>;
  readonly unresolved: Unresolved[];
  readonly consumed: Map<string, string>;
  readonly evaluations: ModuleEvaluation[];
  readonly recursions: Condition[];
  /** Where a branch is named first; key: the branch, and what takes it. */
  readonly taken: Map<string, Span>;
}
