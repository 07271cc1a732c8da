import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { flakeModules, flakeModulesHost, namedBranches } from "../rules/dialects.ts";

/** In the place of `X`: not known, and from outside. */
const UNKNOWN = "(import /etc/nixos/secret.nix)";
const OUTSIDE = "inputs.sops-nix.thing";

const named = `${namedBranches}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  my.hosts.rack.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
#- /cells/branches.nix
{ my.branches.shell.nixosModules = [ { } ]; my.branches.vpn.nixosModules = [ { } ]; }
`;

const modules = `${flakeModules}${flakeModulesHost}
#- /cells/rack.nix
{ config, lib, ... }: { flake.nixosConfigurations.rack = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base server ]; }; }
#- /cells/server.nix
{ flake.modules.nixos.server = { }; flake.modules.nixos.vpn = { }; }
`;

/** Complete hosts, branches that may have more, and what is said of absence. */
function seen(flake: string, cell: string): string {
  const { graph, findings } = analyseFixture(
    `${flake}#- /cells/more.nix\n{ inputs, lib, config, ... }: ${cell}\n`,
  ).analysis;
  const complete = graph.hosts.filter((host) => host.complete).map(({ name }) => name);
  const open = graph.branches.filter((branch) => branch.open).map(({ id }) => id.split(".").slice(2).join("."));
  const codes = findings.filter(({ code }) => code !== "unresolved").map(({ code }) => code);
  return [`complete ${complete.join(" ")}`, `open ${open.join(" ")}`, codes.join(" ")]
    .join("; ")
    .replace(/ (?=;|$)/g, "");
}

const sayAll = "complete desk rack; open; unmerged-leaf";
const allNamed = "base.hmModules base.nixosModules shell.hmModules shell.nixosModules vpn.hmModules vpn.nixosModules";

describe.each([
  ["not known", UNKNOWN],
  ["from outside", OUTSIDE],
])("a whole configuration of the flake that is %s", (_what, x) => {
  test.each([
    `{ config = ${x}; }`,
    `{ config = lib.mkIf true ${x}; }`,
    `{ config = lib.mkIf inputs.sops-nix.flag ${x}; }`,
    `{ config = lib.mkMerge [ { } ${x} ]; }`,
    `{ config = lib.mkMerge ${x}; }`,
    `{ config = lib.mkForce ${x}; }`,
    `{ config = { } // ${x}; }`,
    `{ config = if inputs.sops-nix.flag then { } else ${x}; }`,
    `{ } // ${x}`,
  ])("%s may define branches, selections and hosts", (cell) =>
    expect(seen(named, cell)).toBe(`complete; open ${allNamed};`),
  );

  test.each([`{ config = lib.mkIf false ${x}; }`, `{ config = lib.mkMerge [ (lib.mkIf false ${x}) ]; }`])(
    "%s defines nothing",
    (cell) => expect(seen(named, cell)).toBe(sayAll),
  );

  test("with flake.modules", () =>
    expect(seen(modules, `{ config = lib.mkIf true ${x}; }`)).toBe(
      "complete; open nixos.base nixos.server nixos.vpn;",
    ));
});

describe("a part of the flake's configuration that is not known", () => {
  test.each([
    [`{ my = ${UNKNOWN}; }`, `complete; open ${allNamed};`],
    [`{ my = lib.mkMerge [ { } ${UNKNOWN} ]; }`, `complete; open ${allNamed};`],
    [`{ my.hosts = ${UNKNOWN}; }`, "complete; open;"],
    [`{ my.hosts.desk = ${UNKNOWN}; }`, "complete rack; open;"],
    [`{ my.hosts.rack = lib.mkIf true ${UNKNOWN}; }`, "complete desk; open;"],
    [`{ my.branches = ${UNKNOWN}; }`, `complete; open ${allNamed};`],
    [`{ my.branches.vpn = ${UNKNOWN}; }`, "complete desk rack; open vpn.hmModules vpn.nixosModules;"],
    [`{ my.branches.shell = { } // ${UNKNOWN}; }`, "complete; open shell.hmModules shell.nixosModules;"],
    [`{ my.branches.shell.description = ${UNKNOWN}; }`, sayAll],
    [`{ flake = ${UNKNOWN}; }`, `complete; open ${allNamed};`],
    [`{ flake.overlays = ${UNKNOWN}; }`, sayAll],
    // Whatever these are may use a branch.
    [`{ flake.deploy = ${UNKNOWN}; }`, "complete desk rack; open;"],
    [`{ systems = [ "x86_64-linux" ]; perSystem = ${UNKNOWN}; }`, "complete desk rack; open;"],
    [`{ systems = [ "x86_64-linux" ]; perSystem.packages = ${UNKNOWN}; }`, "complete desk rack; open;"],
    [`{ systems = [ "x86_64-linux" ]; perSystem.packages.image = ${UNKNOWN}; }`, "complete desk rack; open;"],
    [`{ systems = [ "x86_64-linux" ]; perSystem.legacyPackages = ${UNKNOWN}; }`, sayAll],
  ])("%s", (cell, wanted) => expect(seen(named, cell)).toBe(wanted));

  test.each([
    [`{ flake = ${UNKNOWN}; }`, "complete; open nixos.base nixos.server nixos.vpn;"],
    [`{ flake.modules = ${UNKNOWN}; }`, "complete; open nixos.base nixos.server nixos.vpn;"],
    [`{ flake.modules.nixos = ${UNKNOWN}; }`, "complete; open nixos.base nixos.server nixos.vpn;"],
    [`{ flake.modules.homeManager = ${UNKNOWN}; }`, sayAll],
    [`{ flake.modules.nixos.server = ${UNKNOWN}; }`, "complete desk; open;"],
    [`{ flake.modules.nixos.server.config = ${UNKNOWN}; }`, "complete desk; open;"],
    [`{ flake.modules.nixos.server.services.nginx = ${UNKNOWN}; }`, sayAll],
    [`{ flake.modules.nixos.server.home-manager = ${UNKNOWN}; }`, "complete desk; open; undeclared-in-host"],
  ])("with flake.modules: %s", (cell, wanted) => expect(seen(modules, cell)).toBe(wanted));
});

describe("a part of the flake's configuration that comes from outside", () => {
  test.each([
    [`{ flake = ${OUTSIDE}; }`, "complete; open nixos.base nixos.server nixos.vpn;"],
    [`{ flake.modules = ${OUTSIDE}; }`, "complete desk rack; open nixos.base nixos.server nixos.vpn;"],
    [`{ flake.modules.homeManager = ${OUTSIDE}; }`, sayAll],
    [`{ flake.modules.nixos.server = ${OUTSIDE}; }`, sayAll],
    [`{ flake.modules.nixos.server.config = ${OUTSIDE}; }`, sayAll],
  ])("%s", (cell, wanted) => expect(seen(modules, cell)).toBe(wanted));
});

test("what the flake itself makes of names from outside may be any of its branches", () => {
  const flake = (selected: string) => `${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = ${selected}; };
  flake.modules.nixos.vpn = { };
}
`;
  const desk = (selected: string) => {
    const { graph, findings } = analyseFixture(flake(selected)).analysis;
    return [graph.hosts.map(({ complete }) => complete), findings.map(({ code }) => code)];
  };
  expect(desk("map (name: builtins.getAttr name config.flake.modules.nixos) inputs.sops-nix.names")).toEqual([
    [false],
    [],
  ]);
  expect(
    desk("map (input: input.nixosModules.default) inputs.sops-nix.all ++ [ config.flake.modules.nixos.base ]"),
  ).toEqual([[true], ["unmerged-leaf"]]);
});
