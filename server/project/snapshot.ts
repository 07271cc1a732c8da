import { loadFlake } from "../flake/load.ts";
import { buildGraph } from "../graph/build.ts";
import type { BrokenFile, DeclaredOption, Graph } from "../graph/graph.ts";
import { type OptionValues, optionValues } from "../graph/option-values.ts";
import { type SystemValues, systemValues } from "../graph/system-values.ts";
import type { Limits } from "../nix/budget.ts";
import { isNativePath } from "../nix/paths.ts";
import type { SourceFiles } from "../nix/value.ts";
import type { SyntaxProblem, SyntaxTree } from "../syntax/syntax-tree.ts";
import { type FoundOut, keptFindings, type LookedAt } from "./kept-findings.ts";
import { type FileMove, movedFiles } from "./moved-files.ts";
import { type SpanIndex, spanIndexOf } from "./moved-spans.ts";
import { ParsedFiles, type Texts, textsOf } from "./texts.ts";
import { type Repository, trackedFiles } from "./tracked-files.ts";

/** What a snapshot is made from. */
export interface SnapshotSource {
  /** The flake's directory, absolute. */
  readonly directory: string;
  readonly files: SourceFiles;
  readonly parse: (text: string) => SyntaxTree;
  /** Files that were parsed before. What the snapshot parses is put there, what its graph does not need is forgotten. */
  readonly known?: ParsedFiles;
  readonly limits?: Limits | undefined;
  /** Called again and again while the graph is built. What it throws ends the building; asking for the graph again begins again. */
  readonly checkpoint?: (() => void) | undefined;
  /** Directories with the sources of inputs, by the input's name. */
  readonly inputs?: ReadonlyMap<string, string> | undefined;
  /** Where the Nix store lies; undefined: no source is taken from it. */
  readonly storeDirectory?: string | undefined;
  /** The git repository around the flake, outside of whose index Nix sees nothing; undefined: every file counts. */
  readonly repository?: Repository | undefined;
  /** Files that are moved before Nix looks. */
  readonly moves?: readonly FileMove[] | undefined;
}

/** A flake at one time. Immutable; the graph is built when first asked for. */
export interface Snapshot extends Texts, FoundOut {
  readonly directory: string;
  /** The one that the snapshot was made with. */
  readonly checkpoint: (() => void) | undefined;
  /** Nix sees what git's index has, and nothing else. */
  readonly inRepository: boolean;
  /** The files as Nix sees them. */
  readonly seen: Pick<SourceFiles, "kind" | "list" | "readable">;
  /** Once the graph is built: a limit was reached, so that another time more might be found out. */
  readonly isSpent: () => boolean;
  /** The same graph, made by a second evaluation of everything, also of what the graph does not need; see `Graph.readsEverything`. */
  readonly wholeGraph: () => Graph;
  /**
   * Once the graph is built: the snapshot `now` with the same graph, where its files differ from these in nothing that the evaluation has
   * looked at. `files` are those that may differ. Undefined: it has to be built again.
   */
  readonly editedTo: (now: Snapshot, files: readonly string[]) => Snapshot | undefined;
}

export function makeSnapshot(source: SnapshotSource): Snapshot {
  const { directory, files, checkpoint } = source;
  const parse = (text: string) => {
    checkpoint?.();
    return source.parse(text);
  };
  const parsed = new ParsedFiles(parse, source.known);
  const texts = textsOf((file) => files.read(file), parsed);
  let built: Built | undefined;
  let places: SpanIndex | undefined;
  let problems: ReadonlyMap<string, readonly SyntaxProblem[]> | undefined;
  const graph = () => {
    built ??= buildFrom(source, parsed);
    source.known?.keepOnly(parsed);
    return built.graph;
  };
  const valueAt: OptionValues = (path) => built?.valueAt(path);
  const systemValuesAt: SystemValues = (path, moduleClass) =>
    built?.systemValues(path, moduleClass) ?? { values: [], left: 0 };
  const snapshot: Snapshot = {
    ...texts,
    directory,
    checkpoint,
    inRepository: source.repository !== undefined,
    seen: filesSeen(source),
    isSpent: () => built?.isSpent ?? false,
    graph,
    wholeGraph: () => buildFrom(source, parsed, true).graph,
    unselectedOptions: () => built?.unselectedOptions() ?? [],
    valueAt,
    systemValues: systemValuesAt,
    syntaxProblems: () => {
      graph();
      // Rules may have files parsed that the graph does not need.
      problems ??= problemsOf(parsed.trees());
      return problems;
    },
    editedTo: (now, changed) => {
      const { graph: whole, lookedAt } = built ?? {};
      const kept =
        whole &&
        lookedAt &&
        keptFindings({ ...snapshot, places: () => (places ??= spanIndexOf(whole)) }, lookedAt, now, changed);
      return kept && { ...now, ...kept };
    },
  };
  return snapshot;
}

/** What looking for options of branches that no host selects may take. */
const MILLISECONDS_FOR_UNSELECTED = 300;
const STEPS_FOR_UNSELECTED = 2_000_000;

interface Built {
  readonly graph: Graph;
  readonly unselectedOptions: () => readonly DeclaredOption[];
  readonly valueAt: OptionValues;
  readonly systemValues: SystemValues;
  readonly lookedAt: LookedAt;
  readonly isSpent: boolean;
}

/** The files as Nix sees them. */
function filesSeen({ directory, files, repository, inputs, moves = [] }: SnapshotSource): SourceFiles {
  const seen = repository ? trackedFiles(files, directory, repository, [...(inputs?.values() ?? [])]) : files;
  return moves.length > 0 ? movedFiles(seen, moves) : seen;
}

function buildFrom(source: SnapshotSource, parsed: ParsedFiles, everything = false): Built {
  const { directory, limits, checkpoint, inputs, storeDirectory } = source;
  const files = filesSeen(source);
  const treeOf = (file: string, text: string) => parsed.treeOf(file, text);
  const flake = loadFlake({ directory, files, treeOf, limits, checkpoint, inputs, storeDirectory });
  // The evaluation decides which files are read; ask for every output once, so that most broken files are known before the graph is built.
  const outputs = flake.machine.force(flake.outputs);
  if (outputs.type === "set") for (const attribute of outputs.entries.values()) flake.machine.force(attribute.value);
  const broken = () => {
    const trees = parsed.trees();
    return new Map([
      ...[...problemsOf(trees)].map(([file, problems]): [string, BrokenFile] => {
        const message = problems[0]?.message ?? "syntax error";
        return [file, { kind: "syntax", message, isReadable: trees.get(file)?.readable !== undefined }];
      }),
      ...[...flake.log.imported].flatMap((file): [string, BrokenFile][] => {
        const message = files.obstacle(file);
        return message === undefined ? [] : [[file, { kind: "unread", message }]];
      }),
    ]);
  };
  const { graph, unselectedOptions } = buildGraph(flake, broken, source.files, everything);
  return {
    graph,
    unselectedOptions: () => {
      flake.machine.resume(MILLISECONDS_FOR_UNSELECTED, STEPS_FOR_UNSELECTED);
      return unselectedOptions();
    },
    valueAt: optionValues(flake),
    systemValues: systemValues(flake),
    lookedAt: flake.log,
    isSpent: flake.machine.budget.total < 0,
  };
}

function problemsOf(trees: ReadonlyMap<string, SyntaxTree>): ReadonlyMap<string, readonly SyntaxProblem[]> {
  const found = new Map<string, readonly SyntaxProblem[]>();
  for (const [file, tree] of trees) if (tree.problems.length > 0 && !isNativePath(file)) found.set(file, tree.problems);
  return found;
}
