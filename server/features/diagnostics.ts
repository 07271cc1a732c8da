import type { Analysis } from "../rules/analysis.ts";
import type { Fix, FixCommand } from "../rules/fix.ts";
import type { Finding, Severity } from "../rules/rule.ts";
import type { Range, Span } from "../text.ts";

/** A finding as editors show it. Plain data. */
export interface FileDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Range }[];
  readonly unnecessary: boolean;
  readonly fixes: readonly ShownFix[];
}

/** A fix with places as editors count them. */
export interface ShownFix {
  readonly title: string;
  readonly edits: readonly { readonly file: string; readonly range: Range; readonly text: string }[];
  readonly preferred: boolean;
  readonly safe: boolean;
  readonly command: FixCommand | undefined;
}

/** The diagnostics of every file that has any, by file; in each the order is that of the places. */
export function diagnostics({ findings, linesOf }: Analysis): ReadonlyMap<string, readonly FileDiagnostic[]> {
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
  const { code, severity, message, at, related, tags, fixes } = finding;
  return {
    code,
    severity,
    message,
    range: rangeOf(at),
    related: related.map((note) => ({ message: note.message, file: note.at.file, range: rangeOf(note.at) })),
    unnecessary: tags.includes("unnecessary"),
    fixes: fixes.map((fix) => shownFix(fix, rangeOf)),
  };
}

function shownFix({ title, edits, preferred, safe, command }: Fix, rangeOf: (span: Span) => Range): ShownFix {
  return {
    title,
    edits: edits.map((edit) => ({ file: edit.file, range: rangeOf(edit), text: edit.text })),
    preferred: preferred ?? false,
    safe: safe ?? false,
    command,
  };
}
