import type { RegexProgram } from "./pattern-program.ts";
import { contains } from "./pattern-tree.ts";

/** Offsets are UTF-16, half-open. A group that took no part is undefined. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly ({ readonly start: number; readonly end: number } | undefined)[];
}

export interface SearchSettings {
  readonly from: number;
  /** The match begins at `from`. */
  readonly anchored: boolean;
  /** The match reaches to the text's end. */
  readonly whole: boolean;
  readonly nonEmpty: boolean;
}

/** A way through the program: where it stands, where it began, and what its groups took. */
interface Thread {
  readonly at: number;
  readonly start: number;
  readonly slots: readonly (number | undefined)[];
}

/**
 * The leftmost match, and of those the longest, as POSIX asks. All ways are followed in step, so the time is bounded by the product
 * of the text's and the program's length. Among equally long ways the groups are those of the first way tried, which POSIX would in
 * rare cases choose otherwise. Characters are code points, where Nix matches bytes.
 */
export function search(program: RegexProgram, text: string, settings: SearchSettings): RegexMatch | undefined {
  const seen = new Uint32Array(program.instructions.length);
  let round = 0;
  let best: { thread: Thread; end: number } | undefined;
  let threads: Thread[] = [];
  for (let at = settings.from; at <= text.length; ) {
    round++;
    const reached: Thread[] = [];
    for (const thread of threads) follow(program, thread, { text, at, seen, round }, reached);
    if (!best && (at === settings.from || !settings.anchored)) {
      follow(program, { at: 0, start: at, slots: [] }, { text, at, seen, round }, reached);
    }
    const codePoint = text.codePointAt(at) ?? -1;
    threads = [];
    for (const thread of reached) {
      const instruction = program.instructions[thread.at];
      if (best && thread.start > best.thread.start) continue;
      if (instruction?.kind === "accept") {
        const counts = (!settings.whole || at === text.length) && (!settings.nonEmpty || at > thread.start);
        if (counts && (!best || thread.start < best.thread.start || at > best.end)) best = { thread, end: at };
      } else if (instruction?.kind === "characters" && codePoint >= 0 && contains(instruction.set, codePoint)) {
        threads.push({ ...thread, at: thread.at + 1 });
      }
    }
    if (threads.length === 0 && (best || settings.anchored)) break;
    at += codePoint > 0xffff ? 2 : 1;
  }
  return best && matchOf(program, best.thread, best.end);
}

interface Step {
  readonly text: string;
  readonly at: number;
  /** The round in which each instruction was last reached: the first way to reach one keeps it. */
  readonly seen: Uint32Array;
  readonly round: number;
}

/** Follows a thread through everything that consumes no character, in the order of preference. */
function follow(program: RegexProgram, from: Thread, step: Step, into: Thread[]): void {
  const pending: Thread[] = [from];
  for (let thread = pending.pop(); thread; thread = pending.pop()) {
    const { at, start } = thread;
    const instruction = program.instructions[at];
    if (!instruction || step.seen[at] === step.round) continue;
    step.seen[at] = step.round;
    switch (instruction.kind) {
      case "characters":
      case "accept":
        into.push(thread);
        break;
      case "fork":
        pending.push({ ...thread, at: instruction.second }, { ...thread, at: instruction.first });
        break;
      case "jump":
        pending.push({ ...thread, at: instruction.to });
        break;
      case "save": {
        const slots = [...thread.slots];
        slots[instruction.slot] = step.at;
        pending.push({ at: at + 1, start, slots });
        break;
      }
      case "start":
        if (step.at === 0) pending.push({ ...thread, at: at + 1 });
        break;
      case "end":
        if (step.at === step.text.length) pending.push({ ...thread, at: at + 1 });
        break;
      default:
        return instruction satisfies never;
    }
  }
}

function matchOf(program: RegexProgram, thread: Thread, end: number): RegexMatch {
  const groups = Array.from({ length: program.groups }, (_, index) => {
    const [from, to] = [thread.slots[2 * index], thread.slots[2 * index + 1]];
    return from === undefined || to === undefined || to < from ? undefined : { start: from, end: to };
  });
  return { start: thread.start, end, groups };
}
