import type { Analysis } from "../../rules/analysis.ts";
import type { Finding, Severity } from "../../rules/rule.ts";
import type { Range, Span } from "../../text.ts";

/** A finding as editors show it. Plain data. */
export interface FileDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Range }[];
  readonly unnecessary: boolean;
}

/** The diagnostics of every file that has any, by file; in each the order is that of the places. */
export function diagnostics({
  findings,
  linesOf,
}: Pick<Analysis, "findings" | "linesOf">): ReadonlyMap<string, readonly FileDiagnostic[]> {
  const rangeOf = (span: Span) => linesOf(span.file).rangeOf(span);
  const byFile = new Map<string, FileDiagnostic[]>();
  for (const finding of findings) {
    const { file } = finding.at;
    const known = byFile.get(file);
    const shown = shownFinding(finding, rangeOf);
    if (known) known.push(shown);
    else byFile.set(file, [shown]);
  }
  return byFile;
}

function shownFinding(finding: Finding, rangeOf: (span: Span) => Range): FileDiagnostic {
  const { code, severity, message, at, related, tags } = finding;
  return {
    code,
    severity,
    message,
    range: rangeOf(at),
    related: related.map((note) => ({ message: note.message, file: note.at.file, range: rangeOf(note.at) })),
    unnecessary: tags.includes("unnecessary"),
  };
}
