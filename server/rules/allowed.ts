import { lineIndexOf } from "../text.ts";
import type { FactContext } from "./file-facts.ts";
import { type AllowedCode, type Pragma, pragmasIn } from "./pragmas.ts";
import type { Finding, RuleContext } from "./rule.ts";

export interface Allowed {
  /** Those that no pragma allows. */
  readonly findings: readonly Finding[];
  readonly pragmas: readonly Pragma[];
  /** The codes in pragmas that allow something. */
  readonly used: ReadonlySet<AllowedCode>;
}

/** Leaves out the findings that pragmas in the flake's files allow. */
export function withoutAllowed(context: RuleContext, findings: readonly Finding[]): Allowed {
  const byFile = pragmasByFile(context, findings);
  const used = new Set<AllowedCode>();
  const kept = findings.filter((finding) => {
    const allowing = allowingCodes(context, byFile.get(finding.at.file) ?? [], finding);
    for (const one of allowing) used.add(one);
    return allowing.length === 0;
  });
  return { findings: kept, pragmas: [...byFile.values()].flat(), used };
}

function pragmasByFile(context: RuleContext, findings: readonly Finding[]): ReadonlyMap<string, readonly Pragma[]> {
  const inCells = context.factsOf(pragmasOf).map(({ cell, fact }) => [cell.file, fact] as const);
  const others = new Set([context.graph.root.file, ...findings.map(({ at }) => at.file)]);
  const inOthers = [...others].map((file) => [file, pragmasOf(file, context) ?? []] as const);
  return new Map([...inCells, ...inOthers]);
}

function pragmasOf(file: string, { textOf, treeOf }: FactContext): readonly Pragma[] | undefined {
  const text = textOf(file);
  const tree = text?.includes("dendritic:") ? treeOf(file) : undefined;
  const pragmas = text !== undefined && tree ? pragmasIn(file, text, tree) : [];
  return pragmas.length > 0 ? pragmas : undefined;
}

function allowingCodes(
  context: RuleContext,
  pragmas: readonly Pragma[],
  { code, at }: Finding,
): readonly AllowedCode[] {
  if (pragmas.length === 0) return [];
  const { line } = lineIndexOf(context.textOf(at.file) ?? "").positionAt(at.start);
  return pragmas
    .filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
    .flatMap(({ allowed }) => allowed.filter((one) => one.code === code));
}
