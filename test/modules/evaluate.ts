import { expect } from "vitest";
import { withNativeSources } from "../../server/flake/native/native-sources.ts";
import { nixpkgsLibrary } from "../../server/flake/nixpkgs-library.ts";
import { evaluateModules } from "../../server/modules/evaluate.ts";
import type { ModuleEvaluation } from "../../server/modules/evaluation.ts";
import { globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { external, unknown } from "../../server/nix/make.ts";
import type { Lazy } from "../../server/nix/value.ts";
import { parse } from "../../server/syntax/parse.ts";
import { type Evaluated, type EvaluateSettings, type Files, memoryFiles, show, TEXT_FILE } from "../nix/evaluate.ts";
import "../grammar.ts";

/**
 * Evaluates Nix text with the whole native `lib`, `mkOption`, `types` and their like in scope. `eval [ … ]` is the configuration of
 * modules; `outside` is External, `mystery` Unknown, `settings.extra` comes on top. Files lie in `/flake`.
 */
export function evaluateModuleText(
  text: string,
  files: Files = {},
  { extra, limits }: EvaluateSettings = {},
): Evaluated {
  const all: Files = {
    ...files,
    [TEXT_FILE]: `with lib; with types; let eval = modules: (evalModules { inherit modules; }).config; option = type: mkOption { inherit type; }; in ${text}`,
  };
  const source = withNativeSources(memoryFiles(all), new Map());
  const globals = new Map<string, Lazy>([
    ...globalNames(),
    ["outside", external("outside")],
    ["mystery", unknown("a mystery")],
    ...Object.entries(extra ?? {}),
  ]);
  const machine = new Evaluator({
    files: source,
    treeOf: (path) => {
      const found = source.read(path);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: () => globals,
    ...(limits && { limits }),
  });
  globals.set(
    "lib",
    nixpkgsLibrary(machine, () => {}),
  );
  return { machine, value: machine.importFile(TEXT_FILE) };
}

/** The text evaluates to what `show` prints as `wanted`. */
export function checkModules(text: string, wanted: string, files: Files = {}): void {
  const { machine, value } = evaluateModuleText(text, files);
  expect(show(machine, value)).toBe(wanted);
}

/** Every line reads `text ==> what it evaluates to`. */
export function checkModuleLines(lines: string): void {
  const pairs = lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim().split(" ==> "));
  const answers = pairs.map(([text = ""]) => {
    const { machine, value } = evaluateModuleText(text);
    return `${text} ==> ${show(machine, value)}`;
  });
  expect(answers).toEqual(pairs.map(([text, answer]) => `${text} ==> ${answer}`));
}

/** The evaluation itself of a list of modules in Nix text. */
export function evaluationOfText(
  text: string,
  files: Files = {},
  onSubmodule?: (evaluation: ModuleEvaluation) => void,
): ModuleEvaluation {
  const { machine, value } = evaluateModuleText(`{ modules = ${text}; inherit lib; }`, files);
  const modules = machine.select(value, "modules");
  return evaluateModules(machine, {
    modules: modules.type === "list" ? modules.items : [],
    specialArgs: new Map(),
    class: undefined,
    prefix: [],
    lib: machine.select(value, "lib"),
    onSubmodule,
  });
}
