import { directoryOf } from "../nix/paths.ts";
import { coversSpan, type Span, startKey } from "../text.ts";
import { renamedPath } from "./fix.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { type WrittenImport, writtenImports } from "./written-imports.ts";
import { isReached, type WrittenPath, writtenPaths } from "./written-paths.ts";

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
    const all = new Set([...met, ...unmet].map(({ at }) => startKey(at)));
    const values = writtenPaths(context).filter(({ at }) => !all.has(startKey(at)));
    return [...met, ...unmet, ...values.flatMap((path) => missingValue(context, path))];
  },
};

/** A path as a value is copied to the store as soon as something needs its text. */
function missingValue(context: RuleContext, { at, target, below, isConditional }: WrittenPath): readonly Report[] {
  const { graph, seen } = context;
  if (!target.startsWith(`${graph.root.directory}/`) || !seen.readable(target) || seen.kind(target) !== undefined)
    return [];
  const isNeeded = !isConditional && isReached(context, at);
  const shown = target.slice(graph.root.directory.length + 1);
  const near = pathsNear(context, at.file, target, below)[0];
  const written = near && relativePath(at.file, near);
  const advice = written ? ` Did you mean \`${written}\`?` : " Create the file, or change the path.";
  const message = `\`${shown}\` does not exist, so Nix stops when it needs this path.${advice}`;
  const fixes = written
    ? [{ title: `Change to \`${written}\``, edits: [{ ...at, text: written }], preferred: true }]
    : [];
  return [{ message, at, fixes, ...(isNeeded ? {} : { severity: "warning" as const }) }];
}

/** A file whose name is close to the missing one in its directory; else those at the same place (`below`) in a directory around the cell. */
function pathsNear({ graph, seen }: RuleContext, file: string, target: string, below: string): readonly string[] {
  const [directory, name] = [directoryOf(target), baseName(target)];
  const names = (seen.list(directory) ?? []).map((entry) => entry.name);
  const near = nearMatch(name, names) ?? names.find((one) => name.startsWith(`${one}.`));
  if (near !== undefined) return [`${directory}/${near}`];
  const around: string[] = [];
  for (let at = directoryOf(file); at.startsWith(graph.root.directory); at = directoryOf(at))
    around.push(`${at}/${below}`);
  return around.filter((path) => seen.kind(path) !== undefined);
}

/** The path from a file, as Nix takes it. */
function relativePath(file: string, target: string): string {
  const [from, to] = [directoryOf(file).split("/"), target.split("/")];
  const shared = from.findIndex((piece, index) => piece !== to[index]);
  const common = shared < 0 ? from.length : shared;
  const up = "../".repeat(from.length - common);
  return `${up === "" ? "./" : up}${to.slice(common).join("/")}`;
}

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
