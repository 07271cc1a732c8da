import type { Contribution, Selection } from "../nix/provenance.ts";
import { placeOf } from "../nix/thunk.ts";
import { isBelow } from "../option-path.ts";
import { coversSpan, type Span } from "../text.ts";
import type { MutableInstance, Origin, Walk } from "./module-walk.ts";
import { inList, referenceAt } from "./picked.ts";

/** A value that was taken out of an untyped option, or out of a collector's module, is that option's contribution. */
export function taken(value: Marked, instance: MutableInstance): MutableInstance {
  const { contribution } = value;
  const isOwn = contribution && isUnwrapped(contribution) && instance.steps.at(-1)?.contribution === contribution;
  return isOwn ? { ...instance, role: "contribution", wrapped: undefined } : instance;
}

interface Marked {
  readonly contribution?: Contribution | undefined;
  readonly selection?: Selection | undefined;
}

/** The origin of a module whose value bears marks: with a step for the option that it was taken out of, and the place that picked it. */
export function withMark(walk: Walk, { contribution, selection }: Marked, origin: Origin): Origin {
  const picked = inList(walk, selection, selection?.of?.path, origin) ?? origin.selection;
  if (!contribution || isPartOf(contribution, origin.steps.at(-1)?.contribution))
    return { ...origin, selection: picked };
  const chosen = picked ?? (isWithin(origin.place, contribution) ? undefined : referenceAt(origin.place));
  const file = isUnwrapped(contribution) ? origin.file : (contribution.file ?? origin.file);
  const steps = [...origin.steps, { contribution, selection: chosen }];
  return { ...origin, file, steps, selection: undefined, named: undefined };
}

/** The value itself is marked, and not a wrapper around it, which Nix would credit to a file. */
export function isUnwrapped({ direct, isPart }: Contribution): boolean {
  return direct === true || isPart === true;
}

/** What stands inside a module that was taken out of an option is part of that module, not of another option. */
function isPartOf(inner: Contribution, outer: Contribution | undefined): boolean {
  if (inner.isPart) return outer !== undefined && inner.value === outer.value;
  if (!inner.direct || !outer?.direct || inner.evaluation !== outer.evaluation) return false;
  return isBelow(inner.option, outer.option);
}

/** The place is in what was contributed, and so is not a place that selects it. */
function isWithin(place: Span | undefined, { isPart, value }: Contribution): boolean {
  const whole = isPart && value && placeOf(value);
  return !!place && !!whole && coversSpan(whole, place);
}
