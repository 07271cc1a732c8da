import { fits, isAny, type OptionPattern, samePath, type WrittenPath } from "../../option-path.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import { pathsOf } from "../../subjects/readings.ts";
import type { Expression } from "../../syntax/syntax-tree.ts";
import { childrenOf, type Node } from "../../syntax/tree-walk.ts";
import type { NameChange } from "./name-change.ts";
import type { Naming } from "./naming.ts";

/**
 * A place that may read the option through a value that was handed on whole: `cfg.user.name` in a function, when `config.my` is given to
 * some function. Undefined: there is none among the mentions.
 */
export function readThroughValue(
  flake: LiveFlake,
  change: NameChange,
  mentions: readonly Naming[],
): Naming | undefined {
  const handed = handedOnPaths(flake, change);
  return mentions.find((mention) => {
    if (mention.as !== "read") return false;
    const before = piecesBefore(flake, mention);
    return (
      before !== undefined &&
      change.paths.some((path) => handed.some((whole) => leadsOn(path.slice(0, -1), whole, before)))
    );
  });
}

/** Whether the pieces, read off a value at `whole` or an instance in it, lead to the path. */
function leadsOn(path: OptionPattern, whole: WrittenPath, pieces: readonly string[]): boolean {
  const rest = path.slice(whole.length);
  const start = rest.length - pieces.length;
  if (start < 0 || !fits(whole, path.slice(0, whole.length))) return false;
  return rest.slice(0, start).every(isAny) && samePath(rest.slice(start), pieces);
}

/** The pieces of a selection between an argument and the mention; undefined when it is not an argument that is selected from. */
function piecesBefore({ treeOf, namesOf }: LiveFlake, { file, range }: Naming): readonly string[] | undefined {
  const root = treeOf(file)?.root;
  const names = namesOf(file);
  const around = root && selectionAround(root, range.start);
  if (!around || !names) return undefined;
  const { base, path } = around;
  const binding = names.bindings.find(({ uses }) => uses.some(({ start }) => start === base.start));
  const isArgument = binding && (binding.kind === "formal" || binding.kind === "parameter") && !binding.alias;
  return isArgument ? path : undefined;
}

function selectionAround(root: Expression, offset: number): { base: Expression; path: string[] } | undefined {
  let found: { base: Expression; path: string[] } | undefined;
  const visit = (node: Node) => {
    if (offset < node.start || node.end < offset) return;
    const from = node.kind === "select" ? node.from : node.kind === "has" ? node.subject : undefined;
    const names = node.kind === "select" || node.kind === "has" ? node.path : [];
    const at = names.findIndex(({ start }) => start === offset);
    if (from && at >= 0) found = selectedFrom(from, names.slice(0, at).map(nameOf));
    if (node.kind === "inherit" && node.from && node.names.some(({ start }) => start === offset)) {
      found = selectedFrom(node.from, []);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return found;
}

function selectedFrom(from: Expression, path: string[]): { base: Expression; path: string[] } {
  if (from.kind !== "select") return { base: from, path };
  return selectedFrom(from.from, [...from.path.map(nameOf), ...path]);
}

function nameOf(name: { readonly kind: "static"; readonly name: string } | { readonly kind: "dynamic" }): string {
  return name.kind === "static" ? name.name : "";
}

/** Paths above the option whose whole value goes somewhere else. */
function handedOnPaths(flake: LiveFlake, change: NameChange): readonly WrittenPath[] {
  return flake.files.flatMap((file) => {
    flake.checkpoint();
    const names = flake.namesOf(file);
    const root = flake.treeOf(file)?.root;
    if (!names || !root) return [];
    const handed = handedOnEnds(root);
    const aliases = names.bindings.flatMap(({ alias, uses }) =>
      alias?.of === "config" && uses.some(({ end }) => handed.has(end)) ? [{ ...alias, range: uses[0] ?? root }] : [],
    );
    const read = names.occurrences.filter(({ use, range }) => use === "read" && handed.has(range.end));
    return [...aliases, ...read].flatMap((one) =>
      pathsOf(flake, file, one, one.range.start)
        .filter(({ class: moduleClass }) => change.classes.includes(moduleClass))
        .map(({ path }) => path),
    );
  });
}

/** Where names and selections end that are not part of a longer one, and not just given a local name or opened. */
function handedOnEnds(root: Expression): ReadonlySet<number> {
  const ends = new Set<number>();
  const waiting: { readonly node: Node; readonly from: Node | undefined; readonly handed: boolean }[] = [
    { node: root, from: undefined, handed: false },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, from, handed } = next;
    if (handed && (node.kind === "variable" || node.kind === "select")) ends.add(node.end);
    const isLocal = node.kind === "bind" && from?.kind === "let";
    for (const child of childrenOf(node)) {
      waiting.push({ node: child, from: node, handed: !isLocal && handsOn(node, child) });
    }
  }
  return ends;
}

function handsOn(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case "select":
      return child !== parent.from;
    case "has":
      return child !== parent.subject;
    case "with":
      return child !== parent.scope;
    case "inherit":
      return false;
    default:
      return true;
  }
}
