import { expect, test } from "vitest";
import { completion } from "../../server/features/completion/completion.ts";
import { schemaView } from "../../server/features/views/schema-view.ts";
import type { SchemaNode } from "../../server/protocol.ts";
import { asked, definitionsOf, hoverOn, offered } from "../features/ask.ts";
import { branches, host, root, schema } from "../features/seedling.ts";

/** A new leaf with options of its own, in the branch `shed`, which no host selects. */
const leaf = (body: string) => `${root}${schema}${host}${branches}
#- /cells/tools.nix
{ lib, ... }: {
  my.branches.shed.nixos = [ ({ config, ... }: {
    options.tools = {
      kind = lib.mkOption { type = lib.types.enum [ "saw" "plane" ]; default = "saw"; description = "Which one."; };
      sharp = lib.mkEnableOption "an edge";
    };
    config = let cfg = config.tools; in {
      ${body}
    };
  }) ];
}
`;

test("an option of a leaf that no host selects", () => {
  expect(hoverOn(leaf("a = cfg.ki$0nd;"))).toMatchInlineSnapshot(`
    "\`\`\`nix
    tools.kind: one of "saw", "plane"
    \`\`\`

    Which one.

    default: \`"saw"\`

    in modules of \`nixos\` · in no host
    declared at \`cells/tools.nix:4\`
    set in 0 places · read in 1 place"
  `);
  expect(definitionsOf(leaf("a = cfg.ki$0nd;"))).toEqual(["/cells/tools.nix:4:7 kind"]);
});

test("its names and values are offered, also half typed", () => {
  for (const body of ["a = cfg.$0;", "a = cfg.$0", "tools.$0 = 1;"])
    expect(offered(leaf(body))).toEqual(["option kind", "option sharp"]);
  const { view, place } = asked(leaf("a = cfg.$0;"));
  expect(completion(view, place)?.map(({ detail }) => detail)).toEqual([
    'one of "saw", "plane" · in no host',
    "boolean · in no host",
  ]);
  expect(offered(leaf('tools.kind = "$0";'))).toEqual(["value plane", "value saw"]);
});

test("values are offered where an option is compared with them", () => {
  expect(offered(leaf('a = lib.mkIf (cfg.kind == "$0") 1;'))).toEqual(["value plane", "value saw"]);
  expect(offered(leaf('a = "sa$0" != config.tools.kind;'))).toEqual(["value plane", "value saw"]);
  expect(offered(leaf("a = cfg.kind == $0;"))).toEqual(['value "plane"', 'value "saw"']);
  expect(offered(leaf('a = cfg.sharp + "$0";'))).toEqual([]);
});

test("the schema has it, and says that no host does", () => {
  const { view } = asked(`${leaf("a = 1;")}
#- /cells/rows.nix
{ my.branches.desk.nixos = [ ({ lib, ... }: { options.rows = lib.mkOption { }; }) ]; } # $0
`);
  const { levels } = schemaView(view, (file) => file);
  const named = (nodes: readonly SchemaNode[]): readonly string[] =>
    nodes.flatMap(({ name, option, children }) => [
      ...(option ? [`${name} ${option.inNoHost}`] : []),
      ...named(children),
    ]);
  expect(named(levels.find((level) => level.class === "nixos")?.options ?? [])).toEqual([
    "rows false",
    "kind true",
    "sharp true",
  ]);
});

test("what a host declares as well is an option of that host", () => {
  const text = hoverOn(`${leaf("a = cfg.ki$0nd;")}
#- /cells/shared.nix
{ my.branches.desk.nixos = [ ({ lib, ... }: { options.tools.kind = lib.mkOption { type = lib.types.enum [ "saw" "plane" ]; }; }) ]; }
`);
  expect(text).toContain("1 host: `lamp`");
  expect(text).not.toContain("in no host");
});
