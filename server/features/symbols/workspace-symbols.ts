import type { Graph } from "../../graph/graph.ts";
import { showOption } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import type { View } from "../view.ts";

export type SymbolKind = "host" | "branch" | "leaf" | "option";

export interface WorkspaceSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly container: string;
  readonly at: Span;
}

/** More would not help. */
const MOST_SYMBOLS = 300;

/** Hosts, branches, options and leaves whose name holds the letters of the query in order, the best first. */
export function workspaceSymbols(view: View, query: string): readonly WorkspaceSymbol[] {
  const ranked = allSymbols(view).flatMap((symbol) => {
    const rank = rankOf(query.toLowerCase(), symbol.name.toLowerCase());
    return rank === undefined ? [] : [{ symbol, rank }];
  });
  const order: readonly SymbolKind[] = ["host", "branch", "option", "leaf"];
  return ranked
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        order.indexOf(a.symbol.kind) - order.indexOf(b.symbol.kind) ||
        a.symbol.name.length - b.symbol.name.length ||
        (a.symbol.name < b.symbol.name ? -1 : 1),
    )
    .slice(0, MOST_SYMBOLS)
    .map(({ symbol }) => symbol);
}

function allSymbols(view: View): readonly WorkspaceSymbol[] {
  const { graph } = view;
  const located = (symbol: Omit<WorkspaceSymbol, "at">, at: Span | undefined): WorkspaceSymbol[] =>
    at ? [{ ...symbol, at: view.nowSpan(at) }] : [];
  return [
    ...graph.hosts.flatMap(({ name, kind, at }) => located({ kind: "host", name, container: kind }, at)),
    ...branchGroups(graph).flatMap(({ group, name, at }) =>
      located({ kind: "branch", name, container: group === name ? "branch" : group }, at),
    ),
    ...graph.options.flatMap(({ path, class: moduleClass, declarations }) =>
      located({ kind: "option", name: showOption(path), container: moduleClass ?? "option" }, declarations[0]),
    ),
    ...graph.leaves.flatMap(({ at, branch, file, external }) => {
      const name = external ?? file.slice(graph.root.directory.length + 1);
      return located({ kind: "leaf", name, container: branch ?? "inline" }, at);
    }),
  ];
}

function branchGroups({ branches, leaves }: Graph) {
  const groups = [...new Set(branches.filter(({ owner }) => owner === undefined).map(({ group }) => group))];
  return groups.map((group) => {
    const members = branches.filter((one) => one.group === group && one.owner === undefined);
    const held = new Set(members.flatMap((one) => one.leaves));
    const leaf = leaves.find(({ id }) => held.has(id));
    const at = members.flatMap(({ namedAt }) => namedAt)[0] ?? leaf?.definedAt ?? leaf?.at ?? members[0]?.declaredAt[0];
    return { group, name: members[0]?.name ?? group, at };
  });
}

/** Less is better; undefined: the letters are not there. */
function rankOf(query: string, name: string): number | undefined {
  if (query === "") return 3;
  if (name === query || name.split(".").at(-1) === query) return 0;
  if (name.startsWith(query) || name.includes(`.${query}`) || name.includes(`/${query}`)) return 1;
  if (name.includes(query)) return 2;
  let at = 0;
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 3;
}
