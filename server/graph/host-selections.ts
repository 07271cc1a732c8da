import type { ModuleInstance, Step } from "../modules/module.ts";
import { isNativePath } from "../nix/paths.ts";
import type { Condition, Contribution, Selection } from "../nix/provenance.ts";
import { type Span, startKey } from "../text.ts";
import type { Collecting } from "./host-draft.ts";

/** Where the modules of a branch go: into another branch, into the host, or into a system inside of it. */
interface Taker {
  readonly through: string | undefined;
  readonly slot: string | undefined;
  /** The one module that is taken; absent: all of the branch. */
  readonly module?: ModuleInstance;
}

interface Picked {
  readonly selection: Step["selection"];
  readonly condition: Condition | undefined;
  readonly contribution?: Contribution | undefined;
}

/** Notes every place that picks the branch for the taker, each once. */
export function noteSelection(
  collect: Collecting,
  branch: string,
  { selection: picked, condition, contribution }: Picked,
  { through, slot, module }: Taker,
): void {
  const isHome = (file: string) => file === contribution?.at?.file || collect.context.isHome(branch, file);
  const selection = picked && (targetOf(picked, condition, isHome) ?? picked);
  if (!selection) return;
  const { kind, partial = false } = selection;
  const helper = selection.helper && isNativePath(selection.helper.file) ? undefined : selection.helper;
  // A branch that is a list of modules is named once by each of its items.
  const taker = `${branch} ${through ?? ""} ${slot ?? ""} ${module ? identityOf(module) : ""}`;
  for (const at of [selection.at, ...(selection.also ?? [])]) {
    if (isNativePath(at.file)) continue;
    const key = `${branch} ${startKey(at)} ${through ?? ""}`;
    const before = condition?.value === "unknown" ? undefined : repeatedBy(collect, taker, selection, through);
    const repeats = at === selection.at ? before : selection.at;
    if (!collect.selections.has(key))
      collect.selections.set(key, { branch, kind, at, helper, partial, through, repeats });
  }
}

/** Of all branches those are taken that name the taker: a string beside the branch's own modules selects it. */
function targetOf(
  { kind, at }: Selection,
  condition: Condition | undefined,
  isHome: (file: string) => boolean,
): Selection | undefined {
  const word = condition?.value === "true" ? condition.word : undefined;
  if (!word || (kind !== "wildcard" && kind !== "predicate") || !isHome(word.file)) return undefined;
  return { kind: "target", at: word, helper: at, partial: true };
}

function identityOf({ at, key }: ModuleInstance): string {
  return at && !isNativePath(at.file) ? startKey(at) : key;
}

/**
 * The place that names the branch for the same taker before. Two files that contribute to one branch may each import what they need, so
 * there it must be the same file.
 */
function repeatedBy(
  { taken }: Collecting,
  taker: string,
  { kind, at, partial }: Selection,
  through: string | undefined,
): Span | undefined {
  // A name that is used for more than one branch cannot go for the sake of one.
  if ((kind !== "reference" && kind !== "string") || partial) return undefined;
  const first = taken.get(taker);
  if (!first) taken.set(taker, at);
  const isSame = !first || (first.file === at.file && first.start === at.start);
  return isSame || (through !== undefined && first.file !== at.file) ? undefined : first;
}
