import type { RegexProgram } from "./pattern-program.ts";
import { contains } from "./pattern-tree.ts";

/** Where all ways through a program may stand behind the same text. */
interface State {
  /** Instructions that take the next character. */
  readonly takers: readonly number[];
  /** Whether the whole text may end here. */
  readonly accepts: boolean;
  /** What comes of a character, as far as that was asked. */
  readonly next: Map<number, State>;
}

/** So much of a program is remembered, all states counted; then it begins anew. */
const MOST_REMEMBERED = 100_000;

/**
 * Says whether whole texts match, which is much quicker than to find out what the groups take: ways that stand at the same places are
 * one state, and what comes of a state is remembered. It answers as `search` of the whole text does, in time bounded as there.
 */
export class Recogniser {
  private readonly program: RegexProgram;
  private readonly states = new Map<string, State>();
  private first: State | undefined;
  private remembered = 0;

  constructor(program: RegexProgram) {
    this.program = program;
  }

  matches(text: string): boolean {
    this.first ??= this.stateAt([0], true);
    let state = this.first;
    for (let at = 0; at < text.length; ) {
      if (state.takers.length === 0) return false;
      const codePoint = text.codePointAt(at) ?? 0;
      state = state.next.get(codePoint) ?? this.follow(state, codePoint);
      at += codePoint > 0xffff ? 2 : 1;
    }
    return state.accepts;
  }

  private follow(state: State, codePoint: number): State {
    const behind = state.takers.filter((at) => {
      const instruction = this.program.instructions[at];
      return instruction?.kind === "characters" && contains(instruction.set, codePoint);
    });
    this.remembered += 1 + behind.length;
    if (this.remembered > MOST_REMEMBERED) this.forget();
    const next = this.stateAt(
      behind.map((at) => at + 1),
      false,
    );
    state.next.set(codePoint, next);
    return next;
  }

  private forget(): void {
    this.states.clear();
    this.first = undefined;
    this.remembered = 0;
  }

  /** What is reached from there without a character. `^` holds at the start alone, `$` where the text ends. */
  private stateAt(from: readonly number[], isStart: boolean): State {
    const key = `${isStart} ${from.join(" ")}`;
    const known = this.states.get(key);
    if (known) return known;
    const { takers } = this.reached(from, isStart, false);
    const { accepts } = this.reached(from, isStart, true);
    const state = { takers, accepts, next: new Map<number, State>() };
    this.states.set(key, state);
    return state;
  }

  private reached(from: readonly number[], isStart: boolean, isEnd: boolean): Pick<State, "takers" | "accepts"> {
    const takers: number[] = [];
    let accepts = false;
    const seen = new Set(from);
    for (const at of seen) {
      const instruction = this.program.instructions[at];
      switch (instruction?.kind) {
        case "characters":
          takers.push(at);
          break;
        case "accept":
          accepts = true;
          break;
        case "fork":
          seen.add(instruction.first).add(instruction.second);
          break;
        case "jump":
          seen.add(instruction.to);
          break;
        case "save":
          seen.add(at + 1);
          break;
        case "start":
          if (isStart) seen.add(at + 1);
          break;
        case "end":
          if (isEnd) seen.add(at + 1);
          break;
        case undefined:
          break;
        default:
          return instruction satisfies never;
      }
    }
    return { takers, accepts };
  }
}
