import { type FlatBinding, flatBindings } from "../syntax/flat-bindings.ts";
import { forEachNode } from "../syntax/tree-walk.ts";
import type { OffsetRange } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import { renaming } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import type { Report, RuleContext } from "./rule.ts";

/** Settings of nixpkgs that many flakes have (`pkgs/top-level/config.nix`). */
const WELL_KNOWN =
  `allowBroken allowInsecurePredicate allowUnfree allowUnfreePredicate allowUnsupportedSystem allowlistedLicenses
blocklistedLicenses permittedInsecurePackages`.split(/\s+/);

/** What is near to one of these, and a setting all the same. */
const OTHERS: ReadonlySet<string> = new Set("allowUnfreePackages allowBrokenPredicate allowBrokenPackages".split(" "));

/** Names in the configuration of nixpkgs, in modules or where nixpkgs is imported, that are almost those of well-known settings. */
export function misspeltSettings(context: RuleContext): readonly Report[] {
  return context.factsOf(misspeltIn).flatMap(({ cell: { file, status }, fact }) =>
    (status === "imported" || status === "reached") && !context.syntaxProblems.has(file)
      ? fact.map(({ name, meant, range }) => ({
          message: `nixpkgs has no setting \`${name}\`, so it ignores this one. Did you mean \`${meant}\`?`,
          at: { file, ...range },
          fixes: () => renaming(context, { file, ...range }, name, meant),
        }))
      : [],
  );
}

interface Misspelt {
  readonly name: string;
  readonly meant: string;
  readonly range: OffsetRange;
}

function misspeltIn(file: string, { treeOf, textOf }: FactContext): readonly Misspelt[] | undefined {
  const text = textOf(file) ?? "";
  const tree = text.includes("nixpkgs") && text.includes("config") ? treeOf(file) : undefined;
  if (!tree) return undefined;
  const found = new Map<number, Misspelt>();
  const note = (bindings: readonly FlatBinding[], above: readonly string[]) => {
    for (const { path, names } of bindings) {
      const at =
        path.findIndex((_, index) => above.every((name, piece) => path[index + piece] === name)) + above.length;
      const [name, range] = [path[at], names[at]];
      const meant =
        at < above.length || name === undefined || OTHERS.has(name) ? undefined : nearMatch(name, WELL_KNOWN, 2);
      if (meant !== undefined && name !== undefined && range && !WELL_KNOWN.includes(name))
        found.set(range.start, { name, meant, range });
    }
  };
  forEachNode(tree.root, (node) => {
    if (node.kind === "set") note(flatBindings(node), ["nixpkgs", "config"]);
    if (node.kind === "apply" && node.argument.kind === "set" && isNixpkgs(text, node.function))
      note(flatBindings(node.argument), ["config"]);
  });
  return found.size > 0 ? [...found.values()] : undefined;
}

/** `import inputs.nixpkgs` and the like. */
function isNixpkgs(text: string, { start, end }: OffsetRange): boolean {
  return /^import\s.*\bnixpkgs/.test(text.slice(start, end));
}
