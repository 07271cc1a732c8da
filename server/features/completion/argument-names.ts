import { entryOf } from "../../subjects/grouping.ts";
import { passedNames } from "../../subjects/passed-arguments.ts";
import type { View } from "../view.ts";
import type { CompletionItem } from "./completion-item.ts";
import { type HalfTyped, PLACEHOLDER } from "./half-typed.ts";
import { namesSetBelow } from "./names-below.ts";
import type { Surroundings } from "./surroundings.ts";

/** Arguments that the module system passes to modules of any kind, of the flake's level, of `perSystem`, and of systems. */
const anywhere = ["config", "lib", "options"];
const atFlakeLevel = ["inputs", "self", "withSystem", "moduleWithSystem", "getSystem", "flake-parts-lib"];
const perSystem = ["pkgs", "system", "inputs'", "self'"];
const inSystems = ["pkgs", "modulesPath"];

/** Arguments for the module function whose formals are being typed: what the module system passes, and what this flake's modules take. */
export function argumentNames(
  view: View,
  half: HalfTyped,
  formalOf: Surroundings["formalOf"],
): readonly CompletionItem[] {
  if (!formalOf) return [];
  const { lambda, path, depth } = formalOf;
  const first = path?.[0];
  const isTop = depth === 0;
  const isPerSystem = path?.length === 1 && first?.kind === "static" && first.name === "perSystem";
  const passed = isTop ? atFlakeLevel : isPerSystem ? perSystem : inSystems;
  const own = isTop ? ownArguments(view) : isPerSystem ? [] : passedNames(view);
  const used = usedArguments(view, isTop);
  const taken = new Set(lambda.formals?.formals.map(({ name }) => name.name));
  const names = [...new Set([...anywhere, ...passed, ...own, ...used])].filter(
    // Whose beginning is typed is meant to stand here, also where it still stands elsewhere.
    (name) => name !== PLACEHOLDER && (!taken.has(name) || (half.typed !== "" && name.startsWith(half.typed))),
  );
  return names.map((name) => ({
    label: name,
    kind: "argument",
    range: half.word,
    insert: name,
    detail: own.includes(name) ? "argument of this flake" : "argument of modules",
    option: undefined,
  }));
}

/** `_module.args.x` */
function ownArguments(view: View): readonly string[] {
  return namesSetBelow(view, { path: ["_module", "args"], class: undefined });
}

/** Arguments that several files' functions take, the most frequent first. */
function usedArguments(view: View, isTop: boolean): readonly string[] {
  const counts = new Map<string, Set<string>>();
  for (const file of view.files) {
    const formals = view.namesOf(file)?.bindings.filter(({ kind }) => kind === "formal") ?? [];
    const root = view.treeOf(file)?.root;
    const top = root?.kind === "lambda" ? root.formals : undefined;
    for (const { name, definitions } of formals) {
      const at = definitions[0]?.start ?? 0;
      const isInTop = top !== undefined && top.start <= at && at < top.end;
      if (isInTop === isTop) entryOf(counts, name, () => new Set<string>()).add(file);
    }
  }
  return [...counts]
    .filter(([, files]) => files.size > 1)
    .sort(([, a], [, b]) => b.size - a.size)
    .slice(0, 30)
    .map(([name]) => name);
}
