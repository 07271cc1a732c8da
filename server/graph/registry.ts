import { compareText, type Span, spanKey } from "../text.ts";
import type { Leaf } from "./graph.ts";

/** A leaf while the graph is built: its number among the leaves of its file is not known yet. */
export interface LeafDraft {
  /** A branch's or a host's id. */
  readonly holder: string;
  readonly branch: string | undefined;
  readonly file: string;
  readonly at: Span;
  readonly definedAt: Span | undefined;
  class: string | undefined;
  readonly external: string | undefined;
  condition: Leaf["condition"];
}

/** Collects leaves; the same code in the same branch is one leaf, however often it is met. */
export class LeafRegistry {
  private readonly drafts = new Map<string, LeafDraft>();

  add(draft: LeafDraft): LeafDraft {
    const key = `${draft.holder}\n${draft.file}\n${spanKey(draft.at)}\n${draft.external ?? ""}`;
    const known = this.drafts.get(key);
    if (!known) {
      this.drafts.set(key, draft);
      return draft;
    }
    known.condition = clearest(known.condition, draft.condition);
    known.class ??= draft.class;
    return known;
  }

  /** The finished leaves with their ids; `relative` makes a path relative to the flake. */
  finish(relative: (file: string) => string): ReadonlyMap<LeafDraft, Leaf> {
    const groups = new Map<string, LeafDraft[]>();
    for (const draft of this.drafts.values()) {
      const key = `${draft.holder}@${relative(draft.file)}`;
      groups.set(key, [...(groups.get(key) ?? []), draft]);
    }
    const leaves = new Map<LeafDraft, Leaf>();
    for (const [key, drafts] of groups) {
      // What a leaf imports comes and goes with the hosts that take it, so it is numbered last.
      drafts.sort(
        (a, b) =>
          Number(!a.definedAt) - Number(!b.definedAt) ||
          compareText(a.at.file, b.at.file) ||
          a.at.start - b.at.start ||
          b.at.end - a.at.end,
      );
      for (const [index, { holder: _holder, ...draft }] of drafts.entries())
        leaves.set(draftOf(drafts, index), { ...draft, id: `${key}#${index}` });
    }
    return leaves;
  }
}

function draftOf(drafts: readonly LeafDraft[], index: number): LeafDraft {
  return drafts[index] as LeafDraft;
}

/** A leaf that is contributed unconditionally once is unconditional; one that is there under some condition is not absent. */
function clearest(a: Leaf["condition"], b: Leaf["condition"]): Leaf["condition"] {
  if (!a || !b) return undefined;
  return a.value === "false" ? b : a;
}
