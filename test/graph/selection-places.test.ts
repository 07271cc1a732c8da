import { describe, expect, test } from "vitest";
import { rootView } from "../../server/features/views/host-tree.ts";
import { graphJson } from "../../server/graph/graph-json.ts";
import { graphText } from "../../server/graph/graph-text.ts";
import { analyseFixture } from "../flake.ts";
import { modulesCell } from "../small-flake.ts";
import { hostsText } from "./print.ts";

/** Branches of these names, and `cells` that select them; `wanted` are the lines of the selections. */
function checkSelections(cells: string, wanted: string, modules = ["hosts/desk"]): void {
  const leaves = modules.map((name, at) => `#- /cells/leaf${at}.nix\n{ flake.modules.nixos."${name}" = { }; }\n`);
  const setup = `
${modulesCell}${leaves.join("")}`;
  const { analysis } = analyseFixture(`${modules.length > 0 ? setup : ""}${cells.trim()}\n`);
  const lines = hostsText(analysis).split("\n");
  expect(lines.filter((line) => line.startsWith("  select "))).toEqual(
    wanted
      .trim()
      .split("\n")
      .map((line) => `  ${line}`),
  );
}

describe("the name of a branch is put together", () => {
  const builder = (name: string) => `
#- /cells/builder.nix
{ config, inputs, ... }: {
  flake.lib.build = name:
    { \${name} =
      inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.${name} ]; };
    };
}
#- /cells/desk.nix
{ config, ... }: {
  flake.nixosConfigurations =
    config.flake.lib.build "desk";
}
`;

  test("of nothing but the name: the string that gave it", () =>
    checkSelections(builder(`"\${name}"`), "select flake.modules.nixos.desk string cells/desk.nix:3", ["desk"]));

  test("of a prefix and the name: the string that gave the last word", () =>
    checkSelections(
      builder(`"hosts/\${name}"`),
      `select flake.modules.nixos."hosts/desk" string cells/desk.nix:3 helped by cells/builder.nix:4`,
    ));

  test("with +, and by joining", () => {
    const wanted = `select flake.modules.nixos."hosts/desk" string cells/desk.nix:3 helped by cells/builder.nix:4`;
    checkSelections(builder(`\${"hosts/" + name}`), wanted);
    checkSelections(builder(`\${builtins.concatStringsSep "/" [ "hosts" name ]}`), wanted);
  });

  test("of the name and a word behind it: the code that writes the word", () =>
    checkSelections(
      builder(`"\${name}/hardware"`),
      `select flake.modules.nixos."desk/hardware" string cells/builder.nix:4`,
      ["desk/hardware"],
    ));

  test("of a suffix that is not a word of its own: the string again", () =>
    checkSelections(
      builder(`"\${name}Config"`),
      "select flake.modules.nixos.deskConfig string cells/desk.nix:3 helped by cells/builder.nix:4",
      ["deskConfig"],
    ));

  test("of a name that an attribute of another option has: that attribute", () =>
    checkSelections(
      `
#- /cells/builder.nix
{ config, inputs, lib, ... }: {
  options.machines = lib.mkOption { type = lib.types.attrsOf lib.types.raw; };
  config.flake.nixosConfigurations = lib.mapAttrs (name: _: inputs.nixpkgs.lib
    .nixosSystem { modules = [ config.flake.modules.nixos."hosts/\${name}" config.flake.modules.nixos.\${name} ]; }
  ) config.machines;
}
#- /cells/desk.nix
{ machines.desk = { }; }
`,
      `
select flake.modules.nixos."hosts/desk" string cells/desk.nix:1 helped by cells/builder.nix:4
select flake.modules.nixos.desk string cells/desk.nix:1 helped by cells/builder.nix:3
`,
      ["desk", "hosts/desk"],
    ));
});

test("names of modules stand for all modules of these names: a wildcard, also in another class", () =>
  checkSelections(
    `
#- /cells/builder.nix
{ config, inputs, ... }:
let names = builtins.attrNames config.flake.modules.homeManager; in {
  flake.nixosConfigurations.desk =
    inputs.nixpkgs.lib.nixosSystem { modules = map (name: config.flake.modules.nixos.\${name}) names; };
}
#- /cells/home.nix
{ flake.modules.homeManager.desk = { }; }
`,
    "select flake.modules.nixos.desk wildcard cells/builder.nix:2",
    ["desk"],
  ));

