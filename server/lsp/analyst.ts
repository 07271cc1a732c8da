import { isDeepStrictEqual } from "node:util";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type DiskFiles, diskFiles, repositoryAround, sourcesInStore } from "../disk.ts";
import { diagnostics } from "../features/diagnostics.ts";
import { isDrawnAlike } from "../features/drawn-alike.ts";
import { isPlainNix } from "../features/general.ts";
import { rootView, withLastRows } from "../features/tree.ts";
import { type View, viewOf } from "../features/view.ts";
import { resolvePath } from "../nix/paths.ts";
import { Project } from "../project/project.ts";
import type { RootView } from "../protocol.ts";
import { analyse } from "../rules/analyse.ts";
import { type Analysis, stackOf } from "../rules/analysis.ts";
import type { SyntaxTree } from "../syntax/tree.ts";
import { uriOf } from "./addresses.ts";
import { Ended, LongQuestions } from "./long-questions.ts";
import { type AnswerTo, answers, type QuestionKind } from "./questions/all.ts";
import { answersPlainNix, type InputDirectories, noSettings, type Settings } from "./settings.ts";
import type { Asked, FromAnalyst, RootResult, ToAnalyst, Update } from "./thread-messages.ts";

/** So many analyses in a row are left off for newer updates; the next one is finished, so that there is something to show. */
const MAX_LEFT_OFF = 10;

/**
 * The analysing thread's side: follows updates, posts results for the newest version it knows of, answers questions from the
 * last result. Whatever waits in the port when an analysis may start is taken in before, so that older work is never done. An
 * analysis looks into the port again and again: questions are answered at once, and an update makes it be left off.
 */
export function startAnalyst(port: MessagePort, parse: (text: string) => SyntaxTree): void {
  const roots = new Map<string, KnownRoot>();
  const edited = new Map<string, string>();
  let settings = noSettings;
  let version = 0;
  let scheduled = false;
  let leftOff = 0;
  /** Of roots that were done before the analysis of another one was left off. */
  const ready = new Map<string, RootResult>();
  const post = (message: FromAnalyst) => port.postMessage(message);
  const schedule = () => {
    if (!scheduled) setImmediate(analyseAll);
    scheduled = true;
  };
  const takeWaiting = () => {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
  };
  const checkpoint = () => {
    const before = version;
    takeWaiting();
    if (version !== before && leftOff < MAX_LEFT_OFF) throw new LeftOff();
  };
  const analyseAll = () => {
    scheduled = false;
    const analysed = version;
    try {
      for (const root of [...roots.values()])
        if (root.outdated) ready.set(root.project.directory, resultOf(root, settings, checkpoint));
    } catch (problem) {
      if (!(problem instanceof LeftOff)) throw problem;
      leftOff++;
      return schedule();
    }
    leftOff = 0;
    const results = [...ready.values()].filter(({ directory }) => roots.has(directory));
    ready.clear();
    post({ kind: "results", version: analysed, results });
  };
  const questions: LongQuestions = new LongQuestions(
    takeWaiting,
    (asked) => {
      const view = viewAround(roots, asked.file, questions.checkpoint);
      return view && attempt(post, () => answerTo(view, asked, answersPlainNix(settings)));
    },
    (id, answer) => post({ kind: "answer", id, answer }),
  );
  const take = (message: ToAnalyst) => {
    if (message.kind === "cancel") return questions.cancel(message.id);
    if (message.kind === "ask") return questions.take(message);
    version = message.version;
    const before = settings;
    settings = message.settings ?? settings;
    const directories = message.roots ?? [...roots.keys()];
    if (!isDeepStrictEqual(before.inputs, settings.inputs)) roots.clear();
    if (!isDeepStrictEqual(before.rules, settings.rules)) for (const root of roots.values()) root.outdated = true;
    followRoots(roots, directories, edited, parse, settings.inputs);
    if (takeIn(roots, edited, message)) questions.filesChanged();
    schedule();
  };
  port.on("message", take);
}

/** Thrown through an analysis that nobody needs any more. */
class LeftOff extends Error {}

/** A question that fails is a mistake of ours; it must not take the thread, and with it everything else, down. */
function attempt<T>(post: (message: FromAnalyst) => void, work: () => T): T | undefined {
  try {
    return work();
  } catch (problem) {
    if (problem instanceof Ended) throw problem;
    post({ kind: "mistake", message: stackOf(problem) });
    return undefined;
  }
}

/** Without `plain`, what any language server for Nix knows is left to another one. */
function answerTo(view: View, asked: Asked, plain: boolean) {
  const { kind, file, params } = asked;
  if (!plain && isPlain(view, asked)) return undefined;
  const answer = answers[kind] as (view: View, file: string, params: unknown) => AnswerTo<QuestionKind> | undefined;
  return answer(view, file, params);
}

