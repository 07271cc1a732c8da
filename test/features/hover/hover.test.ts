import { describe, expect, test } from "vitest";
import { hoverOn } from "../ask.ts";
import { published } from "../dialects.ts";
import { branches, host, root, schema } from "../seedling.ts";

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

    value: \`"fern"\`

    declared at \`cells/schema.nix:6\`
    set in 1 place · read in 1 place"
  `);
});

test("what lies below a part of a path that is not an option itself", () => {
  const text = hoverOn(`${root}${schema}${host}${branches}
#- /cells/more.nix
{ lib, config, ... }: {
  options.my.bird = { name = lib.mkOption { type = lib.types.str; }; flies = lib.mkEnableOption "flying"; };
  config.my.theme = config.my.bi$0rd.name;
}
`);
  expect(text).toMatchInlineSnapshot(`
    "\`\`\`nix
    my.bird
    \`\`\`

    - \`flies\`: \`boolean\`
    - \`name\`: \`string\`"
  `);
});

test("half typed, too, and in a module for systems", () => {
  expect(
    hoverOn(`${root}${schema}${host}${branches}
#- /cells/more.nix
{
  my.branches.desk.nixos = [ ({ lib, config, ... }: {
    options.bird.name = lib.mkOption { type = lib.types.str; };
    config.environment.etc.bird = config.bi$0rd.
  }) ];
}
`),
  ).toContain("- `name`: `string`");
});

test("a namespace of systems is left to those who know it, until it is an own part of it", () => {
  const text = (services: string) => `${root}${schema}${host}${branches}
#- /cells/more.nix
{
  my.branches.desk.nixos = [ ({ lib, config, ... }: {
    options.services.nest.port = lib.mkOption { type = lib.types.port; };
    config.environment.etc.port = config.${services}.port;
  }) ];
}
`;
  expect(hoverOn(text("serv$0ices.nest"))).toBeUndefined();
  expect(hoverOn(text("services.ne$0st"))).toContain("- `port`");
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

test("a branch is not at home where something stands beside all branches", () => {
  const text = hoverOn(`${published}
#- /modules/base.nix
{ flake.modules.nixos.base.programs.fish.enable = true; }
#- /modules/a-tool.nix
{ inputs, lib, ... }: {
  options.flake = inputs.flake-parts.lib.mkSubmoduleOptions { tool = lib.mkOption { default = { }; }; };
  config.flake.tool.name = "hammer";
}
#- /modules/use.nix
{ config, ... }: { flake.lib.x = config.flake.modules.nixos.ba$0se; }
`);
  expect(text).toContain("modules/base.nix:1");
  expect(text).not.toContain("a-tool.nix");
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

    at \`cells/shed.nix:2\`

    this nixos leaf reaches no host: no host selects \`my.branches.shed\`"
  `);
});

test("nothing is said of what is not an option", () => {
  expect(hoverOn(`${root}${schema}${host}${branches.replace("networking", "net$0working")}\n`)).toBeUndefined();
});

test("a value that mkForce sets, with its priority", () => {
  const text = hoverOn(`${root}${schema}${host}${branches}
#- /cells/set.nix
{ lib, ... }: { my.the$0me = lib.mkForce "fern"; }
`);
  expect(text).toContain('value: `"fern"` (by `mkForce`)');
});

test("an instance of a submodule has its own value", () => {
  const text = hoverOn(`${root}${schema}${branches}${host.replace("lamp.branches =", "lamp.bran$0ches =")}
`);
  expect(text).toContain('value: `[ "desk" ]`');
  expect(text).toContain("my.hosts.<name>.branches: list of string");
});

test("an option that a leaf declares: its class and the hosts it reaches", () => {
  const text = hoverOn(`${published}
#- /modules/bench.nix
{ flake.modules.nixos.base = { lib, config, ... }: {
    options.tools.saw = lib.mkOption { type = lib.types.str; default = "hand"; };
    config.environment.x = config.tools.sa$0w;
  };
}
`);
  expect(text).toMatchInlineSnapshot(`
    "\`\`\`nix
    tools.saw: string
    \`\`\`

    default: \`"hand"\`

    in modules of \`nixos\` · 1 host: \`lamp\`
    declared at \`modules/bench.nix:2\`
    set in 0 places · read in 1 place"
  `);
});

test("a contribution tells who pulls it in, or why nobody does", () => {
  const asking = (name: string, value: string) =>
    hoverOn(`${published}
#- /modules/bench.nix
{ lib, ... }: { flake.modules.nixos.${name} = ${value}; }
`);
  expect(asking("ba$0se", "{ }")).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch base
    \`\`\`

    - nixos: 1 leaf

    1 host: \`lamp\`

    at \`modules/bench.nix:1\`

    this nixos leaf is pulled in by
    - \`lamp\` → \`base\`"
  `);
  expect(asking("be$0nch", "{ }")).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch bench
    \`\`\`

    - nixos: 1 leaf

    selected by no host

    at \`modules/bench.nix:1\`

    this nixos leaf reaches no host: no host selects \`bench\`, as far as is known: \`lamp\` may"
  `);
  expect(asking("ba$0se", "lib.mkIf false { }")).toMatchInlineSnapshot(`
    "\`\`\`nix
    branch base
    \`\`\`

    - nixos: 1 leaf

    selected by no host

    at \`modules/bench.nix:1\`

    this nixos leaf reaches no host: it stands behind a condition at \`modules/bench.nix:1\` that is false"
  `);
});

