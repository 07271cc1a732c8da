import type { CellStatus, Graph } from "../graph/graph.ts";
import { cellsByFile } from "../graph/graph-lookup.ts";
import { textChange } from "../project/text-changes.ts";
import type { Texts } from "../project/texts.ts";
import { judged, noPragmas } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { duplicateAttribute } from "./duplicate-attribute.ts";
import { countsIn, factsIn, noFacts } from "./file-facts.ts";
import { compareFindings } from "./finding-order.ts";
import type { Finding, RuleContext } from "./rule.ts";
import type { RuleSettings } from "./rule-settings.ts";
import { syntax } from "./syntax.ts";

/** Rules that need no more than the file. */
const OWN = [syntax, duplicateAttribute];
/** They look at no other file. */
const NOTHING_SEEN: RuleContext["seen"] = { kind: () => undefined, list: () => undefined, readable: () => false };
const OWN_CODES: ReadonlySet<string> = new Set(OWN.map(({ code }) => code));

/** Whether Nix reads the file, so that it cannot build the flake where it does not parse. */
export function isNeeded(graph: Graph, file: string): boolean {
  return graph.root.file === file || NEEDED.has(cellsByFile(graph).get(file)?.status ?? "ignored");
}

/** Cells whose mistakes keep Nix from building the flake. */
const NEEDED: ReadonlySet<CellStatus> = new Set<CellStatus>(["imported", "reached", "broken"]);

/**
 * What can be said at once of a file as it is now: its syntax errors, and what the last analysis found in it, moved with its text. A
 * finding whose own text has changed is left out. Places are those of `now`, in other files those of the analysis.
 */
export function ownFindings(analysis: Analysis, now: Texts, file: string, settings: RuleSettings): readonly Finding[] {
  const { graph, valueAt, systemValues } = analysis;
  const [before, text] = [analysis.textOf(file) ?? "", now.textOf(file) ?? ""];
  const { after } = textChange(before, text);
  const kept = analysis.findings.flatMap((finding): readonly Finding[] => {
    const { at, related, code } = finding;
    if (at.file !== file || OWN_CODES.has(code)) return [];
    const moved = { file, ...after(at) };
    if (before.slice(at.start, at.end) !== text.slice(moved.start, moved.end)) return [];
    const notes = related.map((note) => (note.at.file === file ? { ...note, at: { file, ...after(note.at) } } : note));
    return [{ ...finding, at: moved, related: notes, fixes: [] }];
  });
  const problems = isNeeded(graph, file) ? (now.treeOf(file)?.problems ?? []) : [];
  if (problems.length === 0) return kept;
  const syntaxProblems = new Map([[file, problems]]);
  const context = {
    graph,
    settings,
    syntaxProblems,
    ...now,
    factsOf: factsIn({ graph, ...now }, noFacts()),
    countsOf: countsIn({ graph, ...now }, noFacts()),
    valueAt,
    systemValues,
    inRepository: false,
    seen: NOTHING_SEEN,
    pragmas: noPragmas,
  };
  return [...kept, ...judged(context, OWN).findings].sort(compareFindings);
}
