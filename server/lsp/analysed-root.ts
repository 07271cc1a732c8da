import { isDeepStrictEqual } from "node:util";
import { type DiskFiles, diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import { isDrawnAlike } from "../features/annotations/drawn-alike.ts";
import { diagnostics, type FileDiagnostic } from "../features/diagnostics/diagnostics.ts";
import { type View, viewOf } from "../features/view.ts";
import { type KnownRows, rootView, withLastRows } from "../features/views/host-tree.ts";
import type { Graph } from "../graph/graph.ts";
import { resolvePath } from "../nix/paths.ts";
import { Project } from "../project/project.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { RootView, TreeNode } from "../protocol.ts";
import { analyse } from "../rules/analyse.ts";
import { type Analysis, stackOf } from "../rules/analysis.ts";
import { KnownFacts } from "../rules/file-facts.ts";
import { isNeeded, ownFindings } from "../rules/own-findings.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import { uriOf } from "./addresses.ts";
import type { InputDirectories, Settings } from "./client-settings.ts";
import type { RootResult } from "./thread-messages.ts";

const STORE_DIRECTORY = "/nix/store";

/** Thrown through an analysis that nobody needs any more. */
export class LeftOff extends Error {}

/** What was analysed last. */
interface Shown {
  /** The last analysis, also of a broken flake. */
  readonly latest: Analysis;
  /** The last one of a flake that was whole, or else the last one. */
  readonly whole: Analysis;
  readonly broken: boolean;
  /** The evaluation that the latest is from. */
  readonly evaluated: Snapshot | undefined;
  view: View | undefined;
}

/** One flake in the analysing thread: its files as they are now, and what was found out about it last. */
export class AnalysedRoot {
  readonly directory: string;
  private readonly project: Project;
  private readonly disk: DiskFiles;
  private shown: Shown | undefined;
  /** What the tree of hosts showed last while the flake was whole. */
  private rows: RootView | undefined;
  /** Rows of hosts, and what rules found in files, as they were after the last evaluation. */
  private hostRows: KnownRows = new Map();
  private fileFacts = new KnownFacts();
  /** The last evaluation of the whole flake, whose findings are kept where edits leave them alone. */
  private evaluated: Snapshot | undefined;
  /** Files that were edited since then. Only their texts are different, unless everything may be. */
  private edited: ReadonlySet<string> = new Set();
  private anythingChanged = true;
  /** Open files with texts of their own. */
  private readonly open = new Set<string>();
  private last: RootResult | undefined;
  private settled: RootResult | undefined;
  /** Something is different since the last analysis began. */
  outdated = true;
  /** What was found out was kept over edits, so that values are those of earlier texts. */
  private hasOldValues = false;
  /** They are to be found out again. */
  private wantsNewValues = false;

  /** `inputs`: directories that hold sources of inputs, absolute or relative to the flake's. */
  constructor(directory: string, parse: (text: string) => SyntaxTree, inputs: InputDirectories) {
    const given = new Map(Object.entries(inputs).map(([name, path]) => [name, resolvePath(directory, path)]));
    this.directory = directory;
    this.disk = diskFiles([directory, ...given.values(), ...sourcesInStore(directory, STORE_DIRECTORY)]);
    this.project = new Project({
      directory,
      stored: this.disk,
      parse,
      inputs: given,
      storeDirectory: STORE_DIRECTORY,
    });
  }

  /** Takes in the text of an open file; undefined: it was closed. Answers whether the flake is different now. */
  edit(file: string, text: string | undefined): boolean {
    const before = this.project.texts.textOf(file);
    if (text === undefined) {
      this.project.removeFile(file);
      this.open.delete(file);
    } else {
      this.project.setFile(file, text);
      this.open.add(file);
    }
    const changed = this.project.texts.textOf(file) !== before;
    if (changed) this.edited = new Set([...this.edited, file]);
    this.outdated ||= changed;
    return changed;
  }

  /** Whatever was found out has to be found out again. */
  forget(): void {
    this.anythingChanged = true;
    this.outdated = true;
  }

  /** Takes in that something happened below paths on disk. Answers whether the flake may be different now. */
  storedChanged(paths: readonly string[]): boolean {
    const changed = paths.filter((path) => this.isChangedByStoring(path)).length > 0;
    if (!changed) return false;
    this.project.storedChanged();
    this.forget();
    return true;
  }

  /** A file that is stored as it was edited is the same as before, unless it is broken: what was kept for the time being is given up then. */
  private isChangedByStoring(path: string): boolean {
    const changed = this.disk.forget(path) || path.endsWith("/.git/index");
    const graph = this.shown?.latest.graph;
    const isAsEdited = this.open.has(path) && graph !== undefined && isNeeded(graph, path) && !this.isBroken(path);
    return changed && !(isAsEdited && this.disk.kind(path) === "regular");
  }

  private isBroken(file: string): boolean {
    return (this.project.texts.treeOf(file)?.problems.length ?? 0) > 0;
  }

  /**
   * What can be said of a file at once, before anything else is known of its new text. Undefined: nothing, since nothing was found out
   * about the flake yet.
   */
  ownDiagnostics(file: string, { rules }: Settings): readonly FileDiagnostic[] | undefined {
    const { shown, last } = this;
    if (!shown || !last) return undefined;
    const { texts } = this.project;
    const levels = new Map(Object.entries(rules));
    const found = ownFindings(shown.latest, texts, file, { levels });
    const linesOf = (other: string) => (other === file ? texts : shown.latest).linesOf(other);
    const own = diagnostics({ findings: found, linesOf }).get(file) ?? [];
    this.last = { ...last, diagnostics: withOwn(last.diagnostics, file, own), drawnAlike: true };
    return own;
  }

  /** A `LeftOff` that `checkpoint` throws leaves the root outdated and goes on to the caller; any other error becomes the result. */
  analyse({ rules }: Settings, checkpoint: () => void): RootResult {
    this.outdated = false;
    try {
      if (this.isHeld() && this.last) {
        this.last = { ...this.last, way: "held" };
        return this.last;
      }
      const snapshot = this.snapshot(checkpoint);
      const edited = this.hasOldValues ? this.edited : new Set<string>();
      const levels = new Map(Object.entries(rules));
      const analysis = analyse(snapshot, { levels }, { known: this.fileFacts, edited });
      this.last = this.show(analysis, edited, checkpoint);
      return this.last;
    } catch (problem) {
      if (!(problem instanceof LeftOff)) return failedResult(this.directory, problem);
      this.outdated = true;
      throw problem;
    }
  }

  /**
   * Nobody has typed for a while. What is broken since is shown as such, with the rest as it was; what was kept over edits is to be found out
   * again. Undefined: there is nothing to show.
   */
  rest(): RootResult | undefined {
    this.wantsNewValues = this.hasOldValues;
    this.outdated ||= this.hasOldValues;
    const { last, shown } = this;
    if (!this.isHeld() || !last || !shown || last.broken) return undefined;
    const problem = this.brokenFiles(shown.latest.graph).flatMap((file) => this.syntaxProblem(file) ?? [])[0];
    this.last = { ...last, view: { ...last.view, problem }, broken: true };
    return this.last;
  }

  /** What is known of the flake as it is stored, once for each time that it has become known; undefined while anything is being edited. */
  newlySettled(): RootResult | undefined {
    const { last } = this;
    const isEdited = [...this.open].some((file) => this.disk.read(file) !== this.project.texts.textOf(file));
    if (!last || last === this.settled || last.broken || this.outdated || isEdited) return undefined;
    this.settled = last;
    return last;
  }

  private syntaxProblem(file: string): RootView["problem"] {
    const found = this.last?.diagnostics.get(file)?.find(({ code }) => code === "syntax");
    return found && { kind: "broken", message: found.message, location: { uri: uriOf(file), range: found.range } };
  }

  /** While what is being typed cannot be parsed, everything else stays as it was. */
  private isHeld(): boolean {
    const graph = this.shown?.latest.graph;
    return !this.anythingChanged && graph !== undefined && this.brokenFiles(graph).length > 0;
  }

  private brokenFiles(graph: Graph): readonly string[] {
    return [...this.edited].filter((file) => this.open.has(file) && isNeeded(graph, file) && this.isBroken(file));
  }

  /** The flake as it is now, with what was found out before as far as edits leave it alone. */
  private snapshot(checkpoint: () => void): Snapshot {
    const now = this.project.snapshot(checkpoint);
    const kept =
      this.anythingChanged || this.wantsNewValues ? undefined : this.evaluated?.editedTo(now, [...this.edited]);
    if (kept) {
      this.hasOldValues = true;
      return kept;
    }
    this.project.setRepository(repositoryAround(this.directory));
    const fresh = this.project.snapshot(checkpoint);
    const { edited, anythingChanged } = this;
    // What happens while it is evaluated is not part of it.
    this.edited = new Set();
    this.anythingChanged = false;
    try {
      fresh.graph();
    } catch (problem) {
      this.edited = new Set([...edited, ...this.edited]);
      this.anythingChanged ||= anythingChanged;
      throw problem;
    }
    this.evaluated = fresh;
    this.hostRows = new Map();
    this.fileFacts = new KnownFacts();
    this.hasOldValues = false;
    this.wantsNewValues = false;
    return fresh;
  }

  /** Undefined before the first analysis. */
  view(checkpoint: View["checkpoint"]): View | undefined {
    const { shown } = this;
    if (!shown) return undefined;
    shown.view ??= viewOf(this.project, shown.whole, shown.latest, checkpoint);
    return shown.view;
  }

  /** `edited`: files whose texts are others than in the evaluation that the analysis is from. */
  private show(analysis: Analysis, edited: ReadonlySet<string>, checkpoint: () => void): RootResult {
    const last = new Map(this.last?.view.hosts.map((host) => [host.id, host]));
    const asBefore = (row: TreeNode) => {
      const before = last.get(row.id);
      return before && isDeepStrictEqual(row, before) ? before : row;
    };
    const fresh = rootView(analysis, uriOf, checkpoint, { rows: this.hostRows, edited, asBefore });
    const made = this.rows ? withLastRows(fresh, this.rows) : fresh;
    const view = this.last && isDeepStrictEqual(made, this.last.view) ? this.last.view : made;
    const broken = view.problem?.kind === "broken";
    const before = this.shown;
    const keeps = broken && before && !before.broken;
    const { evaluated } = this;
    this.shown = keeps
      ? { latest: analysis, whole: before.whole, broken: false, evaluated, view: undefined }
      : { latest: analysis, whole: analysis, broken, evaluated, view: undefined };
    if (!broken) this.rows = view;
    const faults = analysis.failures.map(({ code, problem }) => `The rule ${code} failed: ${stackOf(problem)}`);
    const namesIn = (file: string, text: string) => this.project.namesIn(file, text);
    const changed = before?.evaluated === evaluated ? edited : undefined;
    const drawnAlike = before !== undefined && isDrawnAlike(before, this.shown, namesIn, changed);
    return {
      directory: this.directory,
      view,
      broken,
      diagnostics: diagnostics(analysis),
      drawnAlike,
      way: this.hasOldValues ? "kept" : "whole",
      failure: undefined,
      faults,
    };
  }
}

function withOwn(
  known: RootResult["diagnostics"],
  file: string,
  own: readonly FileDiagnostic[],
): RootResult["diagnostics"] {
  const all = new Map(known);
  if (own.length > 0) all.set(file, own);
  else all.delete(file);
  return all;
}

function failedResult(directory: string, problem: unknown): RootResult {
  const failure = stackOf(problem);
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const shown = {
    kind: "failed",
    message: "The analysis failed; see the log for details.",
    location: undefined,
  } as const;
  const view = { uri: uriOf(`${directory}/flake.nix`), name, problem: shown, hosts: [] };
  return {
    directory,
    view,
    broken: true,
    diagnostics: new Map(),
    drawnAlike: false,
    way: "whole",
    failure,
    faults: [],
  };
}
