import { parseRegex } from "./parse-pattern.ts";
import type { CharacterSet, RegexNode } from "./pattern-tree.ts";

/** A regular expression as instructions of a machine that follows all its alternatives at once. */
export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly groups: number;
}

export type Instruction =
  | { readonly kind: "characters"; readonly set: CharacterSet }
  /** Both ways are followed, `first` is preferred. */
  | { kind: "fork"; first: number; second: number }
  | { kind: "jump"; to: number }
  | { readonly kind: "save"; readonly slot: number }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "accept" };

const MOST_INSTRUCTIONS = 20_000;

/** Compiles an extended regular expression; undefined when it is malformed, "too large" when its repetitions multiply beyond bounds. */
export function compileRegex(pattern: string): RegexProgram | "too large" | undefined {
  const parsed = parseRegex(pattern);
  if (!parsed) return undefined;
  const instructions: Instruction[] = [];
  if (!emit(parsed.root, instructions)) return "too large";
  instructions.push({ kind: "accept" });
  return { instructions, groups: parsed.groups };
}

/** False when the program grows too large. */
function emit(node: RegexNode, into: Instruction[]): boolean {
  if (into.length > MOST_INSTRUCTIONS) return false;
  switch (node.kind) {
    case "empty":
      return true;
    case "start":
    case "end":
      into.push({ kind: node.kind });
      return true;
    case "characters":
      into.push({ kind: "characters", set: node.set });
      return true;
    case "sequence":
      return node.parts.every((part) => emit(part, into));
    case "choice":
      return emitChoice(node.options, into);
    case "group": {
      into.push({ kind: "save", slot: 2 * node.index });
      const fits = emit(node.inner, into);
      into.push({ kind: "save", slot: 2 * node.index + 1 });
      return fits;
    }
    case "repeat":
      return emitRepeat(node, into);
    default:
      return node satisfies never;
  }
}

function emitChoice(options: readonly RegexNode[], into: Instruction[]): boolean {
  const ends: Extract<Instruction, { kind: "jump" }>[] = [];
  for (const [index, option] of options.entries()) {
    const isLast = index === options.length - 1;
    const fork: Instruction = { kind: "fork", first: into.length + 1, second: 0 };
    if (!isLast) into.push(fork);
    if (!emit(option, into)) return false;
    if (isLast) break;
    const end: Instruction = { kind: "jump", to: 0 };
    into.push(end);
    ends.push(end);
    fork.second = into.length;
  }
  for (const end of ends) end.to = into.length;
  return true;
}

function emitRepeat(node: Extract<RegexNode, { kind: "repeat" }>, into: Instruction[]): boolean {
  for (let count = 0; count < node.least; count++) if (!emit(node.inner, into)) return false;
  if (node.most === undefined) {
    const fork: Instruction = { kind: "fork", first: into.length + 1, second: 0 };
    const start = into.length;
    into.push(fork);
    if (!emit(node.inner, into)) return false;
    into.push({ kind: "jump", to: start });
    fork.second = into.length;
    return true;
  }
  const forks: Extract<Instruction, { kind: "fork" }>[] = [];
  for (let count = node.least; count < node.most; count++) {
    const fork: Instruction = { kind: "fork", first: into.length + 1, second: 0 };
    into.push(fork);
    forks.push(fork);
    if (!emit(node.inner, into)) return false;
  }
  for (const fork of forks) fork.second = into.length;
  return true;
}