test("an input, and a module from outside", () => {
  const asking = (code: string) => hoverOn(`${published}\n#- /modules/ask.nix\n${code}\n`);
  expect(asking("{ inputs, ... }: { flake.x = inputs.nixp$0kgs.lib; }")).toMatchInlineSnapshot(`
    "\`\`\`nix
    input nixpkgs
    \`\`\`

    It is known here without its source.

    declared at \`flake.nix:4\`"
  `);
  expect(
    asking("{ inputs, ... }: { flake.modules.nixos.base.imports = [ inputs.import-tree.nixosModules.sa$0w ]; }"),
  ).toMatchInlineSnapshot(`
    "the module \`inputs.import-tree.nixosModules.saw\`, from outside, is pulled in by
    - \`lamp\` → \`base\`"
  `);
});

test("an alias tells what it stands for; no path of this machine is in any text", () => {
  const text = hoverOn(`${root}${schema}${host}${branches}
#- /cells/read.nix
{ config, ... }: let cfg = config.my; in { my.theme = cf$0g.theme; }
`);
  expect(text).toBe("```nix\nconfig.my\n```");
});

test("what is not known, and why", () => {
  const text = hoverOn(`${root}
#- /cells/lamp.nix
{ lib, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ builtins.current$0Time ]; }; }
`);
  expect(text).toBe("Not known: builtins.currentTime depends on when it is asked\n\nTherefore known in part: `lamp`");
});

describe("the name of a host", () => {
  test("in its output: its class and size, what its branches bring, where it is built", () => {
    const text =
      hoverOn(`${root}${schema}${branches}${host.replace("nixosConfigurations.lamp", "nixosConfigurations.la$0mp")}
`);
    expect(text).toMatchInlineSnapshot(`
      "\`\`\`nix
      host nixosConfigurations.lamp
      \`\`\`

      nixos · 1 branch · 1 leaf

      \`desk\` 1

      built at \`cells/lamp.nix:4\`"
    `);
  });

  test("in the option whose strings select its branches, and where it is read", () => {
    expect(hoverOn(`${root}${schema}${branches}${host.replace("my.hosts.lamp", "my.hosts.la$0mp")}\n`)).toContain(
      "host nixosConfigurations.lamp",
    );
    const read = "\n#- /cells/read.nix\n{ self, ... }: { flake.checks.x = self.nixosConfigurations.la$0mp; }\n";
    expect(hoverOn(`${root}${schema}${branches}${host}${read}`)).toContain("host nixosConfigurations.lamp");
  });

  test("what is not known of it", () => {
    const missing = host
      .replace("nixosConfigurations.lamp", "nixosConfigurations.la$0mp")
      .replace("config.my.hosts.lamp.branches;", "(config.my.hosts.lamp.branches ++ import ./missing.nix);");
    expect(hoverOn(`${root}${schema}${branches}${missing}\n`)).toContain("known in part, because:\n- path");
  });
});

test("a branch of which a leaf is off says how many reach each host", () => {
  const text = hoverOn(`${root}${schema}${host.replace("desk", "de$0sk")}
#- /cells/desk.nix
{ lib, ... }: {
  my.branches.desk.nixos = lib.mkMerge [
    [ { networking.hostName = "lamp"; } { services.x = 1; } ]
    (lib.mkIf false [ { boot.tmp = true; } ])
  ];
}
`);
  expect(text).toContain("1 host: `lamp` (2 leaves · 1 off)");
});
