// Edits that were really made, typed again letter by letter.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { kindOfEdit } from "./edit-kinds.ts";
import { type Build, difference, Editor } from "./editor.ts";
import { Keys, type Report } from "./server.ts";
import { keysOf } from "./typing.ts";

export interface History {
  /** A git directory, also a bare one. Nothing is written there. */
  readonly git: string;
  /** So many keys are pressed at least, if there are so many. */
  readonly keys: number;
  /** Milliseconds between keys; see `Keys`. */
  readonly pace: number | undefined;
  /** Empty; the flake is written there. */
  readonly scratch: string;
}

/** One file of a commit: undefined where it is not there. */
interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Types the newest commits into the flake as it was before them. */
export async function measureHistory(
  build: Build,
  { git, keys, pace, scratch }: History,
  report: Report,
): Promise<void> {
  const commits = newestCommits(git, keys);
  const [first] = commits;
  if (!first) throw new Error(`${git}: no commits that change a few Nix files`);
  checkOut(git, `${first.id}^`, scratch);
  const editor = await Editor.open(build, scratch);
  const pressed = new Keys(editor, pace);
  let at = `${first.id}^`;
  for (const { id, parent } of commits) {
    // Other commits in between are not typed.
    await storeAll(editor, scratch, changesBetween({ git, from: at, to: parent }));
    const commit = { git, from: parent, to: id };
    for (const change of changesBetween(commit)) {
      const { path, before, after } = change;
      if (path.endsWith(".nix") && before !== undefined && after !== undefined)
        await typeChange(pressed, editor, join(scratch, path), textsBetween(before, hunksOf(commit, change)));
      await storeAll(editor, scratch, [change]);
      await editor.closeFile(join(scratch, path));
    }
    at = id;
    if (pressed.count >= keys) break;
  }
  await pressed.report(report);
  const memory = editor.memory();
  if (memory) report(`memory after ${pressed.count} keys`, [memory.now], "MB");
  await editor.close();
}

interface Commit {
  readonly id: string;
  readonly parent: string;
}

/** Commits that change this many lines are imports, renamings or reformattings. */
const MOST_LINES = 300;

/** The newest ones, oldest first, that together should give so many keys. */
function newestCommits(git: string, keys: number): readonly Commit[] {
  const log = gitText(git, [
    "log",
    "--no-merges",
    "--first-parent",
    "--format=commit %H %P",
    "--numstat",
    "--diff-filter=M",
    "-n",
    "2000",
    "--",
    "*.nix",
  ]);
  const found: Commit[] = [];
  let left = keys * SPARE;
  for (const entry of log.split(/^commit /m).slice(1)) {
    const [head = "", ...lines] = entry.trim().split("\n");
    const [id = "", parent] = head.split(" ");
    const counts = lines.filter((line) => line.trim() !== "").map((line) => line.split("\t").slice(0, 2).map(Number));
    const added = counts.reduce((sum, [more = 0]) => sum + more, 0);
    const changed = counts.reduce((sum, [more = 0, fewer = 0]) => sum + more + fewer, 0);
    if (parent === undefined || added === 0 || changed > MOST_LINES) continue;
    found.unshift({ id, parent });
    left -= added * KEYS_PER_LINE;
    if (left <= 0) break;
  }
  return found;
}

const KEYS_PER_LINE = 12;
/** Estimates are too high where lines differ in a few letters. */
const SPARE = 2;

/** Longer insertions are pasted from here on: they would be most of what is typed. */
const MOST_KEYS_OF_A_HUNK = 60;

async function typeChange(keys: Keys, editor: Editor, file: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) await keys.press(kindOfEdit(editor.textOf(file), text), file, text);
}

/** All texts on the way: each hunk is deleted, a short one backwards letter by letter, and what comes in its place is typed. */
function textsBetween(before: string, hunks: readonly Hunk[]): readonly string[] {
  const texts: string[] = [];
  let text = before;
  let shift = 0;
  const put = (start: number, end: number, inserted: string) => {
    text = text.slice(0, start) + inserted + text.slice(end);
    texts.push(text);
  };
  for (const { start, end, inserted } of hunks) {
    const [from, to] = [start + shift, end + shift];
    if (to - from > MOST_BACKSPACES) put(from, to, "");
    else for (let at = to; at > from; at--) put(at - 1, at, "");
    const letters = keysOf(inserted);
    let at = from;
    for (const letter of letters.slice(0, MOST_KEYS_OF_A_HUNK)) {
      put(at, at, letter);
      at += letter.length;
    }
    if (letters.length > MOST_KEYS_OF_A_HUNK) put(at, at, letters.slice(MOST_KEYS_OF_A_HUNK).join(""));
    shift += inserted.length - (end - start);
  }
  return texts;
}

const MOST_BACKSPACES = 10;

/** Stretches of the earlier text, and what takes their place. */
function hunksOf({ git, from, to }: Between, { path, before = "", after = "" }: FileChange): readonly Hunk[] {
  const diff = gitText(git, ["diff", "-U0", "--no-color", "--no-ext-diff", from, to, "--", path]);
  const [old, now] = [lineStarts(before), lineStarts(after)];
  return [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(([, a, b, c, d]) => {
    const [start, end] = stretch(old, Number(a), Number(b ?? 1));
    const [newStart, newEnd] = stretch(now, Number(c), Number(d ?? 1));
    const inner = difference(before.slice(start, end), after.slice(newStart, newEnd));
    return { start: start + inner.start, end: start + inner.end, inserted: inner.inserted };
  });
}

interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** Offsets of the first letter of each line, and of the end. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1), text.length];
}

/** From the line `first`, counted from one; of no lines, behind it. */
function stretch(starts: readonly number[], first: number, count: number): readonly [number, number] {
  const at = (line: number) => starts[line] ?? starts.at(-1) ?? 0;
  return count === 0 ? [at(first), at(first)] : [at(first - 1), at(first - 1 + count)];
}

interface Between {
  readonly git: string;
  readonly from: string;
  readonly to: string;
}

function changesBetween({ git, from, to }: Between): readonly FileChange[] {
  if (from === to) return [];
  const names = gitText(git, ["diff", "--no-renames", "--name-only", "-z", from, to]);
  const read = (revision: string, path: string) => gitOutput(git, ["show", `${revision}:${path}`])?.toString();
  return names
    .split("\0")
    .filter(Boolean)
    .map((path) => ({ path, before: read(from, path), after: read(to, path) }));
}

/** What is no Nix file, comes or goes is not typed. */
async function storeAll(editor: Editor, scratch: string, changes: readonly FileChange[]): Promise<void> {
  if (changes.length === 0) return;
  for (const { path, after } of changes) {
    const file = join(scratch, path);
    if (after === undefined) rmSync(file, { force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, after);
    }
  }
  await editor.stored(changes.map(({ path }) => join(scratch, path)));
  await editor.settled();
}

function checkOut(git: string, revision: string, folder: string): void {
  const archive = gitOutput(git, ["archive", revision]);
  const { status } = spawnSync("tar", ["-x", "-C", folder], archive && { input: archive });
  if (!archive || status !== 0) throw new Error(`${git}: ${revision} cannot be checked out`);
}

/** Throws an Error when git fails. */
function gitText(git: string, words: readonly string[]): string {
  const output = gitOutput(git, words);
  if (!output) throw new Error(`${git}: git ${words[0]} failed`);
  return output.toString();
}

/** Undefined: git failed, as it does for a file that is not there. */
function gitOutput(git: string, words: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync("git", [`--git-dir=${git}`, ...words], { maxBuffer: 2 ** 30 });
  return status === 0 ? stdout : undefined;
}
