import type { RootResult } from "./thread-messages.ts";

/** What is kept of a result, as plain data. */
export function keptResult(result: RootResult): unknown {
  const { directory, view, diagnostics } = result;
  return { directory, view, diagnostics: [...diagnostics] };
}

/** The result that was kept; undefined for what is none. What comes out of our own cache is whole, or it is not there. */
export function rememberedResult(kept: unknown): RootResult | undefined {
  if (typeof kept !== "object" || kept === null || !("directory" in kept && "view" in kept && "diagnostics" in kept))
    return;
  const { directory, view, diagnostics } = kept as Pick<RootResult, "directory" | "view"> & {
    diagnostics: [string, never][];
  };
  const quiet = { broken: false, drawnAlike: false, way: "remembered", failure: undefined, faults: [] } as const;
  return { directory, view, diagnostics: new Map(diagnostics), ...quiet };
}
