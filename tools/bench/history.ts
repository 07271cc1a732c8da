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
  /** At least this many keys are pressed, if there are as many. */
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
  for (const { id, parent, changes } of commits) {
    // Other commits in between are not typed.
    await storeAll(editor, scratch, changesBetween({ git, from: at, to: parent }));
    for (const change of changes) {
      const file = join(scratch, change.path);
      for (const text of change.texts) await pressed.press(kindOfEdit(editor.textOf(file), text), file, text);
      await storeAll(editor, scratch, [change]);
      await editor.closeFile(file);
    }
    at = id;
  }
  await pressed.report(report);
  const memory = editor.memory();
  if (memory) report(`memory after ${pressed.count} keys`, [memory.now], "MB");
  await editor.close();
}

interface Commit {
  readonly id: string;
  readonly parent: string;
  readonly changes: readonly TypedChange[];
}

interface TypedChange extends FileChange {
  /** What is typed of it, key by key; none where the file is no Nix file, comes or goes. */
  readonly texts: readonly string[];
}

/** Commits with more are imports, renamings or reformattings. */
const MOST_FILES = 20;
const MOST_KEYS = 400;

/** The newest ones that together take this many keys, oldest first. */
function newestCommits(git: string, keys: number): readonly Commit[] {
  const log = gitText(git, ["log", "--no-merges", "--first-parent", "--format=%H %P", "-n", "2000", "--", "*.nix"]);
  const found: Commit[] = [];
  let left = keys;
  for (const line of log.split("\n")) {
    const [id = "", parent] = line.split(" ");
    if (left <= 0 || !parent) break; // the first commit of all has none
    const commit = { git, from: parent, to: id };
    if (filesBetween(commit).length > MOST_FILES) continue;
    const changes = changesBetween(commit).map((change) => ({ ...change, texts: typedTexts(commit, change) }));
    const count = changes.reduce((sum, { texts }) => sum + texts.length, 0);
    if (count === 0 || count > MOST_KEYS) continue;
    found.unshift({ id, parent, changes });
    left -= count;
  }
  return found;
}

function typedTexts(commit: Between, change: FileChange): readonly string[] {
  const { path, before, after } = change;
  if (!path.endsWith(".nix") || before === undefined || after === undefined) return [];
  return textsBetween(before, hunksOf(commit, change));
}

/** Longer insertions are pasted from here on: they would be most of what is typed. */
const MOST_KEYS_OF_A_HUNK = 60;

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

function filesBetween({ git, from, to }: Between): readonly string[] {
  const names = gitText(git, ["diff", "--no-renames", "--name-only", "-z", from, to]);
  return names.split("\0").filter(Boolean);
}

function changesBetween(between: Between): readonly FileChange[] {
  const { git, from, to } = between;
  if (from === to) return [];
  const read = (revision: string, path: string) => gitOutput(git, ["show", `${revision}:${path}`])?.toString();
  return filesBetween(between).map((path) => ({ path, before: read(from, path), after: read(to, path) }));
}

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

/** What is there of a partial clone: files of which only the name was fetched are left out. */
function checkOut(git: string, revision: string, folder: string): void {
  const env = { ...process.env, GIT_INDEX_FILE: `${folder}.index` };
  const words = [`--git-dir=${git}`, `--work-tree=${folder}`];
  const { status, stderr } = spawnSync("git", [...words, "read-tree", revision], { env });
  if (status !== 0) throw new Error(`${git}: ${revision} cannot be checked out: ${stderr}`);
  spawnSync("git", [...words, "checkout-index", "--all", "--quiet"], { env, cwd: folder });
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
