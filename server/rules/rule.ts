import type { Graph } from "../graph/graph.ts";
import type { SyntaxProblem } from "../syntax/tree.ts";
import type { Span } from "../text.ts";

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
  /** Titles of the fixes that are known. */
  readonly fixes: readonly string[];
}

/** What rules may look at. */
export interface RuleContext {
  readonly graph: Graph;
  /** Problems of the syntax of every file that was parsed; key is the file. */
  readonly syntaxProblems: ReadonlyMap<string, readonly SyntaxProblem[]>;
  readonly textOf: (file: string) => string | undefined;
}

/** One diagnostic. Its file is named like its code. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** One line for lists and documentation. */
  readonly description: string;
  readonly check: (context: RuleContext) => readonly Report[];
}

/** A finding before its rule's code and severity are put on it. `severity` overrides the rule's own. */
export interface Report {
  readonly message: string;
  readonly at: Span;
  readonly severity?: Severity;
  readonly related?: Finding["related"];
  readonly tags?: Finding["tags"];
  readonly hosts?: readonly string[];
  readonly fixes?: readonly string[];
}
