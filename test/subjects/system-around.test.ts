import { expect, test } from "vitest";
import { checkDefinition, definitionsOf, highlighted, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { configurations, den, published } from "../features/dialects.ts";
import { branches, root } from "../features/seedling.ts";

/** What `osConfig` is about, in each dialect: a NixOS option of the flake's own, and where a Home Manager module is written. */
interface Dialect {
  readonly flake: string;
  readonly declared: string;
  readonly module: (code: string) => string;
}

const bench = "{ lib, config, ... }: { options.tools.saw = lib.mkOption { default = 1; }; }";
const takes = "home-manager.users.ada.imports = [ config.flake.modules.homeManager.base ];";

const dialects: Readonly<Record<string, Dialect>> = {
  "flake.modules": {
    flake: `${published}
#- /modules/bench.nix
{ flake.modules.nixos.base = ${bench}; }
#- /modules/home.nix
{ config, ... }: { flake.modules.nixos.lamp = { ${takes} }; }
`,
    declared: "/modules/bench.nix:1:68 saw",
    module: (code) => `#- /modules/asked.nix\n{ flake.modules.homeManager.base = ${code}; }\n`,
  },
  "configurations.nixos": {
    flake: `${configurations}
#- /modules/bench.nix
{ flake.modules.nixos.base = ${bench}; }
#- /modules/home.nix
{ config, ... }: { configurations.nixos.lamp.module = { ${takes} }; }
`,
    declared: "/modules/bench.nix:1:68 saw",
    module: (code) => `#- /modules/asked.nix\n{ flake.modules.homeManager.base = ${code}; }\n`,
  },
  den: {
    flake: `${den}
#- /modules/bench.nix
{ den.aspects.lamp.nixos = ${bench}; }
`,
    declared: "/modules/bench.nix:1:66 saw",
    module: (code) => `#- /modules/asked.nix\n{ den.aspects.ada.homeManager = ${code}; }\n`,
  },
  "lists of own branches": {
    flake: `${root}${branches}
#- /cells/schema.nix
{ lib, ... }:
let
  modules = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
in
{
  options.my.branches = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule { options = { nixos = modules; home = modules; }; });
  };
}
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = config.my.branches.desk.nixos ++ [ { home-manager.users.ada.imports = config.my.branches.desk.home; } ];
  };
}
#- /cells/bench.nix
{ my.branches.desk.nixos = [ (${bench}) ]; }
`,
    declared: "/cells/bench.nix:1:69 saw",
    module: (code) => `#- /cells/asked.nix\n{ my.branches.desk.home = [ (${code}) ]; }\n`,
  },
};

for (const [name, { flake, declared, module }] of Object.entries(dialects)) {
  const asked = (code: string) => flake + module(code);

  test(`${name}: osConfig leads to options that the system's modules declare`, () => {
    for (const code of [
      "{ osConfig, ... }: { a = osConfig.tools.sa$0w; }",
      "{ nixosConfig, ... }: { a = nixosConfig.tools.sa$0w; }",
      "{ osConfig ? { }, ... }: { a = osConfig.tools.sa$0w or 2; }",
      "{ osConfig, ... }: let cfg = osConfig.tools; in { a = cfg.sa$0w; }",
      "{ osConfig, ... }: let inherit (osConfig.tools) sa$0w; in { a = saw; }",
      "{ osConfig, lib, ... }: { a = lib.mkIf (osConfig ? tools.sa$0w) 1; }",
      "{ osConfig, ... }: with osConfig.tools; { a = sa$0w; }",
      "args: { a = args.osConfig.tools.sa$0w; }",
    ])
      expect({ code, found: definitionsOf(asked(code)) }).toEqual({ code, found: [declared] });
  });

  test(`${name}: the module's own config and darwin's do not lead there`, () => {
    for (const code of [
      "{ config, ... }: { a = config.tools.sa$0w; }",
      "{ darwinConfig, ... }: { a = darwinConfig.tools.sa$0w; }",
      "{ config, ... }: let osConfig = config; in { a = osConfig.tools.sa$0w; }",
    ])
      expect({ code, found: definitionsOf(asked(code)).includes(declared) }).toEqual({ code, found: false });
  });

  test(`${name}: half typed`, () => {
    const below = ["option saw"];
    for (const code of [
      "{ osConfig, ... }: { a = osConfig.tools.$0; }",
      "{ osConfig, ... }: { a = osConfig.tools.$0 }",
      "{ osConfig, ... }: { a = osConfig.tools.s$0",
      "{ osConfig, ... }: let cfg = osConfig.tools; in { a = cfg.$0; }",
      "{ osConfig, ... }: { a = osConfig.tools.s$0\n  b = 1; }",
    ])
      expect({ code, found: offered(asked(code)) }).toEqual({ code, found: below });
    expect(offered(asked("{ osConfig, ... }: { a = osConfig.$0; }"))).toEqual(["namespace tools"]);
    expect(definitionsOf(asked("{ osConfig, ... }: { a = osConfig.tools.sa$0w; b = { "))).toEqual([declared]);
  });

  test(`${name}: references and highlights tell the reads by osConfig, hover the option`, () => {
    const code = "{ osConfig, ... }: { a = osConfig.tools.sa$0w; }";
    const found = referencesOf(asked(code));
    expect(found).toContain(`${declared} declaration`);
    expect(found.filter((one) => one.includes("/asked.nix"))).toHaveLength(1);
    expect(highlighted(asked(code))).toHaveLength(1);
    expect(hoverOn(asked(code))).toContain("tools.saw");
    expect(hoverOn(asked(code))).toContain("in modules of `nixos`");
  });
}

test("a system of each class: nixosConfig and darwinConfig tell them apart, osConfig goes by who takes the module", () => {
  const flake = (users: string, code: string) =>
    `${published
      .replace(
        "flake.modules.nixos.lamp",
        "flake.darwinConfigurations.jar = inputs.nix-darwin.lib.darwinSystem { modules = [ config.flake.modules.darwin.base ]; };\n  flake.modules.nixos.lamp",
      )
      .replace("{ config, ... }: {\n  flake.nixos", "{ config, inputs, ... }: {\n  flake.nixos")}
#- /modules/bench.nix
{
  flake.modules.nixos.base = { lib, ... }: { options.tools.saw = lib.mkOption { }; };
  flake.modules.darwin.base = { lib, ... }: { options.tools.saw = lib.mkOption { }; };
}
#- /modules/home.nix
{ config, ... }: { ${users} }
#- /modules/asked.nix
{ flake.modules.homeManager.base = ${code}; }
`.replace("inputs.nixpkgs", 'inputs.nix-darwin.url = "github:nix-darwin/nix-darwin";\n  inputs.nixpkgs');
  const nixos = "/modules/bench.nix:2:60 saw";
  const darwin = "/modules/bench.nix:3:61 saw";
  const onLamp = `flake.modules.nixos.lamp = { ${takes} };`;
  const onJar = `flake.modules.darwin.base = { ${takes} };`;
  const read = (argument: string) => `{ ${argument}, ... }: { a = ${argument}.tools.sa$0w; }`;
  expect(definitionsOf(flake(onLamp, read("osConfig")))).toEqual([nixos]);
  expect(definitionsOf(flake(onJar, read("osConfig")))).toEqual([darwin]);
  expect(definitionsOf(flake(onLamp + onJar, read("osConfig")))).toEqual([nixos, darwin]);
  expect(definitionsOf(flake(onLamp + onJar, read("nixosConfig")))).toEqual([nixos]);
  expect(definitionsOf(flake(onLamp + onJar, read("darwinConfig")))).toEqual([darwin]);
});

test("a Home Manager module in a file of its own, and one inside of a system's module", () => {
  const { flake, declared } = dialects["flake.modules"] as Dialect;
  const code = "{ osConfig, ... }: { a = osConfig.tools.sa$0w; }";
  expect(
    definitionsOf(
      `${flake}#- /modules/asked.nix\n{ flake.modules.homeManager.base.imports = [ ./_home.nix ]; }\n#- /modules/_home.nix\n${code}\n`,
    ),
  ).toEqual([declared]);
  expect(
    definitionsOf(`${flake}#- /modules/asked.nix\n{ flake.modules.nixos.base.home-manager.users.ada = ${code}; }\n`),
  ).toEqual([declared]);
  expect(definitionsOf(`${flake}#- /modules/asked.nix\n${code}\n`)).toEqual([]);
});

test("what a system reads of a user's Home Manager leads to its options", () => {
  const home = (code: string) => `${published}
#- /modules/home.nix
{ config, ... }: {
  flake.modules.homeManager.base = { lib, ... }: { options.tools.plane = lib.mkOption { }; };
#                                                                ^^^^^
  flake.modules.nixos.lamp = { ${takes} };
}
#- /modules/asked.nix
{ flake.modules.nixos.base = { config, ... }: { ${code} }; }
`;
  checkDefinition(home("a = config.home-manager.users.ada.tools.pla$0ne;"));
  checkDefinition(home(`a = config.home-manager.users.\${config.me}.tools.pla$0ne;`));
  checkDefinition(home("a = let cfg = config.home-manager.users.ada; in cfg.tools.pla$0ne;"));
  checkDefinition(home("home-manager.users.ada.tools.pla$0ne = 1;"));
  expect(offered(home("a = config.home-manager.users.ada.tools.$0;"))).toEqual(["option plane"]);
  expect(offered(home("a = config.home-manager.users.ada.tools.p$0"))).toEqual(["option plane"]);
});
