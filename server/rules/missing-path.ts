import { coversSpan, type Span, startKey } from "../text.ts";
import { renamedPath } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { type WrittenImport, writtenImports } from "./written-imports.ts";

export const missingPath: Rule = {
  code: "missing-path",
  group: "files",
  severity: "error",
  exception: "warning where no host is known to lead there, hint in a module that no system uses",
  description: "A file is imported that does not exist.",
  explanation: `\`imports\` or \`import\` names a file that does not exist, so Nix stops with "path … does not exist" when it gets there.
Often the file was moved, or renamed to hide it from the loader (\`_name.nix\`).

A file that exists but is not tracked by git is reported by \`untracked-cell\` instead.`,
  examples: {
    around: `# cells/_hardware.nix
{ }`,
    wrong: `{ imports = [ ./hardware.nix ]; } # the file is called _hardware.nix`,
    right: `{ imports = [ ./_hardware.nix ]; }`,
  },
  check: (context) => {
    const written = writtenImports(context);
    const absent = absentFiles(context, written);
    const met = absent.flatMap(({ at, file, hosts, parked, names }) =>
      reportOn(context, at, file, { hosts, ...(parked && { severity: "hint" }) }, names),
    );
    const reported = new Set(met.map(({ at }) => startKey(at)));
    // Nix does not get there on the way to this graph, but whoever evaluates the code will.
    const unmet = written.flatMap(({ at, target }) =>
      reported.has(startKey(at)) || isThere(context, target)
        ? []
        : reportOn(context, at, target, { severity: "warning" }),
    );
    return [...met, ...unmet];
  },
};

interface AbsentFile {
  readonly at: Span;
  readonly file: string;
  readonly hosts: readonly string[];
  /** Only modules that no system takes get there. */
  readonly parked: boolean;
  /** What is there in its place. */
  readonly names: readonly string[];
}

/** What Nix looks for in vain, once for each place; where a whole `import ./x.nix` fails, that is its path. */
function absentFiles(context: RuleContext, written: readonly WrittenImport[]): readonly AbsentFile[] {
  const found = new Map<string, AbsentFile>();
  for (const { at: around, file, hosts, parked, alternatives: names } of problemsOfKind(context, "absent-file")) {
    const at = written.find((one) => leadsTo(one, file) && coversSpan(around, one.at))?.at ?? around;
    const key = `${startKey(at)} ${file}`;
    const known = found.get(key);
    const all = new Set([...(known?.hosts ?? []), ...hosts]);
    found.set(key, { at, file, hosts: [...all], parked: parked && (known?.parked ?? true), names });
  }
  return [...found.values()];
}

function leadsTo({ target }: WrittenImport, file: string): boolean {
  return file === target || file === `${target}/default.nix`;
}

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

function reportOn(
  context: RuleContext,
  at: Span,
  file: string,
  more: Partial<Report>,
  names: readonly string[] = [],
): readonly Report[] {
  const { cells, root } = context.graph;
  if (cells.some((cell) => cell.file === file && cell.status === "untracked")) return [];
  if (!file.startsWith(`${root.directory}/`)) return [];
  const near = nearFile(context, file, names);
  const advice = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  const effect = more.severity === undefined ? "so Nix stops here" : "so Nix stops when it gets here";
  const message = `The file \`${file.slice(root.directory.length + 1)}\` does not exist, ${effect}.${advice}`;
  return [{ message, at, fixes: near === undefined ? [] : renamedPath(context, at, baseName(file), near), ...more }];
}

/** A file beside the missing one whose name is close. */
function nearFile({ graph }: RuleContext, file: string, names: readonly string[]): string | undefined {
  const directory = file.slice(0, file.lastIndexOf("/") + 1);
  const siblings = graph.cells.flatMap((cell) => {
    const name = cell.file.startsWith(directory) ? cell.file.slice(directory.length) : "/";
    return name.includes("/") ? [] : [name];
  });
  const hidden = siblings.find((name) => name === `_${baseName(file)}` || `_${name}` === baseName(file));
  return hidden ?? nearMatch(baseName(file), [...siblings, ...names]);
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
