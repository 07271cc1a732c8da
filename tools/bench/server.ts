// The language server as an editor sees it: over its streams, key by key.

import { setTimeout } from "node:timers/promises";
import type { Place } from "../../server/subjects/live-flake.ts";
import { parse } from "../../server/syntax/parse.ts";
import { asked, type Build, Editor } from "./editor.ts";
import type { Unit } from "./measures.ts";
import type { Typing } from "./typing.ts";

/** Takes measurements; they are in milliseconds where no unit is given. */
export type Report = (what: string, numbers: readonly number[], unit?: Unit) => void;

export interface Session extends Build {
  readonly folder: string;
  readonly typings: readonly Typing[];
  /** So many edits are made at the end, for what memory becomes of. */
  readonly edits: number;
  /** What is asked while the whole flake is being analysed. */
  readonly places: readonly Place[];
  /** Milliseconds between keys; see `Keys`. */
  readonly pace: number | undefined;
}

/** Opens the flake, types, asks and looks at the memory. Nothing is written to disk. */
export async function measureServer(session: Session, report: Report): Promise<void> {
  const { folder, typings, edits, places } = session;
  const editor = await started(session, folder, "first start", report);
  reportMemory("memory after the scan", editor, report);
  await setTimeout(REST_MILLISECONDS);
  await typeAll(editor, session, report);
  await askMeanwhile(editor, typings, places, report);
  reportMemory("memory after the keys", editor, report);
  await editRepeatedly(editor, typings, edits, report);
  await editor.close();
  const again = await started(session, folder, "second start", report);
  await again.close();
}

/** After so long without an edit the server has kept what a second start may show. */
const REST_MILLISECONDS = 4000;

async function started(build: Build, folder: string, which: string, report: Report): Promise<Editor> {
  const editor = await Editor.open(build, folder);
  if (editor.shown !== undefined) report(`${which} to the tree of hosts`, [editor.shown]);
  report(`${which} to its result`, [editor.age]);
  return editor;
}

function reportMemory(what: string, editor: Editor, report: Report): void {
  const memory = editor.memory();
  if (memory) report(what, [memory.now], "MB");
}

async function typeAll(editor: Editor, { typings, pace }: Session, report: Report): Promise<void> {
  const keys = new Keys(editor, pace);
  for (const { kind, file, texts } of typings) {
    const before = editor.textOf(file);
    for (const text of texts) await keys.press(kind, file, text);
    await editor.type(file, before);
    await editor.settled();
  }
  await keys.report(report);
}

/**
 * Measures keys. Without a pace each is pressed once the one before has taken effect on the whole flake; else this many milliseconds after it,
 * and when the whole flake is fresh is known of those alone that no other key came after.
 */
export class Keys {
  private readonly editor: Editor;
  private readonly pace: number | undefined;
  private readonly own = new Map<string, number[]>(GROUPS.map((group) => [group, []]));
  private readonly whole = new Map<string, number[]>(GROUPS.map((group) => [group, []]));
  private readonly before: Promise<Readonly<Record<string, number>>>;

  constructor(editor: Editor, pace: number | undefined) {
    this.editor = editor;
    this.pace = pace;
    this.before = editor.settled().then(({ served = {} }) => served);
  }

  get count(): number {
    return this.own.get(ALL)?.length ?? 0;
  }

  async press(kind: string, file: string, text: string): Promise<void> {
    const { editor, pace } = this;
    await this.before;
    const groups = [ALL, parse(text).problems.length > 0 ? BROKEN : WHOLE, kind];
    const pressed = performance.now();
    await editor.type(file, text);
    const fresh = editor.settled().then(() => performance.now() - pressed);
    await editor.ownDiagnostics(file);
    const own = performance.now() - pressed;
    for (const group of groups) put(this.own, group, own);
    const { count } = this;
    const taken = fresh.then((whole) => {
      if (this.count === count) for (const group of groups) put(this.whole, group, whole);
    });
    if (pace === undefined) await taken;
    else await setTimeout(Math.max(0, pace - own));
  }

  async report(report: Report): Promise<void> {
    for (const [group, times] of this.own) report(`key to its file, ${group}`, times);
    for (const [group, times] of this.whole) report(`key to all, ${group}`, times);
    const [before, { served = {} }] = [await this.before, await this.editor.settled()];
    const grown = Object.entries(served).map(([path, times]): [string, number] => [path, times - (before[path] ?? 0)]);
    const sum = grown.reduce((all, [, times]) => all + times, 0);
    for (const [path, times] of grown) if (sum > 0) report(`served by ${path}`, [(100 * times) / sum], "%");
  }
}

const [ALL, WHOLE, BROKEN] = ["any", "any in a whole file", "any in a broken file"];
const GROUPS = [ALL, WHOLE, BROKEN];

function put(map: Map<string, number[]>, key: string, number: number): void {
  map.set(key, [...(map.get(key) ?? []), number]);
}

/** Questions right after an edit that much of the flake depends on. */
async function askMeanwhile(
  editor: Editor,
  typings: readonly Typing[],
  places: readonly Place[],
  report: Report,
): Promise<void> {
  const disturbing = typings.filter(({ kind }) => kind === "option's declaration" || kind === "name of a branch");
  for (const question of asked) {
    const times: number[] = [];
    for (const [turn, place] of places.entries()) {
      const { file, texts } = disturbing[turn % disturbing.length] ?? {};
      if (file === undefined || texts?.[0] === undefined) return;
      const before = editor.textOf(file);
      await editor.type(file, before === texts[0] ? (texts.at(-1) ?? before) : texts[0]);
      const start = performance.now();
      await editor.ask(question, place);
      times.push(performance.now() - start);
    }
    await editor.settled();
    report(`${question} while analysing`, times);
  }
  for (const file of new Set(disturbing.map((typing) => typing.file))) await editor.closeFile(file);
  await editor.settled();
}

async function editRepeatedly(
  editor: Editor,
  typings: readonly Typing[],
  edits: number,
  report: Report,
): Promise<void> {
  let made = 0;
  let most = editor.memory()?.now;
  const stored = new Map(typings.map(({ file }) => [file, editor.textOf(file)]));
  while (made < edits && typings.length > 0)
    for (const { file, texts } of typings)
      for (const text of [...texts, stored.get(file) ?? ""]) {
        if (made >= edits) break;
        made++;
        await editor.type(file, text);
        await editor.ownDiagnostics(file);
        await editor.settled();
        most = Math.max(most ?? 0, editor.memory()?.now ?? 0);
      }
  if (most === undefined || edits === 0) return;
  reportMemory(`memory after ${edits} edits`, editor, report);
  report(`most memory during ${edits} edits`, [most], "MB");
}
