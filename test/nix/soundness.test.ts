import fc from "fast-check";
import { describe, test } from "vitest";
import { forceDeeply } from "../../server/nix/builtins/force-deeply.ts";
import { NULL, primop } from "../../server/nix/make.ts";
import type { Value } from "../../server/nix/value.ts";
import { evaluateModuleText } from "../modules/evaluate.ts";
import { show } from "./evaluate.ts";
import { contradiction, isWhollyKnown } from "./instances.ts";
import { type Piece, partsOf, programOf, textOf } from "./programs.ts";

/** Longer runs than those of every day: `SOUNDNESS_RUNS=5000`; `SOUNDNESS_SEED` picks other programs. */
const RUNS = Number(process.env.SOUNDNESS_RUNS ?? 150);

const choices = fc.array(fc.nat(997), { minLength: 1, maxLength: 24 });

describe("what is claimed of a program holds, whatever an unknown part of it is", () => {
  test("an unknown part", () => checkAll("mystery", true));
  // An outside set is taken not to override what is known: what does is left out here.
  test("an outside part", () => checkAll("outside", false));
});

function checkAll(replacement: string, merges: boolean): void {
  fc.assert(
    fc.property(choices, (numbers) => {
      const problem = problemOf(programOf(numbers, { merges }), replacement);
      if (problem) throw new Error(problem);
    }),
    { numRuns: RUNS, seed: Number(process.env.SOUNDNESS_SEED ?? 7) },
  );
}

const LIMITS = { stepsPerPiece: 100_000, steps: 200_000, callDepth: 300, nesting: 1_000, milliseconds: 5_000 };

/** The first part of the program in whose place the replacement leads to a wrong claim. */
function problemOf(program: Piece, replacement: string): string | undefined {
  const parts = partsOf(program);
  const { known, shown, fails } = evaluateObserved(program, parts);
  const text = textOf(program, () => undefined);
  // What `tryEval` makes of an error depends on what stands for a value here.
  if (text.includes("tryEval") && parts.some((_part, index) => fails(index))) return undefined;
  if (!isWhollyKnown(known.machine, known.value) || shown.startsWith("<")) return undefined;
  for (const [index, part] of parts.entries()) {
    // Something unknown stands for a value, not for an error.
    if (fails(index)) continue;
    const changed = textOf(program, (piece) => (piece === part ? replacement : undefined));
    const claimed = evaluateModuleText(changed, {}, { limits: LIMITS });
    const problem = contradiction(known, claimed);
    if (!problem) continue;
    return `${problem}\n  ${text}\n    ==> ${shown}\n  ${changed}\n    ==> ${show(claimed.machine, claimed.value)}`;
  }
  return undefined;
}

/** The program's value, and which of its parts came out as an error, or with one inside, when they were evaluated. */
function evaluateObserved(program: Piece, parts: readonly Piece[]) {
  const seen = parts.map((): Value[] => []);
  const observe = primop("observe", 2, (machine, [which, value]) => {
    const [index, forced] = [machine.force(which ?? NULL), machine.force(value ?? NULL)];
    if (index.type === "int") seen[Number(index.value)]?.push(forced);
    return forced;
  });
  const text = textOf(program, (piece, inner) => `observe ${parts.indexOf(piece)} (${inner()})`);
  const known = evaluateModuleText(text, {}, { extra: { observe }, limits: LIMITS });
  const shown = show(known.machine, known.value);
  const fails = (index: number) =>
    (seen[index] ?? []).some((value) => forceDeeply(known.machine, value, undefined) !== undefined);
  return { known, shown, fails };
}
