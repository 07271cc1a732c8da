import { type Span, startKey } from "../text.ts";
import { renamedPath } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problems.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { writtenImports } from "./written-imports.ts";

export const missingPath: Rule = {
  code: "missing-path",
  group: "files",
  severity: "error",
  exception: "warning where nothing on the way to the hosts gets there, hint in a module that no system takes",
  description: "A file is imported that does not exist.",
  explanation: `\`imports\` or \`import\` names a file that is not there, so Nix stops with "path … does not exist" when it gets to it. Often the file was
moved, or renamed to hide it from the tree (\`_name.nix\`).

A file that is there but that git does not track is told by \`untracked-cell\` instead.`,
  examples: {
    around: `# cells/_hardware.nix
{ }`,
    wrong: `{ imports = [ ./hardware.nix ]; } # the file is called _hardware.nix`,
    right: `{ imports = [ ./_hardware.nix ]; }`,
  },
  check: (context) => {
    const met = problemsOfKind(context, "absent-file").flatMap(({ at, file, hosts, parked }) =>
      reportOn(context, at, file, { hosts, ...(parked && { severity: "hint" }) }),
    );
    const told = new Set(met.map(({ at }) => startKey(at)));
    // Nix does not get there on the way to this graph, but whoever evaluates the code will.
    const written = writtenImports(context).flatMap(({ at, target }) =>
      told.has(startKey(at)) || isThere(context, target) ? [] : reportOn(context, at, target, { severity: "warning" }),
    );
    return [...met, ...written];
  },
};

function isThere({ graph, textOf }: RuleContext, path: string): boolean {
  return (
    textOf(path) !== undefined ||
    textOf(`${path}/default.nix`) !== undefined ||
    graph.cells.some(
      ({ file, status }) =>
        file.startsWith(`${path}/`) || (file === path && (status === "broken" || status === "ignored")),
    ) ||
    // Only what looks like Nix is known to be missing: other files are not read.
    !(path.endsWith(".nix") && path.startsWith(`${graph.root.directory}/`))
  );
}

function reportOn(context: RuleContext, at: Span, file: string, more: Partial<Report>): readonly Report[] {
  const { cells, root } = context.graph;
  if (cells.some((cell) => cell.file === file && cell.status === "untracked")) return [];
  if (!file.startsWith(`${root.directory}/`)) return [];
  const near = nearFile(context, file);
  const advice = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  const effect = more.severity === undefined ? "so Nix stops here" : "so Nix stops when it gets here";
  const message = `There is no file \`${file.slice(root.directory.length + 1)}\`, ${effect}.${advice}`;
  return [{ message, at, fixes: near === undefined ? [] : renamedPath(context, at, baseName(file), near), ...more }];
}

/** A file beside the missing one whose name is close. */
function nearFile({ graph }: RuleContext, file: string): string | undefined {
  const directory = file.slice(0, file.lastIndexOf("/") + 1);
  const siblings = graph.cells.flatMap((cell) => {
    const name = cell.file.startsWith(directory) ? cell.file.slice(directory.length) : "/";
    return name.includes("/") ? [] : [name];
  });
  const hidden = siblings.find((name) => name === `_${baseName(file)}` || `_${name}` === baseName(file));
  return hidden ?? nearMatch(baseName(file), siblings);
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
