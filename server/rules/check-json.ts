import type { Graph } from "../graph/graph.ts";
import { spanJson } from "../graph/graph-json.ts";
import { type Places, placesIn } from "../graph/shown-places.ts";
import { compareText, type LineIndex } from "../text.ts";
import { compareFindings } from "./finding-order.ts";
import type { Finding } from "./rule.ts";
import { summaryOf } from "./summary.ts";

export type CheckJson = ReturnType<typeof checkJson>;

/** Findings as the contract `dendritic-check/1` has them: sorted by place, plain data. */
export function checkJson(graph: Graph, findings: readonly Finding[], lineIndex: (file: string) => LineIndex) {
  const places = placesIn(graph.root.directory, lineIndex);
  const { errors, warnings, hints, hosts, completeHosts } = summaryOf(graph, findings);
  return {
    format: "dendritic-check/1",
    findings: [...findings].sort(compareFindings).map((finding) => findingJson(finding, places)),
    summary: { errors, warnings, hints, hosts, completeHosts },
  } as const;
}

/** The order of related places is the rule's own: it tells a story. */
function findingJson(finding: Finding, places: Places) {
  return {
    code: finding.code,
    severity: finding.severity,
    message: places.wordsOf(finding.message),
    at: spanJson(finding.at, places),
    related: finding.related.map(({ message, at }) => ({ message: places.wordsOf(message), at: spanJson(at, places) })),
    tags: [...finding.tags],
    hosts: [...finding.hosts].sort(compareText),
    fixes: finding.fixes.map(({ title }) => title),
  };
}
