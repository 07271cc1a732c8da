import { describe, expect, test } from "vitest";
import { modulesCell } from "../small-flake.ts";
import { checkFix, fixesIn } from "./check-fix.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

/** What the schema becomes when another cell sets what it does not declare. */
function checkDeclared(schema: readonly [string, string], title: string, user: string): void {
  checkFix(
    `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
${schema[0]}
#- /cells/user.nix
${user}
`,
    title,
    { "/cells/schema.nix": schema[1] },
  );
}

describe("in the style of its neighbours", () => {
  test("blocks with descriptions, bare names, a set for the namespace", () =>
    checkDeclared(
      [
        `{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my = {
    shell = mkOption {
      type = types.str;
      default = "zsh";
      description = "Login shell.";
    };
  };
}`,
        `{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my = {
    shell = mkOption {
      type = types.str;
      default = "zsh";
      description = "Login shell.";
    };
    homePage = mkOption {
      type = types.str;
      description = "Home page.";
    };
  };
}`,
      ],
      "Declare `my.homePage` in cells/schema.nix",
      `{ config, ... }: { my.homePage = "https://example.org"; flake.lib.shell = config.my.shell; }`,
    ));

  test("one line each, qualified names, dotted paths, sorted", () =>
    checkDeclared(
      [
        `{ lib, ... }: {
  options.my.a.size = lib.mkOption { type = lib.types.int; default = 1; };
  options.my.b.size = lib.mkOption { type = lib.types.int; default = 1; };
  options.my.d.size = lib.mkOption { type = lib.types.int; default = 1; };
}`,
        `{ lib, ... }: {
  options.my.a.size = lib.mkOption { type = lib.types.int; default = 1; };
  options.my.b.size = lib.mkOption { type = lib.types.int; default = 1; };
  options.my.c.ports = lib.mkOption { type = lib.types.listOf lib.types.int; default = [ ]; };
  options.my.d.size = lib.mkOption { type = lib.types.int; default = 1; };
}`,
      ],
      "Declare `my.c.ports` in cells/schema.nix",
      `{ config, lib, ... }: { my.c.ports = lib.mkForce [ 80 443 ]; flake.lib.all = [ config.my.a.size config.my.b.size config.my.d.size ]; }`,
    ));

  test("below with, with blank lines between, and switches of their own kind", () =>
    checkDeclared(
      [
        `{ lib, ... }:
with lib;
{
  options.my = {
    mail.enable = mkEnableOption "mail";

    backup.enable = mkEnableOption "backups";
  };
}`,
        `{ lib, ... }:
with lib;
{
  options.my = {
    mail.enable = mkEnableOption "mail";

    backup.enable = mkEnableOption "backups";

    photoStore.enable = mkEnableOption "photo store";
  };
}`,
      ],
      "Declare `my.photoStore.enable` in cells/schema.nix",
      `{ config, ... }: { my.photoStore.enable = true; flake.lib.all = [ config.my.mail.enable config.my.backup.enable ]; }`,
    ));

  test("switches as plain options, where the others are such", () =>
    checkDeclared(
      [
        `{ lib, ... }: {
  options.my.mail.enable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
}`,
        `{ lib, ... }: {
  options.my.mail.enable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
  options.my.backup.enable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
}`,
      ],
      "Declare `my.backup.enable` in cells/schema.nix",
      `{ config, ... }: { my.backup.enable = true; flake.lib.mail = config.my.mail.enable; }`,
    ));
});

