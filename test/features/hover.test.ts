import { expect, test } from "vitest";
import { hoverOn } from "./ask.ts";
import { branches, host, root, schema } from "./seedling.ts";

test("an option: type, description, default, declaration, uses", () => {
  const text = hoverOn(`${root}${schema}${host}${branches}
#- /cells/set.nix
{ my.the$0me = "fern"; }
#- /cells/read.nix
{ config, ... }: let cfg = config.my; in { my.branches.desk.nixos = [ { environment.theme = cfg.theme; } ]; }
`);
  expect(text).toMatchInlineSnapshot(`
    "\`\`\`nix
    my.theme: string
    \`\`\`

    How it looks.

    default: \`"moss"\`

    declared at \`cells/schema.nix:6\`
    set in 1 place · read in 1 place"
  `);
});

test("a branch: its leaves by class, its hosts, where it is", () => {
  const text = hoverOn(`${root}${schema}${branches}${host.replace("desk", "de$0sk")}
`);
  expect(text).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch my.branches.desk
    \`\`\`

    - nixos: 1 leaf

    1 host: \`lamp\`

    at \`cells/desk.nix:2\`"
  `);
});

test("a branch that no host selects", () => {
  const text = hoverOn(`${root}${schema}${host}${branches.replace("shed.nixos", "sh$0ed.nixos")}
`);
  expect(text).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch my.branches.shed
    \`\`\`

    - nixos: 1 leaf

    selected by no host

    at \`cells/shed.nix:2\`"
  `);
});

test("nothing is said of what is no option", () => {
  expect(hoverOn(`${root}${schema}${host}${branches.replace("networking", "net$0working")}\n`)).toBeUndefined();
});
