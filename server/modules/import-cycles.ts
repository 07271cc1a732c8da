import type { Span } from "../text.ts";
import type { ModuleInstance } from "./module.ts";

/** The imports that close a circle, each circle once. */
export function importCycles(modules: readonly ModuleInstance[]): readonly ImportCycle[] {
  const byKey = new Map(modules.map((module) => [module.key, module]));
  const cycles: ImportCycle[] = [];
  const state = new Map<string, "open" | "done">();
  for (const start of modules) {
    if (state.has(start.key)) continue;
    const path: { readonly key: string; next: number }[] = [{ key: start.key, next: 0 }];
    state.set(start.key, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const child = byKey.get(top.key)?.imports[top.next++];
      if (!child) {
        state.set(top.key, "done");
        path.pop();
        continue;
      }
      const known = state.get(child.key);
      if (known === "open") cycles.push({ file: child.key, at: child.place });
      if (known !== undefined || !byKey.has(child.key)) continue;
      state.set(child.key, "open");
      path.push({ key: child.key, next: 0 });
    }
  }
  return cycles;
}

/** A file that is imported by what it imports. Each file counts once here; nixpkgs does not come to an end. */
export interface ImportCycle {
  readonly file: string;
  /** The path that closes the circle. */
  readonly at: Span | undefined;
}
