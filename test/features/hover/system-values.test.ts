import { expect, test } from "vitest";
import { hoverOn } from "../ask.ts";
import { configurations, den, published } from "../dialects.ts";
import { root } from "../seedling.ts";

/** The part of a hover that tells values; undefined: it tells none. */
function valuesIn(text: string): string | undefined {
  return hoverOn(text)
    ?.split("\n\n")
    .find((part) => part.startsWith("values:"));
}

const jar =
  '{ config, ... }: { flake.nixosConfigurations.jar = config.factory.mkNixos "jar"; flake.modules.nixos.jar = { }; }';
const declared = (option = 'type = lib.types.str; default = "ash";') => `
#- /modules/bench.nix
{ flake.modules.nixos.base = { lib, ... }: { options.tools.wood = lib.mkOption { ${option} }; }; }
`;
const two = (set: string, option?: string) => `${published}${declared(option)}#- /modules/jar.nix
${jar}
#- /modules/set.nix
{ ${set} }
#- /modules/asked.nix
{ flake.modules.nixos.base = { config, ... }: { a = config.tools.wo$0od; }; }
`;

test("the value of each host, alike ones together, with who sets it and how", () => {
  expect(
    valuesIn(two('flake.modules.nixos.lamp = { lib, ... }: { tools.wood = lib.mkForce "elm"; };')),
  ).toMatchInlineSnapshot(`
    "values:
    - \`"ash"\` on \`jar\` · the default
    - \`"elm"\` on \`lamp\` · set at \`modules/set.nix:1\` (by \`mkForce\`)"
  `);
  expect(valuesIn(two('flake.modules.nixos.base.tools.wood = "oak";'))).toMatchInlineSnapshot(`
    "values:
    - \`"oak"\` on \`jar\`, \`lamp\` · set at \`modules/set.nix:1\`"
  `);
  expect(
    valuesIn(
      two(
        'flake.modules.nixos.base = { lib, ... }: { tools.wood = lib.mkDefault "oak"; }; flake.modules.nixos.jar.tools.wood = "fir";',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "values:
    - \`"fir"\` on \`jar\` · set at \`modules/set.nix:1\`
    - \`"oak"\` on \`lamp\` · set at \`modules/set.nix:1\` (by \`mkDefault\`)"
  `);
});

test("a value that one host has by default and another by a definition", () => {
  expect(valuesIn(two('flake.modules.nixos.jar.tools.wood = "ash";'))).toMatchInlineSnapshot(`
    "values:
    - \`"ash"\` on \`jar\`, \`lamp\` · set at \`modules/set.nix:1\`; the default"
  `);
});

test("the default everywhere is reported as the default alone", () => {
  expect(valuesIn(two(""))).toBeUndefined();
  expect(hoverOn(two(""))).toContain('default: `"ash"`');
});

test("what nothing sets, and a list that several modules set", () => {
  expect(valuesIn(two('flake.modules.nixos.jar.tools.wood = "fir";', "type = lib.types.str;"))).toMatchInlineSnapshot(`
    "values:
    - \`"fir"\` on \`jar\` · set at \`modules/set.nix:1\`
    - nothing sets it on \`lamp\`"
  `);
  expect(
    valuesIn(
      two(
        'flake.modules.nixos.base.tools.wood = [ "a" ]; flake.modules.nixos.jar.tools.wood = [ "b" ];',
        "type = lib.types.listOf lib.types.str; default = [ ];",
      ),
    ),
  ).toMatch(/`\[ "[ab]" "[ab]" \]` on `jar` .*\n- `\[ "a" \]` on `lamp`/);
});

test("an undecided condition is reported, and no value claimed", () => {
  const text = valuesIn(
    two(
      'flake.modules.nixos.lamp = { lib, config, ... }: { tools.wood = lib.mkIf config.services.sawmill.enable (lib.mkForce "elm"); };',
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "values:
    - \`"ash"\` on \`jar\` · the default
    - undecided on \`lamp\` · set at \`modules/set.nix:1\` (by \`mkForce\`) behind a condition that is not known"
  `);
  const item = valuesIn(
    two(
      "flake.modules.nixos.lamp = { lib, config, ... }: { tools.wood = lib.optional config.services.sawmill.enable 1; };",
      "type = lib.types.listOf lib.types.int; default = [ ];",
    ),
  );
  expect(item).toContain("undecided on `lamp`");
});

test("a decided condition counts", () => {
  const text = valuesIn(
    two(
      'flake.modules.nixos.base = { lib, config, ... }: { tools.wood = lib.mkIf (config.networking.hostName == "lamp") "elm"; }; flake.modules.nixos.jar.networking.hostName = "jar";',
    ),
  );
  expect(text).toContain('`"elm"` on `lamp`');
  expect(text).toContain('`"ash"` on `jar` · the default');
});

test("a host that is known in part, and a value from outside", () => {
  const text = valuesIn(
    two(
      "flake.modules.nixos.jar = { config, ... }: { imports = [ config.nowhere.to.be.found ]; }; flake.modules.nixos.lamp = { pkgs, ... }: { tools.wood = pkgs.hello.name; };",
    ),
  );
  expect(text).toContain("`«pkgs.hello.name»` on `lamp`");
  expect(text).toContain("modules that are not known may set it, too, on `jar`");
});

test("Home Manager's options, by the slot where a host has several", () => {
  const home = (users: string) => `${published}
#- /modules/home.nix
{ config, ... }: {
  flake.modules.homeManager.base = { lib, ... }: { options.tools.plane = lib.mkOption { default = 1; }; };
  flake.modules.nixos.base = { };
  flake.modules.nixos.lamp = { home-manager.users = { ${users} }; };
}
#- /modules/asked.nix
{ flake.modules.homeManager.base = { config, ... }: { a = config.tools.pl$0ane; }; }
`;
  const takes = "imports = [ config.flake.modules.homeManager.base ];";
  expect(valuesIn(home(`ada = { ${takes} tools.plane = 2; };`))).toMatchInlineSnapshot(`
    "values:
    - \`2\` on \`lamp\` · set at \`modules/home.nix:4\`"
  `);
  expect(valuesIn(home(`ada = { ${takes} tools.plane = 2; }; bob = { ${takes} };`))).toMatchInlineSnapshot(`
    "values:
    - \`2\` on \`lamp (home-manager.users.ada)\` · set at \`modules/home.nix:4\`
    - \`1\` on \`lamp (home-manager.users.bob)\` · the default"
  `);
});

test("options inside of submodules, by the names of instances", () => {
  const text = two(
    "flake.modules.nixos.lamp.tools.wood.oak.hard = true;",
    "default = { }; type = lib.types.attrsOf (lib.types.submodule { options.hard = lib.mkOption { default = false; }; });",
  ).replace("config.tools.wo$0od", "config.tools.wood.oak.ha$0rd");
  expect(valuesIn(text)).toContain("`true` on `lamp`");
});

test("in further dialects, and through osConfig", () => {
  expect(
    valuesIn(`${configurations}
#- /modules/bench.nix
{ flake.modules.nixos.base = { lib, ... }: { options.tools.saw = lib.mkOption { default = 1; }; }; }
#- /modules/more.nix
{ configurations.nixos.lamp.module.tools.s$0aw = 3; }
`),
  ).toContain("`3` on `lamp`");
  const aspects = (code: string) => `${den}
#- /modules/bench.nix
{ den.aspects.lamp.nixos = { lib, ... }: { options.tools.saw = lib.mkOption { default = 1; }; config.tools.saw = 4; }; }
#- /modules/asked.nix
{ ${code} }
`;
  expect(valuesIn(aspects("den.aspects.lamp.nixos = { config, ... }: { a = config.tools.s$0aw; };"))).toContain(
    "`4` on `lamp`",
  );
  expect(
    valuesIn(aspects("den.aspects.ada.homeManager = { osConfig, ... }: { a = osConfig.tools.s$0aw; };")),
  ).toContain("`4` on `lamp`");
  expect(
    valuesIn(`${root}
#- /cells/lamp.nix
{ config, lib, ... }: {
  options.my.mods = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
  config.my.mods = [ ({ lib, ... }: { options.tools.s$0aw = lib.mkOption { default = 1; }; }) { tools.saw = 5; } ];
  config.flake.nixosConfigurations.lamp = lib.nixosSystem { modules = config.my.mods; };
}
`),
  ).toContain("`5` on `lamp`");
});
