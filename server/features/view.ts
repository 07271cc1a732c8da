import type { Graph } from "../graph/graph.ts";
import type { OptionValues } from "../graph/option-values.ts";
import type { SystemValues } from "../graph/system-values.ts";
import { withUnselected } from "../graph/unselected.ts";
import type { Project } from "../project/project.ts";
import type { Analysis } from "../rules/analysis.ts";
import type { Finding } from "../rules/rule.ts";
import { type LiveFlake, liveFlake } from "../subjects/live-flake.ts";
import type { LineIndex } from "../text.ts";

/**
 * What editors ask about: the flake, and what the last analyses found of it. Spans of findings count in the texts that these were made
 * from, and are turned into positions by `findingLines`.
 */
export interface View extends LiveFlake {
  /** Values of the flake's own options, as of the graph. */
  readonly valueAt: OptionValues;
  /** Values of options that modules of systems declare, as of the graph. */
  readonly systemValues: SystemValues;
  /** Of the last analysis, also of a broken flake. */
  readonly findings: readonly Finding[];
  /** Of the texts that the findings were made from. */
  readonly findingLines: (file: string) => LineIndex;
  /** Those texts. */
  readonly findingTextOf: (file: string) => string | undefined;
}

/** `whole`: the last analysis of a flake that was not broken; `latest`: the last one at all. */
export function viewOf(
  project: Project,
  whole: Analysis,
  latest: Analysis = whole,
  checkpoint?: View["checkpoint"],
): View {
  const { valueAt, systemValues, textOf, linesOf } = whole;
  return {
    ...liveFlake(project, { graph: graphOf(whole), textOf, linesOf }, checkpoint),
    valueAt,
    systemValues,
    findings: latest.findings,
    findingLines: latest.linesOf,
    findingTextOf: latest.textOf,
  };
}

/** Questions are also asked of modules that no host takes yet: that is how each of them is written. */
function graphOf({ graph, unselectedOptions }: Analysis): Graph {
  const options = withUnselected(graph.options, unselectedOptions());
  return options === graph.options ? graph : { ...graph, options };
}
