import { analyseFixture } from "../flake.ts";
import { rootText } from "../small-flake.ts";

/** The root of a flake with the inputs that libraries of aspects need. */
const ROOT = rootText({
  inputs: {
    "home-manager": true,
    "nix-darwin": true,
    "flake-aspects": true,
    unify: true,
    "clan-core": true,
    den: true,
  },
});

/** A flake.lock that pins den to a revision of a day, `2026-02-12`. */
function lockOf(day: string): string {
  const den = { locked: { type: "github", owner: "vic", repo: "den", lastModified: Date.parse(day) / 1000 } };
  return JSON.stringify({ nodes: { root: { inputs: { den: "den" } }, den }, root: "root", version: 7 });
}

/**
 * Each host of the flake in `text` as `name state: files`, the files below the cells. `day`: when den's revision was made; `withRoot`:
 * the root is left out of `text`.
 */
export function hostLines(text: string, day?: string, withRoot = true): readonly string[] {
  return graphOf(text, day, withRoot).hosts.map(({ id, complete, files }) => {
    const names = files.map((file) => file.replace("/flake/cells/", ""));
    return `${id} ${complete ? "complete" : "incomplete"}: ${names.join(" ")}`;
  });
}

/** Each pull of a host as `branches | slot | file`, branches joined by `>`. */
export function pullLines(text: string, host: string, day = "2026-04-15"): readonly string[] {
  const graph = graphOf(text, day);
  const leaves = new Map(graph.leaves.map((leaf) => [leaf.id, leaf]));
  const found = graph.hosts.find(({ id }) => id === host);
  return (found?.pulls ?? []).map(({ leaf, via, slot }) => {
    const file = leaves.get(leaf)?.file.replace(/^.*cells\//, "");
    return [via.join(">"), slot ?? "", file].join(" | ");
  });
}

/** The graph of the flake in `text`; arguments as above. */
export function graphOf(text: string, day = "2026-04-15", withRoot = true) {
  if (!withRoot) return analyseFixture(text.trimStart()).analysis.graph;
  return analyseFixture(`${ROOT}#- /flake.lock\n${lockOf(day)}\n${text.trimStart()}`).analysis.graph;
}