describe("a helper stands between the branch and the place that names it", () => {
  const desk = (modules: string) => `
#- /cells/builder.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk =
    # the host
    inputs.nixpkgs.lib.nixosSystem {
      modules = ${modules};
    };
}
`;
  const options = (type: string, apply: string) => `
#- /cells/options.nix
{ lib, ... }:
let
  wrap = module:
    { key = "a"; imports = [
      module
    ]; };
in
{ options.parts = lib.mkOption { type = ${type}; apply = ${apply}; }; }
#- /cells/parts.nix
{ parts.base = { }; }
`;

  test("an option's apply wraps the module: the reference to the option", () =>
    checkSelections(
      `${options("lib.types.attrsOf lib.types.deferredModule", "lib.mapAttrs (_: wrap)")}${desk("[ config.parts.base ]")}`,
      "select parts.base reference cells/builder.nix:5 helped by cells/options.nix:5",
      [],
    ));

  test("below with, and where all of them are taken", () => {
    const wrapped = options("lib.types.attrsOf lib.types.deferredModule", "lib.mapAttrs (_: wrap)");
    checkSelections(
      `${wrapped}${desk("with config.parts; [ base ]")}`,
      "select parts.base reference cells/builder.nix:5 helped by cells/options.nix:5",
      [],
    );
    checkSelections(
      `${wrapped}${desk("builtins.attrValues config.parts")}`,
      "select parts.base wildcard cells/builder.nix:5 helped by cells/options.nix:5",
      [],
    );
  });

  test("each option has an apply of its own, and one is inherited into a list", () =>
    checkSelections(
      `
#- /cells/options.nix
{ lib, ... }: {
  options.parts.base = lib.mkOption {
    type = lib.types.deferredModule;
    apply = module: { key = "base"; imports = [ module ]; };
  };
}
#- /cells/parts.nix
{ parts.base = { }; }
${desk("let inherit (config.parts) base; in [\n        base\n      ]")}`,
      "select parts.base reference cells/builder.nix:6 helped by cells/options.nix:4",
      [],
    ));

  test("a function makes a module around it: the argument", () =>
    checkSelections(
      `${options("lib.types.attrsOf lib.types.deferredModule", "(x: x)")}
#- /cells/wrap.nix
{ flake.lib.wrap = module:
    { imports = [
      module
    ]; }; }
${desk("[ (config.flake.lib.wrap config.parts.base) ]")}`,
      "select parts.base reference cells/builder.nix:5",
      [],
    ));

  test("a local name that is not the branch's: where it is given", () =>
    checkSelections(
      `${options("lib.types.attrsOf lib.types.deferredModule", "(x: x)")}${desk("let\n        common = config.parts.base;\n      in [ common ]")}`,
      "select parts.base reference cells/builder.nix:6",
      [],
    ));
});

test("all forms tell the same place", () => {
  const { analysis } = analyseFixture(`
#- /cells/options.nix
{ lib, ... }: {
  options.parts = lib.mkOption {
    type = lib.types.attrsOf lib.types.deferredModule;
    apply = lib.mapAttrs (name: module: { key = name; imports = [ module ]; });
  };
}
#- /cells/desk.nix
{ config, inputs, ... }: {
  parts.base = { };
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ config.parts.base ];
  };
}
`);
  const { graph, linesOf } = analysis;
  const selections = graphJson(graph, linesOf).hosts.flatMap((host) => host.selections);
  expect(selections.map(({ at, helper }) => [at.file, at.start.line, helper?.file, helper?.start.line])).toEqual([
    ["cells/desk.nix", 3, "cells/options.nix", 3],
  ]);
  const told = "reference at cells/desk.nix:4 through cells/options.nix:4";
  expect(graphText(graph, linesOf)).toContain(told);
  expect(JSON.stringify(rootView(analysis, (file) => file))).toContain(`by ${told}`);
});

