import type { Graph } from "./graph.ts";
import { leavesById } from "./graph-lookup.ts";

/** Whether absence can be claimed at all: every host and image is known whole, and the flake's own outputs could be evaluated. */
export function isWhollyKnown(graph: Graph): boolean {
  return graph.root.failure === undefined && [...graph.hosts, ...graph.images].every((host) => host.complete);
}

/** Classes of the systems that this flake instantiates, slots included. */
export function instantiatedClasses(graph: Graph): ReadonlySet<string> {
  const classes = new Set([...graph.hosts, ...graph.images].map((host) => host.class));
  const byId = leavesById(graph);
  for (const host of [...graph.hosts, ...graph.images]) {
    for (const pull of host.pulls) {
      const name = byId.get(pull.leaf)?.class;
      if (name) classes.add(name);
    }
  }
  return classes;
}
