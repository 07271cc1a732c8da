import { indexNames } from "../../server/names/index.ts";
import type { NameIndex, Occurrence, OptionScope } from "../../server/names/name-index.ts";
import { isComputed, pieceText, type WrittenPath } from "../../server/option-path.ts";
import { parse } from "../../server/syntax/parse.ts";
import { lineIndexOf } from "../../server/text.ts";
import "../grammar.ts";

export function indexOf(text: string, file = "/flake/cells/cell.nix"): NameIndex {
  return indexNames(file, parse(text));
}

/** One occurrence a line: `read my.theme @ 3:12 flake`; line and column of the last written piece, both from 1. */
export function printOccurrences(text: string, file?: string): string {
  const { positionAt } = lineIndexOf(text);
  return indexOf(text, file)
    .occurrences.map((occurrence) => {
      const { line, character } = positionAt(occurrence.range.start);
      const where = `${line + 1}:${character + 1} ${printScope(occurrence.scope)}`;
      return [occurrence.use, printPath(occurrence.path), "@", where, ...flags(occurrence)].join(" ");
    })
    .join("\n");
}

function flags({ guarded, uncertain }: Occurrence): string[] {
  return [...(guarded ? ["guarded"] : []), ...(uncertain ? ["uncertain"] : [])];
}

/** `flake`, `perSystem`, or the collector after the scope that it stands in: `flake>flake.modules.nixos.base`. */
export function printScope(scope: OptionScope): string {
  if (scope.kind === "system") return `${printScope(scope.within)}>${scope.argument}`;
  if (scope.kind !== "module") return scope.kind;
  return `${printScope(scope.within)}>${printPath(scope.collector)}`;
}

export function printPath(path: WrittenPath): string {
  return path.map((piece) => (isComputed(piece) ? "$" : pieceText(piece))).join(".");
}