describe("all of them are taken, but those of others are left out", () => {
  const flake = (targets: string) => `
#- /cells/options.nix
{ lib, ... }: {
  options.parts = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule {
      options.modules = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; };
      options.targets = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ "*" ]; };
    });
  };
}
#- /cells/audio.nix
{ parts.audio = { ${targets}
  modules = [ { } ]; }; }
#- /cells/builder.nix
{ config, inputs, lib, ... }:
let
  fits = targets: lib.elem "*" targets || lib.elem "desk" targets;
  take = part: lib.optionals (fits part.targets) part.modules;
in
{ flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = lib.concatMap take
      (lib.attrValues config.parts); }; }
`;

  test("by what stands beside the modules: there", () =>
    checkSelections(
      flake(`targets = [\n  "rack"\n  "desk"\n];`),
      "select parts.audio.modules target cells/audio.nix:3 helped by cells/builder.nix:8",
      [],
    ));

  test("by a default of another file: where all are taken", () =>
    checkSelections(flake(""), "select parts.audio.modules wildcard cells/builder.nix:8", []));
});

test("a helper of another file takes all of them: the imports that ask for them", () =>
  checkSelections(
    `
#- /cells/helper.nix
{ config, lib, ... }: { _module.args.everything = lib.attrValues config.flake.modules.nixos; }
#- /cells/builder.nix
{ everything, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ {
      imports =
        everything;
    } ];
  };
}
`,
    "select flake.modules.nixos.desk wildcard cells/builder.nix:5 helped by cells/helper.nix:1",
    ["desk"],
  ));

test("modules that are made for the names of another option: the names there", () =>
  checkSelections(
    `
#- /cells/users.nix
{ config, lib, ... }: {
  options.people = lib.mkOption { type = lib.types.attrsOf lib.types.raw; };
  config.flake.modules = {
    homeManager = lib.mapAttrs (name: _: { home.username = name; }) config.people;
    nixos = lib.mapAttrs (name: _: { home-manager.users.\${name} = config.flake.modules.homeManager.\${name}; }) config.people;
  };
}
#- /cells/ben.nix
{ people.ben = { }; }
#- /cells/builder.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ inputs.home-manager.nixosModules.default config.flake.modules.nixos.ben ];
  };
}
`,
    `
select flake.modules.homeManager.ben string cells/ben.nix:1 helped by cells/users.nix:5 through flake.modules.nixos.ben
select flake.modules.nixos.ben reference cells/builder.nix:3
`,
    ["unused"],
  ));

describe("a configuration is handed on whole", () => {
  const flake = (options: (prefix: string) => string, people: string) => `
#- /cells/options.nix
{ lib, ... }:
let
  module = key: lib.mkOption {
    type = lib.types.deferredModule; default = { };
    apply = module: { inherit key; imports = [
      module
    ]; };
  };
  moduleIn = lib.types.submodule { options.home = ${options("user-")}; };
in
{
  options.home = ${options("")};
  options.people = lib.mkOption { type = lib.types.attrsOf moduleIn; };
}
#- /cells/home.nix
{ home.base = { programs.zsh.enable = true; }; }
#- /cells/ben.nix
{ config, ... }: {
${people}
}
#- /cells/builder.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ config.people.ben.home.base ];
  };
}
`;

  test("a set of options: the place that hands it on", () =>
    checkSelections(
      flake((prefix) => `{ base = module "${prefix}base"; }`, "  people.ben = {\n    inherit (config) home;\n  };"),
      `
select home.base wildcard cells/ben.nix:3 helped by cells/options.nix:6 through people.ben.home.base
select people.ben.home.base reference cells/builder.nix:3 helped by cells/options.nix:6
`,
      [],
    ));

  test("an option with a module by name: there, too", () =>
    checkSelections(
      flake(
        () => "lib.mkOption { type = lib.types.attrsOf lib.types.deferredModule; default = { }; }",
        "  people.ben = {\n    home =\n      config.home;\n  };",
      ),
      `
select home.base wildcard cells/ben.nix:3 through people.ben.home.base
select people.ben.home.base reference cells/builder.nix:3
`,
      [],
    ));
});
