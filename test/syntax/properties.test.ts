import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "../../server/syntax/parse.ts";
import { childrenOf, type Node } from "../../server/syntax/tree-walk.ts";
import type { OffsetRange } from "../../server/text.ts";
import "../grammar.ts";

const program = `{ config, lib, pkgs ? null, ... }@args:
let
  cfg = config.my.base; # the branch
  inherit (lib) mkIf types;
  "quoted name".\${cfg.name} = ./a//b;
in
{
  imports = [ ./x/\${args.y}.nix <nixpkgs/lib> (import ../z { inherit cfg; }) ] ++ [ ];
  my.hosts.a = rec { enable = !cfg ? off && -1 < 2; n = 1.5; };
  text = ''
    if \${cfg.shell or "sh"} ''\${x}
      ''\\n '''
  '';
  f = { a, b ? "x\\n\${a}", }: with a; assert b != null; if a then b else a |> f <| https://a.b/c;
}
`;

const pieces = program.match(/[\w'"-]+|\s+|[^\s\w]/g) ?? [];
const rubble = fc.oneof(
  fc.constantFrom(...pieces, "{", "}", '"', "''", "${", "/*", "\r", "\0", "\ud800", "\uFEFF", "in", "let", "= "),
  fc.string({ maxLength: 3 }),
);

/** The program with stretches replaced by rubble. */
const mutated = fc
  .array(fc.record({ at: fc.nat(program.length), length: fc.nat(30), by: rubble }), { maxLength: 4 })
  .map((changes) => {
    return changes.reduce((text, { at, length, by }) => text.slice(0, at) + by + text.slice(at + length), program);
  });
const truncated = fc.tuple(fc.nat(program.length), fc.nat(program.length)).map(([from, to]) => program.slice(from, to));
const shuffled = fc.array(rubble, { maxLength: 60 }).map((words) => words.join(""));
const anyText = fc.oneof(mutated, truncated, shuffled, fc.string({ unit: "binary", maxLength: 200 }));

test("the program itself is sound", () => {
  expect(parse(program.replace(" <| https://a.b/c", "")).problems).toEqual([]);
});

test("no text crashes; spans lie inside their parents and the file", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { root, problems } = parse(text);
      const file = { start: 0, end: text.length };
      checkSpans(root, file);
      for (const problem of problems) checkInside(problem, file);
    }),
    { numRuns: 500 },
  );
});

test("parsing is a function of the text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(parse(text)).toEqual(parse(text));
    }),
    { numRuns: 50 },
  );
});

test("a mended file has problems", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { root, problems } = parse(text);
      if (holds(root, ({ kind }) => kind === "hole")) expect(problems).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function checkInside(range: OffsetRange, parent: OffsetRange): void {
  const isInside = parent.start <= range.start && range.start <= range.end && range.end <= parent.end;
  if (!isInside) throw new Error(`${range.start}-${range.end} is not inside ${parent.start}-${parent.end}`);
}

function checkSpans(piece: Node, parent: OffsetRange): void {
  checkInside(piece, parent);
  for (const child of childrenOf(piece)) checkSpans(child, piece);
}

function holds(piece: Node, isWanted: (piece: Node) => boolean): boolean {
  return isWanted(piece) || childrenOf(piece).some((child) => holds(child, isWanted));
}
