import type { Failure } from "../../nix/value.ts";
import type { HostDraft } from "../host-draft.ts";

/** What Nix would stop at while it builds the host. */
export function hostFailures(host: HostDraft): readonly Failure[] {
  const own = host.found.value.type === "failure" ? [host.found.value] : [];
  const inside = host.evaluations.flatMap((evaluation) =>
    evaluation
      .collected()
      .unknowns.flatMap(({ failure, at }) => (failure ? [failure.at ? failure : { ...failure, at }] : [])),
  );
  return [...own, ...inside];
}
