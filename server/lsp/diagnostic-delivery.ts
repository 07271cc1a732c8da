import { createHash } from "node:crypto";
import {
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { FileDiagnostic } from "../features/diagnostics/diagnostics.ts";
import { pathOf, type uriOf } from "./addresses.ts";

/** The address of a rule's page; undefined when there is none. */
export type PageOf = (code: string) => string | undefined;

/** All diagnostics of the workspace at one time, by address. */
export class DiagnosticBoard {
  private reports = new Map<string, Report>();
  /** As the client writes the addresses of open files. */
  private readonly uriFor: (file: string) => string;
  private readonly pageOf: PageOf;

  /** `pageOf`: where more is said of a rule. */
  constructor(uriFor: (file: string) => string, pageOf: PageOf) {
    this.uriFor = uriFor;
    this.pageOf = pageOf;
  }

  /** Puts up new diagnostics and returns the addresses whose diagnostics are others now. */
  put(byFile: ReadonlyMap<string, readonly FileDiagnostic[]>): readonly string[] {
    const before = this.reports;
    this.reports = new Map();
    for (const [file, found] of byFile) {
      const uri = this.uriFor(file);
      const known = before.get(uri);
      this.reports.set(uri, known?.found === found ? known : this.reportFor(found));
    }
    const uris = [...new Set([...before.keys(), ...this.reports.keys()])];
    return uris.filter((uri) => before.get(uri)?.id !== this.reports.get(uri)?.id);
  }

  itemsOf(uri: string): readonly Diagnostic[] {
    return this.reportOf(uri).items;
  }

  /** For one document; says so when it is what the client has already. */
  document(uri: string, previous: string | undefined): DocumentDiagnosticReport {
    const { id, items } = this.reportOf(uri);
    return id === previous ? { kind: "unchanged", resultId: id } : { kind: "full", resultId: id, items: [...items] };
  }

  /** For those documents whose diagnostics are not what the client has; updates `previous`, the ids of what it has. */
  workspace(previous: Map<string, string>): readonly WorkspaceDocumentDiagnosticReport[] {
    const uris = new Set([...this.reports.keys(), ...previous.keys()]);
    return [...uris].flatMap((uri): WorkspaceDocumentDiagnosticReport[] => {
      const { id, items } = this.reportOf(uri);
      if (previous.get(uri) === id) return [];
      previous.set(uri, id);
      return [{ kind: "full", uri, version: null, resultId: id, items: [...items] }];
    });
  }

  private reportFor(found: readonly FileDiagnostic[]): Report {
    const items = found.map((one) => toDiagnostic(one, this.uriFor, this.pageOf));
    return { id: digest(items), items, found };
  }

  private reportOf(uri: string): Report {
    const file = pathOf(uri);
    return this.reports.get(uri) ?? this.reports.get(file === undefined ? uri : this.uriFor(file)) ?? nothing;
  }
}

/** Workspace requests that stay open, so that news reach the client at once. */
export class WorkspacePulls {
  private readonly board: DiagnosticBoard;
  private readonly open = new Set<OpenPull>();

  constructor(board: DiagnosticBoard) {
    this.board = board;
  }

  /** Answers at once where the client takes no partial results; otherwise when the request is cancelled. */
  pull(
    previous: readonly { readonly uri: string; readonly value: string }[],
    request: OpenRequest,
  ): Promise<WorkspaceDiagnosticReport> {
    const known = new Map(previous.map(({ uri, value }) => [uri, value]));
    const { report, onCancelled } = request;
    if (!report) return Promise.resolve({ items: [...this.board.workspace(known)] });
    return new Promise((resolve) => {
      const pull: OpenPull = { known, report, end: () => resolve({ items: [] }) };
      this.open.add(pull);
      onCancelled(() => this.end(pull));
      this.tell(pull);
    });
  }

  /** The board has changed. */
  changed(): void {
    for (const pull of this.open) this.tell(pull);
  }

  endAll(): void {
    for (const pull of [...this.open]) this.end(pull);
  }

  private tell({ known, report }: OpenPull): void {
    const items = this.board.workspace(known);
    if (items.length > 0) report({ items: [...items] });
  }

  private end(pull: OpenPull): void {
    this.open.delete(pull);
    pull.end();
  }
}

export interface OpenRequest {
  readonly report: ((part: WorkspaceDiagnosticReport) => void) | undefined;
  readonly onCancelled: (listener: () => void) => void;
}

interface OpenPull {
  readonly known: Map<string, string>;
  readonly report: (part: WorkspaceDiagnosticReport) => void;
  readonly end: () => void;
}

/** For clients that do not ask. */
export function pushDiagnostics(connection: Connection, board: DiagnosticBoard, uris: readonly string[]): void {
  for (const uri of uris) {
    connection.sendDiagnostics({ uri, diagnostics: [...board.itemsOf(uri)] }).catch(() => undefined); // the client is gone
  }
}

interface Report {
  readonly id: string;
  readonly items: readonly Diagnostic[];
  /** What it was made of. */
  readonly found: readonly FileDiagnostic[];
}

function digest(items: readonly Diagnostic[]): string {
  return createHash("sha256").update(JSON.stringify(items)).digest("base64url").slice(0, 22);
}

const nothing: Report = { id: digest([]), items: [], found: [] };

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const satisfies Record<FileDiagnostic["severity"], DiagnosticSeverity>;

function toDiagnostic(found: FileDiagnostic, uriFor: typeof uriOf, pageOf: PageOf): Diagnostic {
  const { code, severity, message, range, related, unnecessary } = found;
  const page = pageOf(code);
  return {
    range,
    severity: severities[severity],
    code,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: "dendritic",
    message,
    ...(unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((note) => ({
        message: note.message,
        location: { uri: uriFor(note.file), range: note.range },
      })),
    }),
  };
}
