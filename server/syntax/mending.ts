import {
  closeForgotten,
  completeContent,
  completeDot,
  completeOperand,
  type Frame,
  frameOf,
  insertBefore,
  type Repairing,
  reachable,
  reportAt,
} from "./open-frames.ts";
import { attributePathStart, type Token } from "./tokens.ts";

/** Reads one token of a broken file, and mends what must have gone wrong before it. */
export function takeToken(repairing: Repairing, token: Token, index: number): void {
  const innermost = repairing.frames.at(-1);
  if (!innermost) return;
  if (!mayFollowDot(token)) completeDot(repairing, index);
  switch (token.kind) {
    case "open":
      takeOpener(repairing, innermost, index);
      break;
    case "close":
      takeCloser(repairing, token, index);
      break;
    case "keyword":
      takeKeyword(repairing, innermost, index);
      break;
    case "name":
    case "literal":
      innermost.firstName ??= index;
      if (token.text === "...") innermost.isFormals = true;
      break;
    case "sign":
      if (token.text === "=") takeBinding(repairing, attributePathStart(repairing.tokens, index), index, "value");
      else if (token.text === ";") takeSemicolon(repairing, index);
      else if (token.text === ":") takeColon(repairing, innermost, index);
      else if (token.text === "," || token.text === "?") innermost.isFormals ||= innermost.state === "name";
      break;
    default:
      token.kind satisfies never;
  }
}

function mayFollowDot({ kind, text }: Token): boolean {
  return kind === "name" || text === '"' || text === "${";
}

function takeOpener(repairing: Repairing, innermost: Frame, index: number): void {
  const { tokens, frames } = repairing;
  const token = tokens[index];
  if (!token) return;
  const isBody = token.text === "{" || token.text === "(" || token.text === "[";
  if (isBody && innermost.opener?.text === "let" && innermost.state === "name" && innermost.firstName === undefined) {
    frames.pop();
    insertBefore(repairing, index, " in ");
    reportAt(repairing.edits, tokens[index - 1]?.end ?? 0, "expected `in`");
  }
  innermost.firstName ??= index;
  frames.push(frameOf(token));
}

/** Formals left open, or a colon in the place of `=`. */
function takeColon(repairing: Repairing, innermost: Frame, index: number): void {
  const { edits, tokens } = repairing;
  const token = tokens[index];
  if (!token || innermost.opener?.text !== "{" || innermost.state !== "name" || innermost.firstName === undefined)
    return;
  if (innermost.isFormals) {
    closeForgotten(repairing, repairing.frames.at(-2), index);
    return;
  }
  takeBinding(repairing, attributePathStart(tokens, index), index, "value");
  insertBefore(repairing, index, " =");
  edits.blanks.push(token);
  edits.problems.push({ message: "expected `=`, not `:`", start: token.start, end: token.end });
}

function takeKeyword(repairing: Repairing, innermost: Frame, index: number): void {
  const { tokens, frames } = repairing;
  const token = tokens[index];
  const { waiting } = innermost;
  if (token?.text === "then" || token?.text === "else" || token?.text === "in") completeOperand(repairing, index);
  switch (token?.text) {
    case "with":
    case "assert":
      waiting.push("with");
      break;
    case "if":
      waiting.push("if");
      break;
    case "then":
      if (waiting.at(-1) === "if") waiting.splice(-1, 1, "then");
      break;
    case "else":
      if (waiting.at(-1) === "then") waiting.pop();
      break;
    case "let":
      if (tokens[index + 1]?.text !== "{") frames.push(frameOf(token));
      break;
    case "in":
      closeFrame(repairing, index, (frame) => frame.opener?.text === "let");
      break;
    case "inherit":
      takeBinding(repairing, index, index, "inherit");
      break;
  }
}

/** Closes the wanted frame by the token at `index`. Whether there is one. */
function closeFrame(repairing: Repairing, index: number, isWanted: (frame: Frame) => boolean): boolean {
  const { tokens, frames, trustsIndentation } = repairing;
  const token = tokens[index];
  const nearest = reachable(repairing, isWanted);
  const aligned =
    trustsIndentation && token?.startsLine
      ? reachable(repairing, (frame) => isWanted(frame) && frame.opener?.indentation === token.indentation)
      : undefined;
  const frame = aligned ?? nearest;
  if (!frame) return false;
  const isReported = !closeForgotten(repairing, frame, index);
  const next = tokens[index + 1]?.text;
  const isHead = frame.opener?.text === "{" && (next === ":" || next === "@");
  if (frame.isFormals && !isHead) {
    insertBefore(repairing, index + 1, ":");
    reportAt(repairing.edits, token?.end ?? 0, "expected `:`");
  } else if (!isHead) completeContent(repairing, frame, index, isReported);
  frames.pop();
  return true;
}

function takeCloser(repairing: Repairing, token: Token, index: number): void {
  const { edits } = repairing;
  if (token.text === "") return closeAtLineEnd(repairing, token);
  const openers = openersOf[token.text];
  completeOperand(repairing, index);
  if (closeFrame(repairing, index, ({ opener }) => opener !== undefined && openers?.includes(opener.text) === true))
    return;
  edits.blanks.push(token);
  edits.problems.push({ message: `unexpected \`${token.text}\``, start: token.start, end: token.end });
}

const openersOf: Readonly<Record<string, readonly string[]>> = {
  "}": ["{", "${"],
  ")": ["("],
  "]": ["["],
  '"': ['"'],
  "''": ["''"],
};

/** The lexer has ended a plain string that its line leaves open. */
function closeAtLineEnd({ frames, edits }: Repairing, { start }: Token): void {
  const opener = frames.pop()?.opener;
  edits.insertions.push({ at: start, text: '"' });
  if (opener) edits.problems.push({ message: "this string is never closed", start: opener.start, end: opener.end });
}

function takeSemicolon(repairing: Repairing, index: number): void {
  const frame = reachable(repairing, ({ binds, waiting }) => binds || waiting.includes("with"));
  if (!frame) return;
  completeOperand(repairing, index);
  closeForgotten(repairing, frame, index);
  const waitingFor = frame.waiting.lastIndexOf("with");
  if (waitingFor >= 0) frame.waiting.length = waitingFor;
  else completeContent(repairing, frame, index, true);
}

/** A binding whose name begins at `start`; the token at `index` tells what it is. */
function takeBinding(repairing: Repairing, start: number, index: number, state: "value" | "inherit"): void {
  const { tokens, frames } = repairing;
  const first = tokens[start];
  const innermost = reachable(repairing, ({ binds }) => binds);
  if (!first || !innermost) return;
  const frame = first.startsLine ? (outdented(repairing, first) ?? innermost) : innermost;
  if (frame !== frames.at(-1) && !first.startsLine) return;
  const within = frames.at(-1);
  if (within && within !== frame && within.firstName === start) within.firstName = undefined;
  if (frame.state !== "name") completeOperand(repairing, start);
  const isReported = !closeForgotten(repairing, frame, start);
  const isLeftover = frame.state === "name" && frame.firstName !== undefined && frame.firstName < start;
  if (frame.state !== "name" || (isLeftover && first.startsLine && tokens[start - 1]?.text !== ".")) {
    completeContent(repairing, frame, start, isReported);
  }
  frame.state = state;
  frame.firstName = index;
}

/** The frame opened on a line indented less than this binding; it has no place in the ones inside. */
function outdented(repairing: Repairing, first: Token): Frame | undefined {
  if (!repairing.trustsIndentation) return undefined;
  return reachable(
    repairing,
    ({ binds, opener }) => binds && opener !== undefined && opener.indentation < first.indentation,
  );
}
