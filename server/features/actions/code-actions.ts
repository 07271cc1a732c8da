import type { Fix, FixCommand, NewFile } from "../../rules/fix.ts";
import type { Finding } from "../../rules/rule.ts";
import { enclosing } from "../../syntax/enclosing.ts";
import { type Edit, meet, type OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

/** Something that can be done at a place. Edits count in the texts as they are now. */
export interface CodeAction {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly creates: readonly NewFile[];
  readonly preferred: boolean;
  readonly command: FixCommand | undefined;
  /** The code of the finding and its place. */
  readonly code: string;
  readonly at: OffsetRange;
}

/** Ways to mend what was found within a stretch of a file, or to allow it there. None while the file is newer than its findings. */
export function codeActions(view: View, file: string, range: OffsetRange): readonly CodeAction[] {
  const touched = freshFindings(view, file).filter(({ at }) => meet(at, range));
  const fixes = touched.flatMap((finding) =>
    finding.fixes
      .filter(({ edits, creates = [] }) => edits.every((edit) => isFresh(view, edit.file)) && areNew(view, creates))
      .map((fix) => actionFor(finding, fix)),
  );
  return [...fixes, ...touched.flatMap((finding) => allowing(view, finding))];
}

/** The edits of every fix in a file that may be done unseen, as far as they do not stand in each other's way. */
export function safeEdits(view: View, file: string): readonly Edit[] {
  const kept: Edit[] = [];
  for (const { fixes } of freshFindings(view, file)) {
    const safe = fixes.find((fix) => fix.safe && fix.edits.every((edit) => edit.file === file));
    const edits = safe?.edits ?? [];
    if (edits.every((edit) => !kept.some((one) => edit.start < one.end && one.start < edit.end))) kept.push(...edits);
  }
  return kept;
}

function freshFindings(view: View, file: string): readonly Finding[] {
  return isFresh(view, file) ? view.findings.filter(({ at }) => at.file === file) : [];
}

function areNew({ kindOf }: View, files: readonly NewFile[]): boolean {
  return files.every(({ file }) => kindOf(file) === undefined);
}

/** Whether the file still has the text that the findings were made from. */
function isFresh(view: View, file: string): boolean {
  return view.textOf(file) === view.findingTextOf(file);
}

function actionFor({ code, at }: Finding, fix: Fix): CodeAction {
  const { title, edits, creates = [], preferred = false, command } = fix;
  return { title, edits, creates, preferred, command, code, at };
}

/** A comment above, where a line of code begins there. */
function allowing(view: View, { code, at }: Finding): readonly CodeAction[] {
  const text = view.textOf(at.file) ?? "";
  const lineStart = text.lastIndexOf("\n", at.start - 1) + 1;
  const [indentation = ""] = /^[ \t]*/.exec(text.slice(lineStart)) ?? [];
  if (code === "syntax" || code === "unused-pragma" || isInsideString(view, at.file, lineStart)) return [];
  const edit = { file: at.file, start: lineStart, end: lineStart, text: `${indentation}# dendritic: allow ${code}\n` };
  const title = `Allow \`${code}\` here`;
  return [{ title, edits: [edit], creates: [], preferred: false, command: undefined, code, at }];
}

function isInsideString({ treeOf }: View, file: string, offset: number): boolean {
  const tree = treeOf(file);
  return tree !== undefined && enclosing(tree, { start: offset, end: offset }).some(({ kind }) => kind === "string");
}
