import type { NameIndex } from "../../names/name-index.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { QUOTED_WORDS } from "../../syntax/reserved-words.ts";
import type { SyntaxTree } from "../../syntax/syntax-tree.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

/** The code around a place as it is likely to become, with a placeholder for the word that is being typed. */
export interface HalfTyped {
  /** The word so far, and what of it stands behind the cursor, in the file as it is now. */
  readonly word: OffsetRange;
  /** The word before the cursor. */
  readonly typed: string;
  /** Where the placeholder is in `text`, `tree` and `names`. */
  readonly at: number;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly names: NameIndex;
  readonly inString: boolean;
}

export const PLACEHOLDER = "c__";

/** The likeliest ways in which code goes on, the first one that leaves no mistake is taken. */
const ENDINGS = ["", "=c__;", ";", "];", ");", '}";', "=c__;};", ";};", ","];
const STRING_ENDINGS = ['"', '";', '" ];', '" ]; }', '";}'];

/** Undefined: no name can be typed there. */
export function halfTyped(view: View, { file, offset }: Place): HalfTyped | undefined {
  const text = view.textOf(file);
  if (text === undefined) return undefined;
  return stringAround(text, offset) ? inString(view, file, text, offset) : inCode(view, file, text, offset);
}

function inCode(view: View, file: string, text: string, offset: number): HalfTyped | undefined {
  const typed = /[A-Za-z_][\w'-]*$/.exec(text.slice(0, offset))?.[0] ?? "";
  const behind = /^[\w'-]*/.exec(text.slice(offset))?.[0] ?? "";
  const word = { start: offset - typed.length, end: offset + behind.length };
  // Inside of a keyword nobody types a name; without it the whole would have to be mended, which takes its time.
  if (behind !== "" && QUOTED_WORDS.has(typed + behind)) return undefined;
  const endings = ENDINGS.map((ending) => PLACEHOLDER + ending);
  return { word, typed, inString: false, at: word.start, ...likeliest(view, file, text, word, endings) };
}

function inString(view: View, file: string, text: string, offset: number): HalfTyped | undefined {
  const start = text.lastIndexOf('"', offset - 1) + 1;
  const line = /^[^\n]*/.exec(text.slice(offset))?.[0] ?? "";
  const close = line.indexOf('"');
  const half = { typed: text.slice(start, offset), inString: true, at: start };
  const closed = { start, end: offset + close };
  const ended = close < 0 ? undefined : likeliest(view, file, text, closed, [PLACEHOLDER]);
  // What looks like code behind the cursor may be part of the string anyway: then the whole is sound with it.
  const isClosed = ended !== undefined && (ended.tree.problems.length === 0 || !/[;[\]={}]/.test(line.slice(0, close)));
  if (isClosed) return { ...half, word: closed, ...ended };
  const word = { start, end: offset };
  const endings = STRING_ENDINGS.map((ending) => PLACEHOLDER + ending);
  return { ...half, word, ...likeliest(view, file, text, word, endings) };
}

function likeliest(view: View, file: string, text: string, { start, end }: OffsetRange, candidates: readonly string[]) {
  let best: { text: string; tree: SyntaxTree } | undefined;
  for (const candidate of candidates) {
    const whole = text.slice(0, start) + candidate + text.slice(end);
    const tree = view.parse(whole);
    if (!best || tree.problems.length < best.tree.problems.length) best = { text: whole, tree };
    if (tree.problems.length === 0) break;
  }
  const tree = best?.tree ?? view.parse(text);
  return { text: best?.text ?? text, tree, names: view.namesOfTree(file, tree) };
}

/** Whether the offset lies in a plain string that begins on its line, as far as the line tells; `${` leads out of it again. */
function stringAround(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  let inside = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (inside && char === "\\") at++;
    else if (char === '"') inside = !inside;
    else if (!inside && char === "#") return false;
    else if (inside && char === "$" && line[at + 1] === "{") {
      const end = line.indexOf("}", at);
      if (end < 0) return false;
      at = end;
    }
  }
  return inside;
}
