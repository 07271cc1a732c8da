import type { Span } from "../../text.ts";
import { joinTexts } from "../coerce.ts";
import { failure, string } from "../make.ts";
import { forceList, forceString, type Trouble, ternary } from "../operands.ts";
import type { External, Lazy, Machine, PrimopValue, StringValue, Value } from "../value.ts";
import { derivedText, forceStrings, foreignCall, uncertainLength, undecidedCall } from "./foreign-operands.ts";

/** `replaceStrings`: at every place the first pattern that fits. A replacement is forced only when it is used. */
export const replaceStringsBuiltin: PrimopValue = ternary("replaceStrings", (machine, from, to, subject, at) => {
  const patterns = forceList(machine, from, at);
  if (patterns.type !== "list") return undecidedCall("replaceStrings", patterns, at);
  const replacements = forceList(machine, to, at);
  if (replacements.type !== "list") return undecidedCall("replaceStrings", replacements, at);
  const doubt = uncertainLength(patterns, at) ?? uncertainLength(replacements, at);
  if (doubt) return doubt;
  if (patterns.items.length !== replacements.items.length) {
    return failure("'from' and 'to' arguments passed to builtins.replaceStrings have different lengths", at);
  }
  const wanted = forceStrings(machine, patterns, (item) => forceString(machine, item, at), at);
  if ("type" in wanted) return undecidedCall("replaceStrings", wanted, at);
  const text = forceString(machine, subject, at);
  if (text.type !== "string") return foreignCall("replaceStrings", text, at, "string");
  return replaceAll(
    machine,
    text,
    wanted.map((pattern) => pattern.text),
    replacements.items,
    at,
  );
});

function replaceAll(
  machine: Machine,
  source: StringValue,
  patterns: readonly string[],
  replacements: readonly Lazy[],
  at: Span | undefined,
): Value {
  const { text } = source;
  const patternAt = finderOf(patterns);
  const parts: (StringValue | External)[] = [];
  let kept = 0;
  for (let place = 0; place <= text.length; ) {
    const { which, tried } = patternAt(text, place);
    const spent = machine.spend(at, 1 + tried);
    if (spent) return spent;
    const pattern = patterns[which];
    if (pattern === undefined) {
      place++;
      continue;
    }
    const part = replacementAt(machine, replacements, which, at);
    if (part.type !== "string" && part.type !== "external") return part;
    parts.push(string(text.slice(kept, place)), part);
    kept = place + pattern.length;
    // An empty pattern fits before every character: the character itself stays.
    place = pattern === "" ? place + 1 : kept;
  }
  if (parts.length === 0) return source;
  const joined = joinTexts([...parts, string(text.slice(kept))], at);
  return joined.type === "string" ? derivedText(source, joined.text) : joined;
}

interface FoundPattern {
  /** The first pattern that fits; negative: none. */
  readonly which: number;
  /** How many were compared. */
  readonly tried: number;
}

/** Compares only patterns that begin with the character at the place. An empty one fits everywhere, if none before it does. */
function finderOf(patterns: readonly string[]): (text: string, place: number) => FoundPattern {
  const empty = patterns.indexOf("");
  const byFirst = new Map<string, number[]>();
  for (const [index, pattern] of patterns.entries()) {
    const first = pattern[0];
    if (first === undefined || (empty >= 0 && index > empty)) continue;
    const known = byFirst.get(first);
    if (known) known.push(index);
    else byFirst.set(first, [index]);
  }
  return (text, place) => {
    const candidates = byFirst.get(text[place] ?? "") ?? [];
    const found = candidates.findIndex((index) => text.startsWith(patterns[index] ?? "", place));
    const which = candidates[found] ?? empty;
    return { which, tried: found < 0 ? candidates.length : found };
  };
}

function replacementAt(
  machine: Machine,
  replacements: readonly Lazy[],
  index: number,
  at: Span | undefined,
): StringValue | Trouble {
  const replacement = replacements[index];
  return replacement === undefined ? failure("a replacement is missing", at) : forceString(machine, replacement, at);
}
