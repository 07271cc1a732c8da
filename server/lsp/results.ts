import type { FileDiagnostic } from "../features/diagnostics/diagnostics.ts";
import { counted } from "../graph/rows.ts";
import type { HostsView, RootView, ScanState, StateParams } from "../protocol.ts";
import type { OwnResult, ResultWay, RootResult } from "./thread-messages.ts";

/** What is known of all roots, as the connection's thread remembers it. */
export class Results {
  private roots: readonly string[] = [];
  private changes = 0;
  private readonly ways = new Map<ResultWay, number>();
  private readonly latest = new Map<string, RootResult>();
  /** Roots that were analysed; of others it may be known how they were at another time. */
  private readonly analysed = new Set<string>();
  /** Views of roots when they were whole. */
  private readonly whole = new Map<string, RootView>();

  follow(roots: readonly string[]): void {
    this.roots = roots;
    this.changes++;
    for (const known of [...this.latest.keys()]) {
      if (roots.includes(known)) continue;
      this.latest.delete(known);
      this.whole.delete(known);
      this.analysed.delete(known);
    }
  }

  take(results: readonly RootResult[]): void {
    for (const result of results) {
      if (!this.roots.includes(result.directory)) continue;
      this.note(result);
      this.ways.set(result.way, (this.ways.get(result.way) ?? 0) + 1);
      this.analysed.add(result.directory);
      if (!result.broken) this.whole.set(result.directory, result.view);
    }
  }

  /** What was known at another time, until there is anything newer. */
  takeRemembered(results: readonly RootResult[]): void {
    for (const result of results)
      if (this.roots.includes(result.directory) && !this.latest.has(result.directory)) this.note(result);
  }

  private note(result: RootResult): void {
    const before = this.latest.get(result.directory);
    if (before?.view !== result.view || before.broken !== result.broken) this.changes++;
    this.latest.set(result.directory, result);
  }

  /** How many results there were, by the way in which they came about. */
  get served(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.ways);
  }

  /** Grows whenever what `hosts` gives may be different. */
  get revision(): number {
    return this.changes;
  }

  takeOwn(own: readonly OwnResult[]): void {
    for (const { directory, file, diagnostics } of own) {
      const known = this.latest.get(directory);
      if (known)
        this.latest.set(directory, { ...known, diagnostics: new Map([...known.diagnostics, [file, diagnostics]]) });
    }
  }

  forget(): void {
    this.changes++;
    this.latest.clear();
    this.analysed.clear();
    this.whole.clear();
  }

  /** Whether every root was analysed once. */
  get complete(): boolean {
    return this.roots.every((root) => this.analysed.has(root));
  }

  /** `pending`: a newer result is being made. `dead`: none will come. */
  state(pending: boolean, dead: boolean): ScanState {
    if (this.roots.length === 0) return "none";
    const known = [...this.latest.values()];
    if (dead || known.some(({ failure }) => failure !== undefined)) return "failed";
    if (!this.complete) return this.roots.every((root) => this.latest.has(root)) ? "updating" : "scanning";
    if (pending) return "updating";
    return known.some(({ broken }) => broken) ? "stale" : "ready";
  }

  hosts(state: ScanState): HostsView {
    return { state, roots: this.roots.flatMap((root) => this.viewOf(root) ?? []) };
  }

  /** For the status bar. */
  summary(state: ScanState): StateParams {
    const rows = this.hosts(state).roots.flatMap((root) => root.hosts);
    const hosts = rows.filter(({ kind }) => kind === "host").length;
    const images = rows.length - hosts;
    const all = [...this.diagnostics().values()].flat();
    const errors = all.filter(({ severity }) => severity === "error").length;
    const warnings = all.filter(({ severity }) => severity === "warning").length;
    if (state === "scanning" || this.roots.length === 0) return { state, summary: "" };
    const counts = [
      counted(hosts, "host"),
      ...(images > 0 ? [counted(images, "image")] : []),
      ...(errors > 0 ? [counted(errors, "error")] : []),
      ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ];
    return { state, summary: counts.join(" · ") };
  }

  /** Of every file that has any. What two roots say alike of one file is said once. */
  diagnostics(): ReadonlyMap<string, readonly FileDiagnostic[]> {
    const all = new Map<string, readonly FileDiagnostic[]>();
    for (const { diagnostics } of this.latest.values()) {
      for (const [file, found] of diagnostics) all.set(file, merged(all.get(file) ?? [], found));
    }
    return all;
  }

  private viewOf(root: string): RootView | undefined {
    const result = this.latest.get(root);
    const whole = this.whole.get(root);
    return result?.broken && whole ? { ...result.view, hosts: whole.hosts } : result?.view;
  }
}

function merged(known: readonly FileDiagnostic[], more: readonly FileDiagnostic[]): readonly FileDiagnostic[] {
  if (known.length === 0) return more;
  const said = new Set(known.map((one) => JSON.stringify(one)));
  return [...known, ...more.filter((one) => !said.has(JSON.stringify(one)))];
}