describe("what is declared", () => {
  const schema = (more: string) => `{ lib, ... }: {
  options.my.shell = lib.mkOption { type = lib.types.str; };${more}
}`;
  const types: Readonly<Record<string, string>> = {
    true: "lib.types.bool",
    "1": "lib.types.int",
    "1.5": "lib.types.float",
    '"a"': "lib.types.str",
    "./user.nix": "lib.types.path",
    null: "lib.types.nullOr lib.types.anything",
    "[ ]": "lib.types.listOf lib.types.anything",
    '[ "a" "b" ]': "lib.types.listOf lib.types.str",
    '[ "a" 1 ]': "lib.types.listOf lib.types.anything",
    '[ [ "a" ] [ ] ]': "lib.types.listOf (lib.types.listOf lib.types.str)",
    '{ a = "x"; b = "y"; }': "lib.types.attrsOf lib.types.str",
    '{ "a.b" = 1; }': "lib.types.attrsOf lib.types.int",
    "{ pkgs, ... }: { }": "lib.types.deferredModule",
    "{ imports = [ ]; }": "lib.types.deferredModule",
    'if true then "a" else null': "lib.types.nullOr lib.types.str",
    'lib.mkIf true (lib.mkDefault "a")': "lib.types.str",
    "let n = 1; in n == 2": "lib.types.bool",
    "lib.id 1": "lib.types.anything",
  };
  for (const [value, type] of Object.entries(types))
    test(`${value} is of type ${type}`, () =>
      checkDeclared(
        [schema(""), schema(`\n  options.my.it = lib.mkOption { type = ${type}; };`)],
        "Declare `my.it` in cells/schema.nix",
        `{ config, lib, ... }: { my.it = ${value}; my.shell = "fish"; flake.lib.shell = config.my.shell; }`,
      ));

  test("all that is set below the name, wherever", () =>
    checkFix(
      `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
${schema("")}
#- /cells/one.nix
{ my.mail = { enable = true; host = "example.org"; }; }
#- /cells/two.nix
{ config, ... }: { my.shell = "fish"; my.mail.port = 25; flake.lib.shell = config.my.shell; }
`,
      "Declare `my.mail` in cells/schema.nix",
      {
        "/cells/schema.nix": schema(`
  options.my.mail = {
    enable = lib.mkEnableOption "mail";
    host = lib.mkOption { type = lib.types.str; };
    port = lib.mkOption { type = lib.types.int; };
  };`),
      },
    ));

  test("in the submodule of every instance, with a default where not all set it", () => {
    const hosts = (more: string) => `{ config, lib, ... }: {
  options.hosts = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule {
      options.system = lib.mkOption { type = lib.types.str; };${more}
    });
  };
  config.flake.lib.systems = lib.mapAttrs (_: host: host.system) config.hosts;
}`;
    checkFix(
      `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
${hosts("")}
#- /cells/hosts.nix
{ hosts.desk = { system = "x86_64-linux"; tags = [ "home" ]; }; hosts.rack.system = "aarch64-linux"; }
`,
      "Declare `hosts.<name>.tags` in cells/schema.nix",
      {
        "/cells/schema.nix": hosts(`
      options.tags = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };`),
      },
    );
  });

  test("a read alone: its use shows the type, and it gets a default; nothing where no use shows any", () => {
    const reading = (code: string) => `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
${schema("")}
#- /cells/user.nix
{ config, lib, ... }: { my.shell = "fish"; flake.lib.all = [ config.my.shell (${code}) ]; }
`;
    checkFix(reading('lib.optional config.my.mail.enable "mail"'), "Declare `my.mail.enable` in cells/schema.nix", {
      "/cells/schema.nix": schema(`\n  options.my.mail.enable = lib.mkEnableOption "mail";`),
    });
    checkFix(reading(`"https://\${config.my.domain}"`), "Declare `my.domain` in cells/schema.nix", {
      "/cells/schema.nix": schema(`\n  options.my.domain = lib.mkOption { type = lib.types.str; default = ""; };`),
    });
    expect(fixesIn(reading("lib.id config.my.domain"))).toEqual([]);
  });

  test("an option of a class, beside its neighbours in the leaf that declares them", () => {
    const leaf = (more: string) => `{
  flake.modules.nixos.base = { lib, ... }: {
    options.features.mail.enable = lib.mkEnableOption "mail";${more}
  };
}`;
    checkFix(
      `
${modulesCell}#- /cells/base.nix
${leaf("")}
#- /cells/desk.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base { features.backup.enable = true; features.mail.enable = true; } ];
  };
}
`,
      "Declare `features.backup.enable` in cells/base.nix",
      {
        "/cells/base.nix": leaf(`\n    options.features.backup.enable = lib.mkEnableOption "backup";`),
      },
    );
  });
});

test("none inside an option whose type is declared elsewhere, and none where the flake declares nothing", () => {
  const text = (schema: string) => `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
${schema}
#- /cells/user.nix
{ config, ... }: { my.hosts.desk.tags = [ ]; flake.lib.a = [ config.my.name config.my.hosts ]; }
`;
  const inner = `{ lib, ... }: {
  options.my.name = lib.mkOption { type = lib.types.str; default = ""; };
  options.my.hosts = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { }); default = { }; };
}`;
  expect(fixesIn(text(inner))).toEqual([]);
});

test("none where the name is a typo for one that is declared", () => {
  const text = `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
{ lib, ... }: { options.my.prompt = lib.mkOption { type = lib.types.str; }; }
#- /cells/user.nix
{ config, ... }: { my.promt = "fish"; flake.lib.shell = config.my.promt; }
`;
  expect(new Set(fixesIn(text).map(({ title }) => title))).toEqual(new Set(["Change to `prompt`"]));
});

test("an output that several cells set, so that it is merged", () =>
  checkFix(
    `${flakeModules}${flakeModulesHost}
#- /cells/schema.nix
{ config, lib, ... }: {
  options.my.shell = lib.mkOption { type = lib.types.str; default = "zsh"; };
  config.flake.lib.shell = config.my.shell;
}
#- /cells/user.nix
{ flake.lib.twice = number: number * 2; }
`,
    "Declare `flake.lib` in cells/schema.nix",
    {
      "/cells/schema.nix": `{ config, lib, ... }: {
  options.my.shell = lib.mkOption { type = lib.types.str; default = "zsh"; };
  options.flake.lib = lib.mkOption { type = lib.types.attrsOf lib.types.raw; default = { }; };
  config.flake.lib.shell = config.my.shell;
}`,
    },
  ));
