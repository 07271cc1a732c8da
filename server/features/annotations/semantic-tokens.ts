import type { NameIndex, Occurrence } from "../../names/name-index.ts";
import { branchesAt } from "../../subjects/branch-tree.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { optionsAlong } from "../../subjects/option-tree.ts";
import { pathsOf } from "../../subjects/readings.ts";
import { branchesNamedBy } from "../../subjects/selecting-strings.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";

export type TokenKind = "option" | "branch" | "argument";

export interface SemanticToken extends OffsetRange {
  readonly kind: TokenKind;
  readonly declares: boolean;
}

/** Pieces of paths of own options, names of branches (in strings, too) and arguments of modules; in source order, none overlaps another. */
export function semanticTokens(view: View, file: string): readonly SemanticToken[] {
  const names = view.namesOf(file);
  if (!names) return [];
  const tokens = new Map<number, SemanticToken>();
  const put = (range: OffsetRange | undefined, kind: TokenKind, declares: boolean) => {
    if (!range) return;
    const known = tokens.get(range.start);
    if (!known || known.kind === "argument" || (kind === "branch" && known.kind === "option")) {
      tokens.set(range.start, { start: range.start, end: range.end, kind, declares });
    }
  };
  for (const range of argumentRanges(names)) put(range, "argument", false);
  for (const occurrence of names.occurrences) {
    for (const { piece, kind } of knownPieces(view, file, occurrence)) {
      put(occurrence.pieces[piece], kind, occurrence.use === "declare");
    }
  }
  for (const string of names.strings) {
    if (branchesNamedBy(view, file, string).length > 0) put(string.range, "branch", false);
  }
  return withoutOverlaps([...tokens.values()].sort((a, b) => a.start - b.start));
}

function knownPieces(view: View, file: string, { path, scope, range, use }: Occurrence) {
  const index = graphIndexOf(view.graph);
  const found = new Map<number, TokenKind>();
  for (const meaning of pathsOf(view, file, { path, scope }, range.start)) {
    const shift = path.length - meaning.path.length;
    const { length } = optionsAlong(index, meaning);
    for (let at = 0; at < length; at++) if (at + shift >= 0) found.set(at + shift, "option");
    for (let at = 0; at < meaning.path.length; at++) {
      const here = { path: meaning.path.slice(0, at + 1), class: meaning.class };
      if (at + shift >= 0 && branchesAt(index, here).length > 0) found.set(at + shift, "branch");
    }
  }
  if (use === "declare" && found.size === 0) for (const at of path.keys()) found.set(at, "option");
  return [...found].flatMap(([piece, kind]) => (typeof path[piece] === "string" ? [{ piece, kind }] : []));
}

/** What the module system hands to modules, where it is named and used. */
function argumentRanges({ bindings }: NameIndex): readonly OffsetRange[] {
  return bindings
    .filter(({ kind, name, alias }) => kind === "formal" && (alias !== undefined || moduleArguments.has(name)))
    .flatMap(({ definitions, uses }) => [...definitions, ...uses]);
}

const moduleArguments = new Set(
  "config inputs inputs' lib modulesPath options osConfig pkgs self self' specialArgs system withSystem".split(" "),
);

function withoutOverlaps(sorted: readonly SemanticToken[]): readonly SemanticToken[] {
  let end = 0;
  return sorted.filter((token) => {
    if (token.start < end || token.end <= token.start) return false;
    end = token.end;
    return true;
  });
}
