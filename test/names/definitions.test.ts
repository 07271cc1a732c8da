import { expect, test } from "vitest";
import { printOccurrences } from "./print.ts";

test("definitions are found through what passes them on", () => {
  expect(
    printOccurrences(`{ lib, ... }:
let on = true; in
{
  config = lib.mkMerge [
    (lib.mkIf on { my.a = 1; })
    { my = lib.optionalAttrs on { b = lib.mkForce { c = 2; }; } // { d = { }; }; }
  ];
}`),
  ).toMatchInlineSnapshot(`
    "define my.a @ 5:23 flake
    define my.b.c @ 6:53 flake
    define my.d @ 6:70 flake"
  `);
});

test("list items and functions are modules in the scope of their collector", () => {
  expect(
    printOccurrences(`{ config, lib, ... }:
{
  config.my.branches.base = {
    description = "everywhere";
    nixosModules = lib.flatten [
      (lib.optional config.my.wanted ({ pkgs, ... }: { services.a.enable = true; }))
      [ { services.b.enable = true; } ]
    ];
  };
  config.my.grow = { cfg, hostName }: { notAModule = cfg; };
}`),
  ).toMatchInlineSnapshot(`
    "define my.branches.base.description @ 4:5 flake
    define my.branches.base.nixosModules @ 5:5 flake
    read my.wanted @ 6:31 flake
    define services.a.enable @ 6:67 flake>my.branches.base.nixosModules
    define services.b.enable @ 7:22 flake>my.branches.base.nixosModules
    define my.grow @ 10:13 flake"
  `);
});

test("a set as a module stays one long path, its imports are modules of the same collector", () => {
  expect(
    printOccurrences(`{ config, inputs, ... }:
{
  flake.modules.nixos."hosts/x" = {
    imports = [ inputs.disko.nixosModules.disko ({ config, ... }: { a = config.b; }) ];
    services.c.enable = config.d;
  };
}`),
  ).toMatchInlineSnapshot(`
    "define flake.modules.nixos.hosts/x.imports @ 4:5 flake
    define a @ 4:69 flake>flake.modules.nixos.hosts/x
    read b @ 4:80 flake>flake.modules.nixos.hosts/x
    define flake.modules.nixos.hosts/x.services.c.enable @ 5:16 flake
    read d @ 5:32 flake"
  `);
});

test("a local name takes part in the definition that uses it", () => {
  expect(
    printOccurrences(`{ config, ... }:
let
  flake.modules.nixos.x.imports = [ leaf ];
  leaf = { config, ... }: { a = config.b; };
  names = { c = config.d; };
in
{ inherit flake; my.names = names; }`),
  ).toMatchInlineSnapshot(`
    "define flake.modules.nixos.x.imports @ 3:25 flake
    define a @ 4:29 flake>flake.modules.nixos.x
    read b @ 4:40 flake>flake.modules.nixos.x
    define my.names.c @ 5:13 flake
    read d @ 5:24 flake
    define flake @ 7:11 flake
    define my.names @ 7:21 flake"
  `);
});

test("computed names are dynamic pieces", () => {
  expect(
    printOccurrences(`{ lib, config, ... }:
{
  my.hosts.\${config.my.main}.system = "x";
  flake.modules.nixos = lib.genAttrs [ "a" "b" ] (name: { pkgs, ... }: { x = name; });
  flake.nixosConfigurations = lib.mapAttrs (name: { module }: lib.nixosSystem { modules = [ module { y = 1; } ]; }) config.my.hosts;
}`),
  ).toMatchInlineSnapshot(`
    "read my.main @ 3:24 flake
    define my.hosts.$.system @ 3:30 flake
    define flake.modules.nixos.$ @ 4:17 flake
    define x @ 4:74 flake>flake.modules.nixos.$
    define flake.nixosConfigurations.$ @ 5:9 flake
    define y @ 5:102 flake>flake.nixosConfigurations.$
    read my.hosts @ 5:127 flake"
  `);
});

test("perSystem is a scope of its own", () => {
  expect(
    printOccurrences(`{ moduleWithSystem, withSystem, ... }:
{
  perSystem = { config, self', pkgs, ... }: { packages.a = config.packages.b; checks.c = self'.packages.d; };
  perSystem.formatter = 1;
  flake.modules.nixos.e = moduleWithSystem (perSystem@{ config, ... }: { config, ... }: {
    environment.systemPackages = [ perSystem.config.packages.f config.g ];
  });
  flake.h = withSystem "x" ({ config, ... }: config.packages.i);
}`),
  ).toMatchInlineSnapshot(`
    "define perSystem @ 3:3 flake
    define packages.a @ 3:56 perSystem
    read packages.b @ 3:76 perSystem
    define checks.c @ 3:86 perSystem
    read packages.d @ 3:105 perSystem
    define perSystem @ 4:3 flake
    define formatter @ 4:13 perSystem
    define flake.modules.nixos.e @ 5:23 flake
    define environment.systemPackages @ 6:17 flake>flake.modules.nixos.e
    read packages.f @ 6:62 perSystem
    read g @ 6:71 flake>flake.modules.nixos.e
    define flake.h @ 8:9 flake
    read packages.i @ 8:62 perSystem"
  `);
});

test("a module of the tree may be called flake.nix", () => {
  for (const text of ["{ lib, ... }: { my.x = 1; }", "{ my.x = 1; }"])
    expect(printOccurrences(text, "/flake/cells/flake.nix")).toMatch(/^define my.x @ 1:\d+ flake$/);
});

test("flake.nix is not a module, what it gives to mkFlake is", () => {
  expect(
    printOccurrences(
      `{
  inputs.nixpkgs.url = "x";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
    systems = [ "x86_64-linux" ];
    imports = [ ./schema.nix ({ config, ... }: { my.a = config.my.b; }) ];
  };
}`,
      "/flake/flake.nix",
    ),
  ).toMatchInlineSnapshot(`
    "define systems @ 4:5 flake
    define my.a @ 5:53 flake
    read my.b @ 5:67 flake"
  `);
});

test("modules of a system builder belong to the definition that holds the call", () => {
  expect(
    printOccurrences(`{ config, lib, ... }:
{
  flake.nixosConfigurations.x = lib.nixosSystem {
    modules = [ ./_hardware.nix { config.a = 1; } ({ config, ... }: {
      home-manager.users.u.imports = config.b ++ [ ({ config, ... }: { c = config.d; }) ];
    }) ] ++ config.my.modules;
  };
}`),
  ).toMatchInlineSnapshot(`
    "define flake.nixosConfigurations.x @ 3:29 flake
    define a @ 4:42 flake>flake.nixosConfigurations.x
    define home-manager.users.u.imports @ 5:28 flake>flake.nixosConfigurations.x
    read b @ 5:45 flake>flake.nixosConfigurations.x
    define c @ 5:72 flake>flake.nixosConfigurations.x>home-manager.users.u
    read d @ 5:83 flake>flake.nixosConfigurations.x>home-manager.users.u
    read my.modules @ 6:23 flake"
  `);
});
