import { type DiskFiles, diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import { isDrawnAlike } from "../features/annotations/drawn-alike.ts";
import { diagnostics } from "../features/diagnostics/diagnostics.ts";
import { type View, viewOf } from "../features/view.ts";
import { rootView, withLastRows } from "../features/views/host-tree.ts";
import { resolvePath } from "../nix/paths.ts";
import { Project } from "../project/project.ts";
import type { RootView } from "../protocol.ts";
import { analyse } from "../rules/analyse.ts";
import { type Analysis, stackOf } from "../rules/analysis.ts";
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
  /** Something is different since the last analysis began. */
  outdated = true;

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
    if (text === undefined) this.project.removeFile(file);
    else this.project.setFile(file, text);
    const changed = this.project.texts.textOf(file) !== before;
    this.outdated ||= changed;
    return changed;
  }

  /** Takes in that something happened below paths on disk. Answers whether the flake may be different now. */
  storedChanged(paths: readonly string[]): boolean {
    const changed = paths.filter((path) => this.disk.forget(path) || path.endsWith("/.git/index")).length > 0;
    if (changed) this.project.storedChanged();
    this.outdated ||= changed;
    return changed;
  }

  /** A `LeftOff` that `checkpoint` throws leaves the root outdated and goes on to the caller; any other error becomes the result. */
  analyse({ rules }: Settings, checkpoint: () => void): RootResult {
    this.outdated = false;
    try {
      this.project.setRepository(repositoryAround(this.directory));
      return this.show(analyse(this.project.snapshot(checkpoint), { levels: new Map(Object.entries(rules)) }));
    } catch (problem) {
      if (!(problem instanceof LeftOff)) return failedResult(this.directory, problem);
      this.outdated = true;
      throw problem;
    }
  }

  /** Undefined before the first analysis. */
  view(checkpoint: View["checkpoint"]): View | undefined {
    const { shown } = this;
    if (!shown) return undefined;
    shown.view ??= viewOf(this.project, shown.whole, shown.latest, checkpoint);
    return shown.view;
  }

  private show(analysis: Analysis): RootResult {
    const fresh = rootView(analysis, uriOf);
    const view = this.rows ? withLastRows(fresh, this.rows) : fresh;
    const broken = view.problem?.kind === "broken";
    const before = this.shown;
    const keeps = broken && before && !before.broken;
    this.shown = keeps
      ? { latest: analysis, whole: before.whole, broken: false, view: undefined }
      : { latest: analysis, whole: analysis, broken, view: undefined };
    if (!broken) this.rows = view;
    const faults = analysis.failures.map(({ code, problem }) => `The rule ${code} failed: ${stackOf(problem)}`);
    const drawnAlike =
      before !== undefined && isDrawnAlike(before, this.shown, (file, text) => this.project.namesIn(file, text));
    return {
      directory: this.directory,
      view,
      broken,
      diagnostics: diagnostics(analysis),
      drawnAlike,
      failure: undefined,
      faults,
    };
  }
}

function failedResult(directory: string, problem: unknown): RootResult {
  const failure = stackOf(problem);
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const shown = { kind: "failed", message: "The analysis failed; the log says more.", location: undefined } as const;
  const view = { uri: uriOf(`${directory}/flake.nix`), name, problem: shown, hosts: [] };
  return { directory, view, broken: true, diagnostics: new Map(), drawnAlike: false, failure, faults: [] };
}
