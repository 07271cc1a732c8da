import { describe, expect, test } from "vitest";
import { flakeNix } from "../../small-flake.ts";
import { renamedLines } from "../ask.ts";
import { configurations, published, strings } from "../dialects.ts";
import { root } from "../seedling.ts";

const base = `
#- /modules/base.nix
{ flake.modules.nixos.base = { boot.x = 1; }; }
`;

describe("a builder of the flake's own, that takes a name", () => {
  test("a branch that is found by the name: the string goes along, the host keeps its name", () => {
    const asked = published.replace("flake.modules.nixos.lamp", "flake.modules.nixos.la$0mp") + base;
    expect(renamedLines(asked, "light")).toEqual([
      '/modules/lamp.nix:2 flake.nixosConfigurations.lamp = config.factory.mkNixos "light";',
      '/modules/lamp.nix:3 flake.modules.nixos.light = { networking.hostName = "lamp"; };',
    ]);
  });

  test("a host: its output alone", () => {
    const asked = published.replace("flake.nixosConfigurations.lamp", "flake.nixosConfigurations.la$0mp") + base;
    expect(renamedLines(asked, "light")).toEqual([
      '/modules/lamp.nix:2 flake.nixosConfigurations.light = config.factory.mkNixos "lamp";',
    ]);
  });

  test("the option that holds the builder", () => {
    const asked = published.replace("config.factory.mkNixos =", "config.fac$0tory.mkNixos =") + base;
    expect(renamedLines(asked, "workshop")).toEqual([
      "/modules/factory.nix:3 options.workshop = lib.mkOption { type = lib.types.attrsOf lib.types.unspecified; default = { }; };",
      "/modules/factory.nix:4 config.workshop.mkNixos = name: lib.nixosSystem {",
      '/modules/lamp.nix:2 flake.nixosConfigurations.lamp = config.workshop.mkNixos "lamp";',
    ]);
  });
});

describe("configurations that are made into systems by one cell", () => {
  test("a host: the instance that is its own, also where no output is written", () => {
    const asked =
      configurations.replace("configurations.nixos.lamp.module", "configurations.nixos.la$0mp.module") + base;
    expect(renamedLines(asked, "light")).toEqual(["/modules/lamp.nix:2 configurations.nixos.light.module = {"]);
  });

  test("a branch under a with", () => {
    expect(renamedLines(configurations + base.replace("nixos.base", "nixos.ba$0se"), "ground")).toEqual([
      "/modules/base.nix:1 { flake.modules.nixos.ground = { boot.x = 1; }; }",
      "/modules/lamp.nix:3 imports = with config.flake.modules.nixos; [ ground ];",
    ]);
  });

  test("an option of the submodule, taken apart as an argument", () => {
    const asked = configurations.replace("options.module =", "options.mod$0ule =") + base;
    expect(renamedLines(asked, "content")).toEqual([
      "/modules/configurations.nix:6 options.content = lib.mkOption { type = lib.types.deferredModule; };",
      "/modules/configurations.nix:9 config.flake.nixosConfigurations = lib.mapAttrs (_: { content }: lib.nixosSystem { modules = [ content ]; })",
      "/modules/lamp.nix:2 configurations.nixos.lamp.content = {",
    ]);
  });
});

describe("hosts that name branches by strings", () => {
  test("a branch, asked at its string", () => {
    expect(renamedLines(strings.replace('"base"', '"ba$0se"') + base, "ground")).toEqual([
      "/modules/base.nix:1 { flake.modules.nixos.ground = { boot.x = 1; }; }",
      '/modules/lamp.nix:1 { hosts.lamp.modules = [ "ground" ]; }',
    ]);
  });

  test("a host, and the option whose strings select", () => {
    expect(renamedLines(strings.replace("hosts.lamp", "hosts.la$0mp") + base, "light")).toEqual([
      '/modules/lamp.nix:1 { hosts.light.modules = [ "base" ]; }',
    ]);
    expect(renamedLines(strings.replace("lamp.modules", "lamp.mod$0ules") + base, "parts")).toEqual([
      "/modules/hosts.nix:6 options.parts = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };",
      `/modules/hosts.nix:10 modules = map (name: config.flake.modules.nixos.\${name}) host.parts;`,
      '/modules/lamp.nix:1 { hosts.lamp.parts = [ "base" ]; }',
    ]);
  });
});

