import type { Graph } from "../graph/graph.ts";

/** Whether absence can be claimed at all: every host and image is known whole, and the flake's own outputs could be evaluated. */
export function isWhollyKnown(graph: Graph): boolean {
  return graph.root.failure === undefined && [...graph.hosts, ...graph.images].every((host) => host.complete);
}

/** Classes of the systems that this flake instantiates, slots included. */
export function instantiatedClasses(graph: Graph): ReadonlySet<string> {
  const classes = new Set([...graph.hosts, ...graph.images].map((host) => host.class));
  const byId = new Map(graph.leaves.map((leaf) => [leaf.id, leaf]));
  for (const host of [...graph.hosts, ...graph.images]) {
    for (const pull of host.pulls) {
      const name = byId.get(pull.leaf)?.class;
      if (name) classes.add(name);
    }
  }
  return classes;
}

/** Nouns with their number: "1 module", "2 modules". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "`a`, `b` and `c`" */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
