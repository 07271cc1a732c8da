import { showOption, startsWith } from "../option-path.ts";
import { expressionsBelow } from "../syntax/enclosing.ts";
import type { AttributeSet, Binary, Expression, SyntaxTree } from "../syntax/syntax-tree.ts";
import type { OffsetRange, Span } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import type { Fix } from "./fix.ts";
import { libNames } from "./fixes/lib-names.ts";
import { calledName } from "./fixes/value-types.ts";
import { isJudged } from "./missing-argument.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const droppedByMerge: Rule = {
  code: "dropped-by-merge",
  group: "language",
  severity: "warning",
  description: "`//` drops a part of a set that was meant to be merged.",
  explanation: `\`a // b\` takes every attribute of \`b\` as it is, and from \`a\` only those that \`b\` does not have. It does not look below the
first names: where both sides set something in \`programs\`, all that the left side has there is lost, without a message.

Write the settings in one set, or merge the two with \`lib.recursiveUpdate\`. This is reported only where both sets are written out.`,
  examples: {
    wrong: `{ lib, ... }: {
  flake.modules.nixos.shell = { programs.zsh.enable = true; } // { programs.git.enable = true; };
}`,
    right: `{
  flake.modules.nixos.shell = { programs.zsh.enable = true; programs.git.enable = true; };
}`,
  },
  check: (context) =>
    context.factsOf(updatesOf).flatMap(({ cell, fact: { tree, updates } }) => {
      if (!isJudged(context, cell)) return [];
      return updates.flatMap((update) => reportsOf(context, cell.file, tree, update));
    }),
};

type Update = Binary & { readonly operator: "//" };

function updatesOf(file: string, { treeOf }: FactContext) {
  const tree = treeOf(file);
  const updates = tree ? updatesIn(tree.root) : [];
  return tree && updates.length > 0 ? { tree, updates } : undefined;
}

function updatesIn(root: Expression): readonly Update[] {
  const found: Update[] = [];
  const open: Expression[] = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === "binary" && next.operator === "//") found.push(next as Update);
    open.push(...expressionsBelow(next));
  }
  return found;
}

function reportsOf(context: RuleContext, file: string, tree: SyntaxTree, update: Update): readonly Report[] {
  const left = settingsOf(update.left, false);
  const right = settingsOf(update.right, false);
  const replaced = new Map(right.map((one) => [one.path[0], one]));
  return [...replaced.values()].flatMap(({ path: [name = ""], at }): readonly Report[] => {
    const [before, after] = [left, right].map((settings) => settings.filter(({ path }) => path[0] === name));
    const lost = lostOf(before ?? [], after ?? []);
    const [first] = lost;
    if (!first) return [];
    const more = lost.length > 1 ? ` and ${lost.length - 1} more` : "";
    return [
      {
        message: `\`//\` replaces \`${showOption([name])}\` as a whole, so \`${showOption(first.path)}\`${more} from its left side is lost. Write both in one set, or merge them with \`lib.recursiveUpdate\`.`,
        at: { file, ...at },
        related: [{ message: "this is lost", at: { file, ...first.at } }],
        fixes: () => merging(context, file, tree, update),
      },
    ];
  });
}

/** Settings of one attribute that are gone because the right side sets others in it. */
function lostOf(left: readonly Setting[], right: readonly Setting[]): readonly Setting[] {
  // Who sets the attribute as a whole on either side means it to be replaced.
  if ([...left, ...right].some(({ path }) => path.length === 1)) return [];
  return left.filter(
    ({ path, isConditional }) =>
      right.every((one) => !startsWith(path, one.path)) &&
      // Two conditions may exclude each other.
      right.some((one) => !(isConditional && one.isConditional)),
  );
}

/** What an operand of `//` sets, as far as it is written there. */
function settingsOf(expression: Expression, isConditional: boolean): readonly Setting[] {
  switch (expression.kind) {
    case "set":
      return settingsIn(expression, isConditional);
    case "binary":
      return expression.operator === "//"
        ? [...settingsOf(expression.left, isConditional), ...settingsOf(expression.right, isConditional)]
        : [];
    case "apply":
      return calledName(expression) === "optionalAttrs" ? settingsOf(expression.argument, true) : [];
    default:
      return [];
  }
}

interface Setting {
  readonly path: readonly string[];
  /** The first name of its path. */
  readonly at: OffsetRange;
  readonly isConditional: boolean;
}

/** What a set sets, sets inside of it included. Names that are computed are left out. */
function settingsIn({ bindings }: AttributeSet, isConditional: boolean): readonly Setting[] {
  return bindings.flatMap((binding): readonly Setting[] => {
    const names = binding.kind === "inherit" ? binding.names.map((name) => [name]) : [binding.path];
    return names.flatMap((path) => {
      const plain = path.flatMap((name) => (name.kind === "static" ? [name.name] : []));
      const [first] = path;
      if (!first || plain.length < path.length) return [];
      const inner =
        binding.kind === "bind" && binding.value.kind === "set" ? settingsIn(binding.value, isConditional) : [];
      return inner.length > 0
        ? inner.map((one) => ({ path: [...plain, ...one.path], at: first, isConditional }))
        : [{ path: plain, at: first, isConditional }];
    });
  });
}

/** Both sides are merged in depth, where `lib` is at hand. */
function merging({ textOf }: RuleContext, file: string, tree: SyntaxTree, update: Update): readonly Fix[] {
  const text = textOf(file);
  const merge = text === undefined ? undefined : libNames(tree, text, update.start, undefined).write("recursiveUpdate");
  if (text === undefined || merge === undefined || update.left.kind !== "set" || update.right.kind !== "set") return [];
  const { left, right } = update;
  const at: Span = { file, start: left.start, end: right.end };
  const whole = `${merge} ${text.slice(left.start, left.end)} ${text.slice(right.start, right.end)}`;
  return [{ title: "Merge the sets with `lib.recursiveUpdate`", edits: [{ ...at, text: whole }], preferred: true }];
}
