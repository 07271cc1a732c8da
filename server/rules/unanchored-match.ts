import { problemsOfKind } from "./problem-rules.ts";
import type { Rule } from "./rule.ts";

export const unanchoredMatch: Rule = {
  code: "unanchored-match",
  group: "files",
  severity: "warning",
  description: "A path pattern matches nothing, because it must match the whole path.",
  explanation: `import-tree's \`.match\` and \`.matchNot\` use \`builtins.match\`, which compares the whole path, not a part of it.
\`.matchNot "draft"\` excludes nothing; \`.matchNot ".*draft.*"\` does.

This is reported when the pattern matches no path of the tree, but would match a part of one.`,
  examples: {
    around: `# cells/draft.nix
{ }`,
    wrong: `{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree.matchNot "draft" ./cells); }`,
    right: `{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree.matchNot ".*draft.*" ./cells); }`,
  },
  check: (context) =>
    problemsOfKind(context, "partial-pattern").map(({ at, pattern }) => {
      const start = /^(\.\*|\^)/.test(pattern) ? "" : ".*";
      const end = /(\.\*|\$)$/.test(pattern) ? "" : ".*";
      const whole = `${start}${pattern}${end}`;
      const written = context.textOf(at.file)?.slice(at.start, at.end);
      const isPlain = written === JSON.stringify(pattern) && start + end !== "";
      return {
        message: `This pattern matches no file, because it must match the whole path. Did you mean \`${whole}\`?`,
        at,
        fixes: isPlain ? [{ title: `Change to \`${whole}\``, edits: [{ ...at, text: JSON.stringify(whole) }] }] : [],
      };
    }),
};
