import { describe, expect, test } from "vitest";
import { renamedLines } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const flake = root + schema + host + branches;

describe("an option", () => {
  test("its declaration, definitions and reads, through aliases, a with and a path of strings", () => {
    const found = renamedLines(
      `${flake}
#- /cells/set.nix
{ my.the$0me = "fern"; }
#- /cells/read.nix
{ config, lib, ... }:
let
  cfg = config.my;
in
{
  my.branches.desk.nixos = [
    { a = cfg.theme; b = config.my.theme; c = with config.my; theme; }
    { d = lib.attrByPath [ "my" "theme" ] null config; e = config.my ? theme; }
  ];
}
`,
      "look",
    );
    expect(found).toEqual([
      "/cells/read.nix:7 { a = cfg.look; b = config.my.look; c = with config.my; look; }",
      '/cells/read.nix:8 { d = lib.attrByPath [ "my" "look" ] null config; e = config.my ? look; }',
      '/cells/schema.nix:6 options.my.look = lib.mkOption { type = lib.types.str; default = "moss"; description = "How it looks."; };',
      '/cells/set.nix:1 { my.look = "fern"; }',
    ]);
  });

  test("a let that inherits it takes the new name along, a set that inherits it keeps the old one", () => {
    const found = renamedLines(
      `${flake}
#- /cells/read.nix
{ config, ... }:
let
  inherit (config.my) hosts theme;
in
{
  my.branches.desk.nixos = [ { a = theme; b = { inherit theme; }; c = { inherit (config.my) the$0me; }; } ];
}
`,
      "look",
    );
    expect(found).toEqual([
      "/cells/read.nix:3 inherit (config.my) hosts look;",
      "/cells/read.nix:6 my.branches.desk.nixos = [ { a = look; b = { theme = look; }; c = { theme = config.my.look; }; } ];",
      '/cells/schema.nix:6 options.my.look = lib.mkOption { type = lib.types.str; default = "moss"; description = "How it looks."; };',
    ]);
  });

  test("where the new name would hide another, the inherited name stays", () => {
    const found = renamedLines(
      `${flake}
#- /cells/read.nix
{ config, ... }:
let
  look = 1;
  inherit (config.my) theme;
in
{ my.branches.desk.nixos = [ { a = theme; b = look; } ]; my.the$0me = "fern"; }
`,
      "look",
    );
    expect(found).toContain("/cells/read.nix:4 theme = config.my.look;");
  });

  test("a namespace, in every file", () => {
    const found = renamedLines(`${flake}\n#- /cells/set.nix\n{ m$0y.theme = "fern"; }\n`, "garden");
    expect(found).toContain('/cells/set.nix:1 { garden.theme = "fern"; }');
    expect(found).toContain('/cells/lamp.nix:3 garden.hosts.lamp.branches = [ "desk" ];');
    expect(found).toContain('/cells/desk.nix:2 garden.branches.desk.nixos = [ { networking.hostName = "lamp"; } ];');
  });

  test("one in a submodule, read from a value that a function was given", () => {
    const found = renamedLines(
      `${root}${schema}${branches}
#- /cells/lamp.nix
{ config, lib, ... }:
let
  modulesOf = branch: branch.nixos ++ [ ];
in
{
  my.hosts.lamp.branches = [ "desk" ];
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = lib.concatMap (name: modulesOf config.my.branches.\${name}) config.my.hosts.lamp.branches;
  };
}
#- /cells/set.nix
{ my.branches.desk.ni$0xos = [ { } ]; }
`,
      "modules",
    );
    expect(found).toContain("/cells/lamp.nix:3 modulesOf = branch: branch.modules ++ [ ];");
    expect(found).toContain("/cells/set.nix:1 { my.branches.desk.modules = [ { } ]; }");
  });

  test("read in functions, from what they are given", () => {
    const found = renamedLines(
      `${flake}
#- /cells/read.nix
{ config, lib, ... }:
let
  show = settings: settings.theme;
  named = { theme ? "moss", ... }: theme;
  chosen = name: set: set.\${name};
  all = config.my;
  inherit (all) hosts;
in
{
  my.branches.desk.nixos = [
    { a = show all; b = { inherit (config.my) theme; }; c = lib.getAttrFromPath [ "my" "theme" ] config; }
    (lib.mkIf (all ? theme && hosts ? lamp) { d = named config.my; e = with all; theme; f = chosen "hosts" all; })
  ];
}
#- /cells/set.nix
{ my.the$0me = "fern"; }
`,
      "look",
    );
    expect(found).toEqual([
      "/cells/read.nix:3 show = settings: settings.look;",
      '/cells/read.nix:4 named = { look ? "moss", ... }: look;',
      '/cells/read.nix:11 { a = show all; b = { theme = config.my.look; }; c = lib.getAttrFromPath [ "my" "look" ] config; }',
      '/cells/read.nix:12 (lib.mkIf (all ? look && hosts ? lamp) { d = named config.my; e = with all; look; f = chosen "hosts" all; })',
      '/cells/schema.nix:6 options.my.look = lib.mkOption { type = lib.types.str; default = "moss"; description = "How it looks."; };',
      '/cells/set.nix:1 { my.look = "fern"; }',
    ]);
  });

  test("in a module that is imported from beside the tree, and given to a submodule", () => {
    const found = renamedLines(
      `${flake}
#- /cells/_parts/base.nix
{ lib }: { config, ... }: {
  options = { tags = lib.mkOption { default = [ ]; }; all = lib.mkOption { }; };
  config.all = config.tags;
}
#- /cells/machines.nix
{ config, lib, ... }:
let base = import ./_parts/base.nix { inherit lib; }; in
{
  options.machines = lib.mkOption { default = { }; type = lib.types.attrsOf (lib.types.submodule [ base ]); };
  config.machines.lamp.ta$0gs = [ "small" ];
  config.flake.tags = lib.mapAttrs (_: machine: { inherit (machine) tags all; }) config.machines;
}
`,
      "labels",
    );
    expect(found).toEqual([
      "/cells/_parts/base.nix:2 options = { labels = lib.mkOption { default = [ ]; }; all = lib.mkOption { }; };",
      "/cells/_parts/base.nix:3 config.all = config.labels;",
      '/cells/machines.nix:5 config.machines.lamp.labels = [ "small" ];',
      "/cells/machines.nix:6 config.flake.tags = lib.mapAttrs (_: machine: { inherit (machine) all; tags = machine.labels; }) config.machines;",
    ]);
  });

  test("a name that is not an identifier is quoted", () => {
    const found = renamedLines(`${flake}\n#- /cells/set.nix\n{ my.the$0me = "fern"; }\n`, "look/1");
    expect(found).toContain('/cells/set.nix:1 { my."look/1" = "fern"; }');
  });

  test("declared inside of a leaf", () => {
    const found = renamedLines(
      `${flake}
#- /cells/feature.nix
{
  my.branches.desk.nixos = [
    ({ config, lib, ... }: {
      options.features.fan.enable = lib.mkEnableOption "the fan";
      config.services.fan.enable = config.features.fa$0n.enable;
    })
    { features.fan.enable = true; }
  ];
}
`,
      "wind",
    );
    expect(found).toEqual([
      '/cells/feature.nix:4 options.features.wind.enable = lib.mkEnableOption "the fan";',
      "/cells/feature.nix:5 config.services.fan.enable = config.features.wind.enable;",
      "/cells/feature.nix:7 { features.wind.enable = true; }",
    ]);
  });
});