test("den: an aspect, and one that is found by the name of its host", () => {
  const den = `${root
    .replace("./cells", "./modules")
    .replace("inputs.nixpkgs", 'inputs.den.url = "github:vic/den";\n  inputs.nixpkgs')}
#- /modules/den.nix
{ inputs, ... }: { imports = [ inputs.den.flakeModule ]; den.hosts.x86_64-linux.lamp.users.ben = { }; }
#- /modules/lamp.nix
{ den, ... }: {
  den.aspects.lamp = { includes = [ den.aspects.de$0sk ]; nixos.boot.x = 1; };
}
#- /modules/desk.nix
{ den.aspects.desk.nixos = { services.x.enable = true; }; }
`;
  expect(renamedLines(den, "table")).toEqual([
    "/modules/desk.nix:1 { den.aspects.table.nixos = { services.x.enable = true; }; }",
    "/modules/lamp.nix:2 den.aspects.lamp = { includes = [ den.aspects.table ]; nixos.boot.x = 1; };",
  ]);
  const lamp = den.replace("de$0sk", "desk").replace("den.aspects.lamp", "den.aspects.la$0mp");
  expect(renamedLines(lamp, "light")).toContain("would not stay the same");
});

test("options that one helper declares at several paths are renamed together", () => {
  const helper = `${root}
#- /cells/schema.nix
{ lib, ... }:
let
  machines = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule { options.label = lib.mkOption { type = lib.types.str; }; });
  };
in
{ options.my = { laptops = machines; servers = machines; }; }
#- /cells/set.nix
{ config, ... }: { my.laptops.lamp.la$0bel = "a"; my.servers.rack.label = config.my.laptops.lamp.label; }
`;
  expect(renamedLines(helper, "title")).toEqual([
    "/cells/schema.nix:5 type = lib.types.attrsOf (lib.types.submodule { options.title = lib.mkOption { type = lib.types.str; }; });",
    '/cells/set.nix:1 { config, ... }: { my.laptops.lamp.title = "a"; my.servers.rack.title = config.my.laptops.lamp.title; }',
  ]);
});

describe("one string that names a host and the branch that it selects", () => {
  const built = `
${flakeNix({ tree: "./modules" })}#- /modules/lib.nix
{ inputs, lib, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  options.flake.lib = lib.mkOption { type = lib.types.attrsOf lib.types.unspecified; default = { }; };
  config.flake.lib.mkNixos = name: {
    \${name} = inputs.nixpkgs.lib.nixosSystem { modules = [ inputs.self.modules.nixos.\${name} ]; };
  };
}
`;
  const lamp = `
#- /modules/lamp.nix
{ inputs, ... }: {
  flake.nixosConfigurations = inputs.self.lib.mkNixos "lamp";
  flake.modules.nixos.la$0mp.networking.hostName = "box";
}
`;

  test("both get the new name", () => {
    expect(renamedLines(built + lamp, "candle")).toEqual([
      '/modules/lamp.nix:2 flake.nixosConfigurations = inputs.self.lib.mkNixos "candle";',
      '/modules/lamp.nix:3 flake.modules.nixos.candle.networking.hostName = "box";',
    ]);
  });

  test("not where the string is made: the refusal says where", () => {
    expect(renamedLines(built + lamp.replace('"lamp"', '("la" + "mp")'), "candle")).toBe(
      "the code at modules/lib.nix:5 names it in a way that cannot be followed: branch flake.modules.nixos.lamp would not stay the same",
    );
  });
});

describe("den: an aspect that is named in angle brackets, too", () => {
  const den = (aspects: string) => `${root
    .replace("./cells", "./modules")
    .replace("inputs.nixpkgs", 'inputs.den.url = "github:vic/den";\n  inputs.nixpkgs')}
#- /modules/den.nix
{ inputs, den, ... }: {
  _module.args.__findFile = den.lib.__findFile;
  imports = [ inputs.den.flakeModule (inputs.den.namespace "house" true) ];
  den.hosts.x86_64-linux.lamp.users.ben = { };
}
#- /modules/aspects.nix
{ house, __findFile, ... }: {
${aspects}
  house.shell.nixos.boot.y = 1;
  house.bundle.includes = [ <house/plain> <house/shell> ];
  den.aspects.lamp.includes = [ house.bundle ];
}
`;

  test("its piece of the path goes along", () => {
    expect(renamedLines(den("  house.pla$0in.nixos.boot.x = 1;"), "sober")).toEqual([
      "/modules/aspects.nix:2 house.sober.nixos.boot.x = 1;",
      "/modules/aspects.nix:4 house.bundle.includes = [ <house/sober> <house/shell> ];",
    ]);
  });

  test("a name that cannot stand there is refused", () => {
    expect(renamedLines(den("  house.pla$0in.nixos.boot.x = 1;"), '"so ber"')).toContain(
      "cannot be written everywhere",
    );
  });
});
