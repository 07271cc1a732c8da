import fc from "fast-check";
import { expect, test } from "vitest";
import { indexNames } from "../../server/names/index.ts";
import { bindingAt, occurrenceAt, pathAt, stringAt } from "../../server/names/names-at.ts";
import type { AttributeName, Expression } from "../../server/syntax/syntax-tree.ts";
import { indexOf, printOccurrences, printPath } from "./print.ts";

/** The text without its `$0`, and where that stood. */
function marked(text: string): { text: string; offset: number } {
  return { text: text.replace("$0", ""), offset: text.indexOf("$0") };
}

test("each piece of an occurrence answers with the path up to it", () => {
  const asked = (source: string) => {
    const { text, offset } = marked(source);
    const found = occurrenceAt(indexOf(text), offset);
    return found && `${found.occurrence.use} ${printPath(found.occurrence.path.slice(0, found.piece + 1))}`;
  };
  expect(asked("{ my.ho$0sts.x = { a = 1; b = 2; }; }")).toBe("define my.hosts");
  expect(asked("{ my.hosts.x = { a = 1; b$0 = 2; }; }")).toBe("define my.hosts.x.b");
  expect(asked("{ config, ... }: let cfg = config.my; in { x = cfg.us$0er.name; }")).toBe("read my.user");
  expect(asked("{ config, ... }: let cfg = config.my; in { x = cf$0g.user.name; }")).toBe(undefined);
  expect(asked("{ config, ... }: { my = { inherit (config.other) na$0me; }; }")).toBe("read other.name");
  expect(asked("{ config, ... }: { x = config.$0; }")).toBe(undefined);
});

test("local names know where they are defined and used", () => {
  const { text, offset } = marked(`{ lib, ... }@args:
let
  deep.a = lib.id;
  deep.b = deep.a;
  inherit (args) pkgs;
in
rec { x = $0deep.b; y = x; z = { inherit pkgs; }; w = free; v = with x; other; }`);
  const index = indexOf(text);
  const places = (ranges: readonly { start: number; end: number }[]) =>
    ranges.map(({ start, end }) => `${start}:${text.slice(start, end)}`).join(" ");
  expect(
    index.bindings.map(({ name, kind, definitions, uses }) =>
      [name, kind, places(definitions), places(uses)].join(" | "),
    ),
  ).toMatchInlineSnapshot(`
    [
      "lib | formal | 2:lib | 34:lib",
      "args | parameter | 13:args | 72:args",
      "deep | let | 25:deep 44:deep | 53:deep 97:deep",
      "pkgs | inherit | 78:pkgs | 126:pkgs",
      "x | rec | 93:x | 109:x 154:x",
      "y | rec | 105:y | ",
      "z | rec | 112:z | ",
      "w | rec | 135:w | ",
      "v | rec | 145:v | ",
    ]
  `);
  expect(bindingAt(index, offset)?.name).toBe("deep");
  expect(index.freeNames.map(({ name, underWith }) => `${name} ${underWith}`)).toEqual(["free false", "other true"]);
});

test("strings know the option that they are for", () => {
  const index = indexOf(`{ lib, ... }:
let more = [ "late" ]; in
{
  options.a = lib.mkOption { type = lib.types.enum [ "plain" ]; default = [ "given" ] ++ lib.optional true "maybe"; };
  my.b = lib.mkDefault "direct";
  my.c = [ "first" ] ++ lib.optionals true [ "second" "no\${b}" ] ++ more;
}`);
  const printed = index.strings.map(({ text, context }) =>
    context ? `${text}: ${context.role} ${printPath(context.path)}${context.item ? " item" : ""}` : text,
  );
  expect(printed).toEqual([
    "late: define my.c item",
    "plain",
    "given: default a item",
    "maybe: default a item",
    "direct: define my.b",
    "first: define my.c item",
    "second: define my.c item",
  ]);
});

test("relative paths are known, and what stands at an offset", () => {
  const text = `{ imports = [ ./a.nix ../b /c <d> ./\${e} ]; f = "g"; }`;
  const index = indexOf(text);
  expect(index.paths.map((path) => path.text)).toEqual(["./a.nix", "../b"]);
  expect(pathAt(index, text.indexOf("a.nix"))?.text).toBe("./a.nix");
  expect(pathAt(index, text.indexOf("/c"))).toBe(undefined);
  expect(stringAt(index, text.indexOf('"g"') + 1)?.text).toBe("g");
});

test("broken code keeps its names", () => {
  expect(
    printOccurrences(`{ config, lib, ... }:
let cfg = config.my; x = ; in
{
  options.my.a = lib.types. ;
  my.b = config.;
  my.c = [ cfg.d ( cfg.e ];
  my.`),
  ).toMatchInlineSnapshot(`
    "read my @ 2:18 flake
    declare my.a @ 4:14 flake
    define my.b @ 5:6 flake
    define my.c @ 6:6 flake
    read my.d @ 6:16 flake
    read my.e @ 6:24 flake
    define my @ 7:3 flake"
  `);
  expect(printOccurrences("foo my.x = config.my.y; }")).toMatchInlineSnapshot(`"read my.y @ 1:22 flake uncertain"`);
});

test("any text is indexed, with ranges inside the file", () => {
  const piece = fc.constantFrom(
    ..."{ } [ ] ( ) ; = : . , ... ? @ or let in with inherit rec if then else // ++ |> config options my imports a b".split(
      " ",
    ),
    ...[
      "lib.mkIf",
      "lib.mkOption",
      "perSystem",
      '"s"',
      '"${',
      "''",
      "./p",
      "with config.my;",
      "{ config, ... }:",
      "mkMerge [",
      "types.submodule",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join(" ");
      const index = indexOf(text);
      const ranges = [
        ...index.occurrences.flatMap(({ range, pieces }) => [range, ...pieces]),
        ...[...index.strings, ...index.paths, ...index.freeNames].map(({ range }) => range),
        ...index.bindings.flatMap(({ definitions, uses }) => [...definitions, ...uses]),
      ].filter((range) => range !== undefined);
      expect(ranges.every(({ start, end }) => 0 <= start && start < end && end <= text.length)).toBe(true);
      expect(index.occurrences.every(({ path, pieces }) => path.length === pieces.length)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("no depth of nesting or of aliases is a danger", () => {
  const range = { start: 0, end: 1 };
  const config: Expression = { kind: "variable", seen: false, name: "config", ...range };
  const name: AttributeName = { kind: "static", name: "x", ...range };
  let root: Expression = { kind: "select", seen: false, from: config, path: [name], fallback: undefined, ...range };
  for (let depth = 0; depth < 20000; depth++) {
    root = { kind: "list", seen: false, items: [root], ...range };
    root = { kind: "let", seen: false, bindings: [], body: root, ...range };
  }
  expect(indexNames("/deep.nix", { root, problems: [] }).occurrences).toHaveLength(1);
  const chain = Array.from({ length: 5000 }, (_, at) => `a${at + 1} = a${at}.b;`).join(" ");
  expect(indexOf(`{ config, ... }: let a0 = config; ${chain} in a5000.c`).bindings).toHaveLength(5002);
});