describe("an option is refused", () => {
  const asking = (name: string, more = "") =>
    renamedLines(`${flake}${more}\n#- /cells/set.nix\n{ my.the$0me = "fern"; }\n`, name);

  test("a name that exists, or that is none", () => {
    expect(asking("hosts")).toBe("`my.hosts` exists already");
    expect(asking("")).toBe("a name cannot be empty");
    expect(asking("a.b")).toBe('`a.b` is a path, not a name; quotes make it one name: "a.b"');
    expect(asking('"a.b"')).toContain('/cells/set.nix:1 { my."a.b" = "fern"; }');
    expect(asking(`\${x}`)).toBe("a name cannot be computed");
  });

  test("a computed name beside it may be it", () => {
    const computed = `\n#- /cells/read.nix\n{ config, ... }: { my.branches.desk.nixos = [ { a = x: config.my.\${x}; } ]; }`;
    expect(asking("look", computed)).toBe("the name that is computed at cells/read.nix:1 may be `theme`");
  });

  test("a function reads it from what it is given, or something else from something else", () => {
    const reading = (uses: string) => `
#- /cells/read.nix
{ config, ... }:
let
  show = settings: settings.theme;
  named = { theme, ... }: theme;
in { my.branches.desk.nixos = [ { ${uses} } ]; }`;
    expect(asking("look", reading("a = show config.my; b = show { theme = 1; };"))).toBe(
      "`theme` at cells/read.nix:3 names something else, too",
    );
    expect(asking("look", reading("a = named config.my; b = named { theme = 1; };"))).toBe(
      "`theme` at cells/read.nix:4 names something else, too",
    );
    expect(asking("look", reading("a = x: show config.my;"))).toBe(
      "`theme` at cells/read.nix:3 may be it: the value it is read from was handed on",
    );
  });

  test("a string names it that may be used for something else", () => {
    const reading = (code: string) => `
#- /cells/read.nix
{ config, lib, ... }:
let from = set: name: set.\${name}; in
{ my.branches.desk.nixos = map (name: { environment.etc.\${name}.text = ${code}; }) [ "theme" ]; }`;
    expect(asking("look", reading("from config.my name"))).toBe(
      "`theme` at cells/read.nix:3 is a string that may be used for something else, too",
    );
    expect(asking("look", reading(`config.my.\${name}`))).toBe(
      "the name that is computed at cells/read.nix:3 may be `theme`",
    );
  });

  test("a host that is named after its file", () => {
    const text = `${flake}
#- /cells/machines.nix
{ lib, ... }: {
  flake.nixosConfigurations = lib.mapAttrs' (file: _: {
    name = lib.removeSuffix ".nix" file;
    value = lib.nixosSystem { modules = [ (../machines + "/\${file}") ]; };
  }) (builtins.readDir ../machines);
}
#- /machines/torch.nix
{ }
#- /cells/ask.nix
{ self, ... }: { flake.torch = self.nixosConfigurations.tor$0ch; }
`;
    expect(renamedLines(text, "candle")).toBe(
      "no place gives the name, so it may be that of machines/torch.nix: moving the file changes it everywhere",
    );
  });

  test("another file does not parse", () => {
    expect(asking("look", "\n#- /cells/broken.nix\n{ my.")).toBe(
      "cells/broken.nix does not parse, so that `theme` may be missed in it",
    );
  });

  test("an option that others declare", () => {
    const text = `${flake}\n#- /cells/more.nix\n{ my.branches.desk.nixos = [ { services.openssh.ena$0ble = true; } ]; }\n`;
    expect(renamedLines(text, "on")).toBe(
      "`enable` is not a name that this flake gives: it is not an option, branch or host of its own",
    );
    expect(renamedLines(`${flake}\n#- /cells/more.nix\n{ fl$0ake.x = 1; }\n`, "y")).toContain(
      "is not a name that this flake gives",
    );
  });
});
