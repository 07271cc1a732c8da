import type { Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import type { Snapshot } from "../project/snapshot.ts";
import type { Texts } from "../project/texts.ts";
import type { SyntaxProblem } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import type { CountsOf, FactsOf } from "./file-facts.ts";
import type { Fix } from "./fix.ts";
import type { RuleGroup } from "./groups.ts";
import type { AllowedCode, Pragma } from "./pragmas.ts";
import type { RuleSettings } from "./rule-settings.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** Something that a rule has to say about a place. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Span;
  readonly related: readonly { readonly message: string; readonly at: Span }[];
  readonly tags: readonly "unnecessary"[];
  /** Ids of the hosts concerned. */
  readonly hosts: readonly string[];
  /** What can be done about it, the likeliest first. Found when first asked for. */
  readonly fixes: readonly Fix[];
}

/** What rules may look at. */
export interface RuleContext extends Pick<Texts, "textOf" | "treeOf" | "namesOf"> {
  readonly graph: Graph;
  readonly settings: RuleSettings;
  /** Problems of the syntax of every file that was parsed; key is the file. */
  readonly syntaxProblems: ReadonlyMap<string, readonly SyntaxProblem[]>;
  /** For all that is looked for in every file: what is known of files that were not edited is not looked for again. */
  readonly factsOf: FactsOf;
  readonly countsOf: CountsOf;
  /**
   * What options of the flake, and of its systems' modules, hold: evaluated when asked for, within a limit of time, behind which a value is
   * unknown. A rule must be silent where it is.
   */
  readonly valueAt: OptionValues;
  readonly systemValues: SystemValues;
  /** Nix sees what git's index has, and nothing else. */
  readonly inRepository: boolean;
  /** The files of the flake as Nix sees them. */
  readonly seen: Snapshot["seen"];
  /** Nothing, unless it is they that are judged. */
  readonly pragmas: PragmaReview;
}

/** The pragmas in the flake's files, and what came of them. */
export interface PragmaReview {
  readonly all: readonly Pragma[];
  /** Codes in them that allow nothing, for certain. */
  readonly idle: ReadonlySet<AllowedCode>;
  /** Of all rules. */
  readonly codes: readonly string[];
}

/** One diagnostic. Its file is named like its code. The documentation and the settings are made from it. */
export interface Rule {
  readonly code: string;
  /** Where lists show it. */
  readonly group: RuleGroup;
  /** Without settings; a report may have another. */
  readonly severity: Severity | "off";
  /** When a report has another severity than the rule: `hint where the flake publishes the collector`. */
  readonly exception?: string;
  /** One line for lists. */
  readonly description: string;
  /** What is the case, and why it matters. Markdown, paragraphs split by blank lines. */
  readonly explanation: string;
  readonly examples: Examples;
  /** It speaks of files that do not parse, too. In them every other rule is silent: who knows what they are once they are mended. */
  readonly judgesBroken?: true;
  readonly check: (context: RuleContext) => readonly Report[];
}

/**
 * Small cells in Nix without their root, each tried by a test: of the wrong ones the rule speaks, of the right ones no rule does. A comment
 * `# cells/a.nix` starts a file. A flake that they can stand in, with branches under `my.branches` as well as under `flake.modules`, is
 * supplied.
 */
export interface Examples {
  /** Cells that must stand beside both besides; not shown. */
  readonly around?: string;
  readonly wrong: string;
  readonly right: string;
}

/** A finding before its rule's code and severity are put on it. `severity` overrides the rule's own, but not the settings. */
export interface Report {
  readonly message: string;
  readonly at: Span;
  readonly severity?: Severity;
  readonly related?: Finding["related"];
  readonly tags?: Finding["tags"];
  readonly hosts?: readonly string[];
  /** A function is called when somebody wants them. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
}
