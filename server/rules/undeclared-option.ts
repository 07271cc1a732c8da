import { HOST_OUTPUTS } from "../graph/outputs.ts";
import { PER_SYSTEM } from "../graph/per-system.ts";
import { isOneTypo } from "../graph/typos.ts";
import { showOption, startFits } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import { collectorInPersystem } from "./collector-in-persystem.ts";
import { type Fix, renaming } from "./fix.ts";
import { declaringFixes } from "./fixes/declare-option.ts";
import { optionsSet } from "./fixes/new-options.ts";
import { importTypo } from "./import-typo.ts";
import { misplacedAt } from "./misplaced-module.ts";
import { misspeltReads } from "./misspelt-reads.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const undeclaredOption: Rule = {
  code: "undeclared-option",
  group: "options",
  severity: "error",
  exception:
    "warning where the option is read and Nix need not get there, and where a module from outside the flake might declare it",
  description: "An option is set or read that no module declares.",
  explanation: `The flake's own module system knows only the options that some module declares. Setting any other option stops Nix with "The
option … does not exist", usually because of a typo in the name, or because the file that declares it is gone.

Where modules from outside the flake are involved, one of them may declare the option. Then only a name that is almost that of a declared
option is reported, as a warning.`,
  examples: {
    wrong: `{ lib, ... }: {
  options.my.user.name = lib.mkOption { type = lib.types.str; };
  config.my.user.nmae = "rowan";
}`,
    right: `{ lib, ... }: {
  options.my.user.name = lib.mkOption { type = lib.types.str; };
  config.my.user.name = "rowan";
}`,
  },
  check: (context) => [...misspeltReads(context), ...setOptions(context)],
};

type FoundUndeclared = ReturnType<typeof problemsOfKind<"undeclared">>[number];

function setOptions(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "undeclared").flatMap((problem) => {
    if (isToldElsewhere(context, problem)) return [];
    const [first = ""] = problem.path;
    const name = problem.path.at(-1) ?? "";
    const near = nearMatch(name, problem.alternatives);
    // An outside module may declare it; only what looks like a typo is worth reporting then.
    if (!problem.certain && !near) return [];
    const advice = near ? ` Did you mean \`${showOption([...problem.path.slice(0, -1), near])}\`?` : "";
    const effect = problem.certain ? ", so Nix refuses it" : "";
    const message = `No module declares the option \`${showOption(problem.path)}\`${effect}.${advice}`;
    if (near === undefined && problem.certain && problem.hosts.length === 0 && OUTPUTS.has(first))
      return [missingFlake(problem)];
    const fixes = () => [
      ...(near ? renaming(context, problem.at, name, near) : []),
      ...(problem.certain && first !== PER_SYSTEM && !isOneTypo(name, near ?? "") ? declaring(context, problem) : []),
    ];
    return [
      problem.certain
        ? { message, at: problem.at, fixes }
        : { message, at: problem.at, fixes, severity: "warning" as const },
    ];
  });
}

/** Outputs that people write by hand (`nix flake check` knows them, or flake-parts' modules declare them). */
const OUTPUTS: ReadonlySet<string> = new Set([
  ...HOST_OUTPUTS.keys(),
  ...["darwinModules", "homeManagerModules", "homeModules", "lib", "modules", "nixosModules", "overlays", "templates"],
]);

function missingFlake({ at, path }: FoundUndeclared): Report {
  const name = showOption(path);
  return {
    message: `\`${name}\` is not an option: outputs of the flake are defined below \`flake\`. Write \`flake.${name}\`.`,
    at,
    fixes: [
      { title: `Change to \`flake.${name}\``, edits: [{ ...at, end: at.start, text: "flake." }], preferred: true },
    ],
  };
}

/** Everything that is set below the same name, wherever: a part of it would not help. */
function declaring(context: RuleContext, { path, hosts, at }: FoundUndeclared): readonly Fix[] {
  const all = problemsOfKind(context, "undeclared");
  const alike = all.filter((other) => showOption(other.path) === showOption(path));
  const everywhere = [...new Set([...hosts, ...alike.flatMap((one) => one.hosts)])];
  return declaringFixes(context, { path, at, hosts: everywhere }, (option) =>
    optionsSet(
      context,
      option,
      all.filter((other) => other.path.length === option.length && startFits(other.path, option)),
    ),
  );
}

/**
 * `import` for `imports`, `imports` inside `config`, options of the flake inside `perSystem`, and files that are not modules of the flake at
 * all, have rules of their own.
 */
function isToldElsewhere(context: RuleContext, { at }: { readonly at: Span }): boolean {
  const isKey = context.graph.problems.some(
    ({ kind, at: place }) =>
      (kind === "import-list" || kind === "key-in-config") && place?.file === at.file && place.start === at.start,
  );
  const isInOther = [collectorInPersystem, importTypo].some((rule) =>
    rule.check(context).some((report) => startKey(report.at) === startKey(at)),
  );
  return isKey || isInOther || misplacedAt(context, at.file) !== undefined;
}