function isPlain(view: View, { kind, file, params }: Asked): boolean {
  if (kind === "folding" || kind === "selectionRanges") return true;
  if (kind === "documentLinks" || !("position" in params)) return false;
  return isPlainNix(view, { file, offset: view.linesOf(file).offsetAt(params.position) });
}

const STORE_DIRECTORY = "/nix/store";

interface KnownRoot {
  readonly project: Project;
  readonly disk: DiskFiles;
  outdated: boolean;
  /** What the tree of hosts showed last while the flake was whole. */
  rows: RootView | undefined;
  /** The last analysis, and the last one of a flake that was whole, or else the last one. */
  shown:
    | { readonly latest: Analysis; readonly whole: Analysis; readonly broken: boolean; view: View | undefined }
    | undefined;
}

function followRoots(
  roots: Map<string, KnownRoot>,
  directories: readonly string[],
  edited: ReadonlyMap<string, string>,
  parse: (text: string) => SyntaxTree,
  inputDirectories: InputDirectories,
): void {
  for (const known of roots.keys()) if (!directories.includes(known)) roots.delete(known);
  for (const directory of directories) {
    if (roots.has(directory)) continue;
    const inputs = new Map(
      Object.entries(inputDirectories).map(([name, path]) => [name, resolvePath(directory, path)]),
    );
    const sources = [...inputs.values(), ...sourcesInStore(directory, STORE_DIRECTORY)];
    const disk = diskFiles([directory, ...sources]);
    const project = new Project({ directory, stored: disk, parse, inputs, storeDirectory: STORE_DIRECTORY });
    for (const [file, text] of edited) project.setFile(file, text);
    roots.set(directory, { project, disk, outdated: true, rows: undefined, shown: undefined });
  }
}

/** Whether anything is another now. */
function takeIn(
  roots: ReadonlyMap<string, KnownRoot>,
  edited: Map<string, string>,
  { edits = [], stored = [] }: Update,
): boolean {
  for (const [file, text] of edits) {
    if (text === undefined) edited.delete(file);
    else edited.set(file, text);
  }
  let changed = false;
  for (const root of roots.values()) {
    const edit = edits.filter(([file, text]) => takesInEdit(root, file, text)).length > 0;
    const disk = stored.filter((path) => root.disk.forget(path) || path.endsWith("/.git/index")).length > 0;
    if (disk) root.project.storedChanged();
    root.outdated ||= edit || disk;
    changed ||= edit || disk;
  }
  return changed;
}

/** Whether the text is another now. */
function takesInEdit({ project }: KnownRoot, file: string, text: string | undefined): boolean {
  const before = project.textOf(file);
  if (text === undefined) project.removeFile(file);
  else project.setFile(file, text);
  return project.textOf(file) !== before;
}

function resultOf(root: KnownRoot, { rules }: Settings, checkpoint: () => void): RootResult {
  const { directory } = root.project;
  root.outdated = false;
  try {
    root.project.setRepository(repositoryAround(directory));
    const analysis = analyse(root.project.snapshot(checkpoint), { levels: new Map(Object.entries(rules)) });
    const fresh = rootView(analysis, uriOf);
    const view = root.rows ? withLastRows(fresh, root.rows) : fresh;
    const broken = view.problem?.kind === "broken";
    const before = root.shown;
    const keeps = broken && before && !before.broken;
    root.shown = keeps
      ? { latest: analysis, whole: before.whole, broken: false, view: undefined }
      : { latest: analysis, whole: analysis, broken, view: undefined };
    if (!broken) root.rows = view;
    const faults = analysis.failures.map(({ code, problem }) => `The rule ${code} failed: ${stackOf(problem)}`);
    const drawnAlike =
      before !== undefined && isDrawnAlike(before, root.shown, (file, text) => root.project.namesIn(file, text));
    return { directory, view, broken, diagnostics: diagnostics(analysis), drawnAlike, failure: undefined, faults };
  } catch (problem) {
    if (problem instanceof LeftOff) {
      root.outdated = true;
      throw problem;
    }
    return failedResult(directory, problem);
  }
}

function failedResult(directory: string, problem: unknown): RootResult {
  const failure = stackOf(problem);
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const shown = { kind: "failed", message: "The analysis failed; the log says more.", location: undefined } as const;
  const view = { uri: uriOf(`${directory}/flake.nix`), name, problem: shown, hosts: [] };
  return { directory, view, broken: true, diagnostics: new Map(), drawnAlike: false, failure, faults: [] };
}

/** Of the innermost flake around the file. */
function viewAround(
  roots: ReadonlyMap<string, KnownRoot>,
  file: string,
  checkpoint: View["checkpoint"],
): View | undefined {
  const around = [...roots.keys()].filter((directory) => file.startsWith(`${directory}/`));
  const innermost = around.sort((a, b) => b.length - a.length)[0];
  const root = innermost === undefined ? undefined : roots.get(innermost);
  if (!root?.shown) return undefined;
  root.shown.view ??= viewOf(root.project, root.shown.whole, root.shown.latest, checkpoint);
  return root.shown.view;
}
