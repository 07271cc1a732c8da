import type { Edits } from "./mending-edits.ts";
import { attributePathEnd, type Token } from "./tokens.ts";

/** An open bracket, quote or `let`, while a broken file is read from left to right. */
export interface Frame {
  /** Nothing for the file as a whole. */
  readonly opener: Token | undefined;
  /** Whether it holds bindings: `{` and `let`. */
  readonly binds: boolean;
  /** What the binding being read has come to. */
  state: "name" | "value" | "inherit";
  /** Where the binding being read begins, as an index of a token. */
  firstName: number | undefined;
  isFormals: boolean;
  /** Constructs not yet complete: a `with` or `assert` before its `;`, an `if` before `then`, a `then` before `else`. */
  waiting: ("with" | "if" | "then")[];
}

/** The state of one reading. */
export interface Repairing {
  readonly tokens: readonly Token[];
  /** Innermost last; the first is the file. */
  readonly frames: Frame[];
  readonly edits: Edits;
  readonly trustsIndentation: boolean;
  readonly completedDots: Set<Token>;
}

export function frameOf(opener: Token | undefined): Frame {
  const binds = opener?.text === "{" || opener?.text === "let";
  return { opener, binds, state: "name", firstName: undefined, isFormals: false, waiting: [] };
}

/** The innermost frame that `isWanted`; what is outside of a string or antiquotation is out of reach. */
export function reachable({ frames }: Repairing, isWanted: (frame: Frame) => boolean): Frame | undefined {
  const found = frames.findLast((frame) => isWanted(frame) || isBarrier(frame));
  return found && isWanted(found) ? found : undefined;
}

function isBarrier({ opener }: Frame): boolean {
  return opener?.text === '"' || opener?.text === "''" || opener?.text === "${";
}

/** Puts text right behind the token before the one at `index`; a dot dangling there gets a name first. */
export function insertBefore(repairing: Repairing, index: number, text: string): void {
  completeDot(repairing, index);
  repairing.edits.insertions.push({ at: repairing.tokens[index - 1]?.end ?? 0, text });
}

/** Puts a name behind a dot before the token at `index`. */
export function completeDot({ tokens, edits, completedDots }: Repairing, index: number): void {
  const dot = tokens[index - 1];
  if (dot?.kind !== "sign" || dot.text !== "." || completedDots.has(dot)) return;
  completedDots.add(dot);
  edits.insertions.push({ at: dot.end, text: "_" });
  reportAt(edits, dot.end, "expected an attribute name");
}

/** One report a place: what else is missing there is the same mistake. */
export function reportAt({ problems }: Edits, at: number, message: string): void {
  if (problems.at(-1)?.end !== at) problems.push({ message, start: at, end: at });
}

/**
 * Completes what the frame holds so far, before the token at `index`; then another binding may begin. A semicolon
 * at `index` is not missing.
 */
export function completeContent(repairing: Repairing, frame: Frame, index: number, isReported: boolean): void {
  const { tokens, edits } = repairing;
  const missing = missingFrom(frame);
  const absent = tokens[index]?.text === ";" && missing.at(-1) === semicolon ? missing.slice(0, -1) : missing;
  const [first, ...others] = absent;
  if (first) {
    const pathEnd = first === equals ? attributePathEnd(tokens, frame.firstName ?? index) : index;
    const hasValue = pathEnd < index;
    if (hasValue) insertBefore(repairing, pathEnd, " =");
    insertBefore(repairing, index, textOf(hasValue ? others : absent));
    if (isReported) reportAt(edits, tokens[pathEnd - 1]?.end ?? 0, `expected \`${first.token}\``);
  }
  beginBinding(frame);
}

/** Puts an expression before the token at `index` when the one before asks for it. */
export function completeOperand(repairing: Repairing, index: number): void {
  const { tokens, frames, edits } = repairing;
  const previous = tokens[index - 1];
  const frame = frames.at(-1);
  if (!previous || !frame || !asksForOperand(previous, frame)) return;
  reportAt(edits, previous.end, "expected an expression");
  insertBefore(repairing, index, " _");
}

function asksForOperand({ kind, text }: Token, frame: Frame): boolean {
  if (kind === "open") return text === "(" || text === "${";
  if (text === ";") return !frame.binds || frame.state === "value";
  return (kind === "sign" || kind === "keyword") && operandFollows.has(text);
}

const operandFollows: ReadonlySet<string> = new Set(
  "= : ? ! + - * / ++ // == != < <= > >= && || -> if then else in with assert".split(" "),
);

function beginBinding(frame: Frame): void {
  frame.waiting = [];
  frame.state = "name";
  frame.firstName = undefined;
}

/**
 * Closes the frames inside `frame` (or all but the file), before the token at `index`: the file forgot to. Whether
 * there were any.
 */
export function closeForgotten(repairing: Repairing, frame: Frame | undefined, index: number): boolean {
  const { frames, edits } = repairing;
  let isAny = false;
  for (let last = frames.at(-1); last?.opener && last !== frame; last = frames.at(-1)) {
    const { text, start, end } = last.opener;
    insertBefore(repairing, index, `${textOf(missingFrom(last))}${closers[text] ?? text}`);
    edits.problems.push({ message: unclosedMessage(text), start, end });
    frames.pop();
    isAny = true;
  }
  return isAny;
}

const closers: Readonly<Record<string, string>> = { "{": "}", "${": "}", "(": ")", "[": "]", let: " in _" };

function unclosedMessage(opener: string): string {
  if (opener === "let") return "this `let` has no `in`";
  return opener === '"' || opener === "''" ? "this string is never closed" : `this \`${opener}\` is never closed`;
}

/** A token to come, and what stands for it and the expression behind it. */
interface MissingToken {
  readonly token: string;
  readonly text: string;
}

function textOf(missing: readonly MissingToken[]): string {
  return missing.map(({ text }) => text).join("");
}

function missingFrom(frame: Frame): readonly MissingToken[] {
  const missing = frame.waiting.toReversed().flatMap(behind);
  if (!frame.binds) return missing;
  if (frame.state !== "name") return [...missing, semicolon];
  return frame.firstName === undefined || frame.isFormals ? missing : [...missing, equals, semicolon];
}

const semicolon: MissingToken = { token: ";", text: ";" };
const equals: MissingToken = { token: "=", text: " = _" };
const otherwise: MissingToken = { token: "else", text: " else _" };

function behind(construct: Frame["waiting"][number]): readonly MissingToken[] {
  switch (construct) {
    case "with":
      return [{ token: ";", text: "; _" }];
    case "if":
      return [{ token: "then", text: " then _" }, otherwise];
    case "then":
      return [otherwise];
    default:
      return construct satisfies never;
  }
}
