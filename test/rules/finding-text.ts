import { placesIn } from "../../server/graph/shown-places.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Finding } from "../../server/rules/rule.ts";

/** Findings as the command line prints them, one a line, so that a test that fails says what was found: `cells/a.nix:3 error code: message`. */
export function findingLines({ graph, linesOf }: Analysis, findings: readonly Finding[]): readonly string[] {
  const { lineOf, wordsOf } = placesIn(graph.root.directory, linesOf);
  return findings.map(({ at, severity, code, message }) => `${lineOf(at)} ${severity} ${code}: ${wordsOf(message)}`);
}

/** Hosts that are not known whole, with the reasons: of them a rule may be silent for that alone. */
export function partialHosts({ graph }: Analysis): readonly string[] {
  return graph.hosts
    .filter(({ complete }) => !complete)
    .map(({ id, unresolved }) => `${id} is not known whole: ${unresolved.map(({ reason }) => reason).join("; ")}`);
}
