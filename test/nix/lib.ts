import { expect } from "vitest";
import { libParts, libTopLevel } from "../../server/nix/lib/all-lib.ts";
import { record } from "../../server/nix/make.ts";
import type { Value } from "../../server/nix/value.ts";
import { type Evaluated, type EvaluateSettings, evaluateText, type Files, show } from "./evaluate.ts";

const lib: Value = record({
  ...libTopLevel(),
  ...Object.fromEntries(Object.entries(libParts()).map(([name, part]) => [name, record(part)])),
});

/** As `evaluateText`, with `lib` (but for modules, options and types) in scope and all its names as by `with lib;`. */
export function evaluateWithLib(text: string, files: Files = {}, settings: EvaluateSettings = {}): Evaluated {
  return evaluateText(`with lib; ${text}`, files, { ...settings, extra: { lib } });
}

/** Every line's left side evaluates to what stands behind `==>`. */
export function checkLib(lines: string, files: Files = {}): void {
  const pairs = lines.split("\n").flatMap((line) => {
    const [text, answer] = line.split(" ==> ");
    return text?.trim() ? [{ text: text.trim(), answer: answer?.trim() }] : [];
  });
  const answers = pairs.map(({ text }) => {
    const { machine, value } = evaluateWithLib(text, files);
    return `${text} ==> ${show(machine, value)}`;
  });
  expect(answers).toEqual(pairs.map(({ text, answer }) => `${text} ==> ${answer}`));
}
