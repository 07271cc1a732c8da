import type { Span } from "../../text.ts";
import { failure, list, NULL } from "../make.ts";
import { binary, forceString, type Trouble } from "../operands.ts";
import { type RegexMatch, search } from "../regex/match-program.ts";
import { compileRegex, type RegexProgram } from "../regex/pattern-program.ts";
import { Recogniser } from "../regex/recogniser.ts";
import type { Failure, Lazy, Machine, StringValue, Unknown, Value } from "../value.ts";
import { derivedText, foreignCall, undecidedCall } from "./foreign-operands.ts";

/** POSIX extended regular expressions. Hostile ones cost steps, never more. */
export const regexBuiltins: Readonly<Record<string, Value>> = {
  match: binary("match", (machine, pattern, subject, at) => {
    const operands = regexAndText(machine, "match", pattern, subject, at);
    if ("type" in operands) return operands;
    const { program, recogniser, text } = operands;
    const spent = machine.spend(at, costOf(program, text.text.length));
    if (spent) return spent;
    if (!recogniser.matches(text.text)) return NULL;
    if (program.groups === 0) return list([]);
    const match = search(program, text.text, { from: 0, anchored: true, whole: true, nonEmpty: false });
    return match ? list(groupsOf(match, text)) : NULL;
  }),
  split: binary("split", (machine, pattern, subject, at) => {
    const operands = regexAndText(machine, "split", pattern, subject, at);
    return "type" in operands ? operands : split(machine, operands.program, operands.text, at);
  }),
};

interface Compiled {
  readonly program: RegexProgram;
  readonly recogniser: Recogniser;
}

interface Operands extends Compiled {
  readonly text: StringValue;
}

function regexAndText(
  machine: Machine,
  name: string,
  pattern: Lazy,
  subject: Lazy,
  at: Span | undefined,
): Operands | Trouble {
  const source = forceString(machine, pattern, at);
  if (source.type !== "string") return undecidedCall(name, source, at);
  const compiled = compiledOf(machine, source.text, at);
  if ("type" in compiled) return compiled;
  const text = forceString(machine, subject, at);
  return text.type === "string" ? { ...compiled, text } : foreignCall(name, text, at);
}

const patterns = new WeakMap<Machine, Map<string, Compiled>>();

function compiledOf(machine: Machine, pattern: string, at: Span | undefined): Compiled | Failure | Unknown {
  const known = patterns.get(machine) ?? new Map<string, Compiled>();
  patterns.set(machine, known);
  const earlier = known.get(pattern);
  if (earlier) return earlier;
  const spent = machine.spend(at, 1 + pattern.length);
  if (spent) return spent;
  const program = compileRegex(pattern);
  if (program === "too large") return failure(`memory limit exceeded by regular expression '${pattern}'`, at);
  if (!program) return failure(`invalid regular expression '${pattern}'`, at);
  const compiled = { program, recogniser: new Recogniser(program) };
  known.set(pattern, compiled);
  return compiled;
}

/** What following all ways of a program through this many characters may cost, in steps. */
function costOf(program: RegexProgram, length: number): number {
  return 1 + ((program.instructions.length * (length + 1)) >> 4);
}

function groupsOf(match: RegexMatch, text: StringValue): Value[] {
  return match.groups.map((group) => (group ? derivedText(text, text.text.slice(group.start, group.end)) : NULL));
}

/** The texts between the matches, and between them each match's groups. */
function split(machine: Machine, program: RegexProgram, text: StringValue, at: Span | undefined): Value {
  const parts: Value[] = [];
  let rest = 0;
  let match = search(program, text.text, { from: 0, anchored: false, whole: false, nonEmpty: false });
  while (match) {
    const spent = machine.spend(at, costOf(program, match.end - rest));
    if (spent) return spent;
    parts.push(derivedText(text, text.text.slice(rest, match.start)), list(groupsOf(match, text)));
    rest = match.end;
    match = nextMatch(program, text.text, match);
  }
  if (parts.length === 0) return list([text]);
  parts.push(derivedText(text, text.text.slice(rest)));
  return list(parts);
}

/** Behind an empty match comes one that is not empty, at the same place; else the search goes on one character further. */
function nextMatch(program: RegexProgram, text: string, last: RegexMatch): RegexMatch | undefined {
  const settings = { from: last.end, anchored: false, whole: false, nonEmpty: false };
  if (last.end > last.start) return search(program, text, settings);
  if (last.end >= text.length) return undefined;
  const here = search(program, text, { ...settings, anchored: true, nonEmpty: true });
  const width = (text.codePointAt(last.end) ?? 0) > 0xffff ? 2 : 1;
  return here ?? search(program, text, { ...settings, from: last.end + width });
}
