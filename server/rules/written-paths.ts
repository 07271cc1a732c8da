import { resolvePath } from "../nix/paths.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import { coversSpan, type OffsetRange, type Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import { calledName } from "./fixes/value-types.ts";
import type { RuleContext } from "./rule.ts";
import { isImport } from "./written-imports.ts";

/** A path that is written out as a value: of an option, in a string, as an argument. */
export interface WrittenPath {
  readonly at: Span;
  /** Where it leads. */
  readonly target: string;
  /** What is written behind the dots. */
  readonly below: string;
  /** Something around it may keep Nix from looking at it. */
  readonly isConditional: boolean;
}

/** In files that are read, save those that ask whether some path exists. Imports of modules are not among them. */
export function writtenPaths(context: RuleContext): readonly WrittenPath[] {
  return context.factsOf(pathsIn).flatMap(({ cell: { file, status }, fact }) => {
    const isRead = status === "imported" || status === "reached";
    return isRead && !context.syntaxProblems.has(file) ? fact : [];
  });
}

/** Whether Nix gets to the place: it is in a leaf that some host has, or outside of every leaf. */
export function isReached({ graph }: RuleContext, at: Span): boolean {
  const around = graph.leaves.filter((leaf) => leaf.at.file === at.file && coversSpan(leaf.at, at));
  const used = new Set(
    graph.hosts.flatMap(({ pulls }) => pulls.flatMap((pull) => (pull.uncertain ? [] : [pull.leaf]))),
  );
  return around.length === 0 || around.some(({ id }) => used.has(id));
}

function pathsIn(file: string, { namesOf, treeOf, textOf }: FactContext): readonly WrittenPath[] | undefined {
  const [tree, paths] = [treeOf(file), namesOf(file)?.paths ?? []];
  if (!tree || paths.length === 0 || /pathExists|readDir/.test(textOf(file) ?? "")) return undefined;
  const directory = file.slice(0, file.lastIndexOf("/"));
  const found = paths.flatMap(({ text, range }) => {
    if (isImport(tree, range) || !/^\.\.?\//.test(text)) return [];
    const around = enclosing(tree, range);
    if (around.some((one) => one.kind === "apply" && NAMING.has(calledName(one) ?? ""))) return [];
    const isConditional = around.some((one, index) => mayBeLeftOut(one, around[index + 1], range, index === 0));
    return [
      {
        at: { file, ...range },
        target: resolvePath(directory, text),
        below: text.replace(/^(\.\.?\/)+/, ""),
        isConditional,
      },
    ];
  });
  return found.length > 0 ? found : undefined;
}

/** Functions for which a path is a name, or which filter what is there. */
const NAMING: ReadonlySet<string> = new Set([
  "difference",
  "hasPrefix",
  "maybeMissing",
  "relativeTo",
  "removePrefix",
  "toString",
]);

const CONDITIONS: ReadonlySet<string> = new Set(["mkIf", "optional", "optionals", "optionalAttrs", "optionalString"]);

/** Whether an expression may not need the one below it, which the range is in. */
function mayBeLeftOut(
  one: Expression,
  below: Expression | undefined,
  { start }: OffsetRange,
  isFile: boolean,
): boolean {
  switch (one.kind) {
    case "if":
      return below !== one.condition;
    case "apply":
      return below === one.argument && CONDITIONS.has(calledName(one) ?? "");
    case "lambda":
      // Functions that are not modules need not be called.
      return !isFile && !one.formals?.open;
    case "select":
      return one.fallback !== undefined && one.fallback.start <= start;
    case "binary":
      return ["&&", "||", "->", "//"].includes(one.operator);
    case "let":
      return one.bindings.some((binding) => binding.start <= start && start < binding.end);
    default:
      return false;
  }
}
