import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { filesOfFixture } from "../flake.ts";
import { flakeModules, mappedHosts, namedBranches, namedHost } from "../rules/dialects.ts";

/** Flakes in three dialects and the seed's, each with a mistake or two that some rule sees, as files in `/flake`. */
export function smallFlakes(): readonly ReadonlyMap<string, string>[] {
  return [readFlake("seed"), ...[named, modules, mapped].map(filesOfFixture)];
}

/** The Nix files of a flake in `test/flakes`, as if they lay in `/flake`. */
export function readFlake(name: string): ReadonlyMap<string, string> {
  const directory = fileURLToPath(new URL(`../flakes/${name}`, import.meta.url));
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".nix"));
  return new Map(files.sort().map((file) => [`/flake/${file}`, readFileSync(`${directory}/${file}`, "utf8")]));
}

const named = `${namedBranches}${namedHost}
#- /cells/rack.nix
{ lib, gather, ... }:
let
  parts = gather "rack";
in
{
  my.hosts.rack.branches = [ "shell" "desktop" ];
  my.switch = true;
  flake.nixosConfigurations.rack = lib.nixosSystem {
    modules = parts.nixos ++ [
      { home-manager.users.wren.imports = parts.home; }
    ];
  };
}
#- /cells/shell.nix
{
  my.branches.shell = {
    description = "a shell";
    nixosModules = [ { programs.zsh.enable = true; } ];
    hmModules = [ ({ pkgs, ... }: { home.packages = [ pkgs.zsh ]; }) ];
  };
  my.branches.desktop.nixosModules = [
    ({ lib, ... }: { options.screen.size = lib.mkOption { type = lib.types.int; default = 27; }; })
  ];
}
#- /cells/vpn.nix
{ my.branches.vpn = { nixosModules = [ { services.tailscale.enable = true; } ]; hmModules = [ { } ]; }; }
`;

const modules = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base desktop { networking.hostName = "desk"; } ];
  };
}
#- /cells/rack.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = builtins.attrValues { inherit (config.flake.modules.nixos) base server; }; };
}
#- /cells/desktop.nix
{ config, ... }: {
  flake.modules.nixos.desktop = { lib, ... }: {
    imports = [ config.flake.modules.nixos.sound ];
    options.screen.size = lib.mkOption { type = lib.types.int; default = 27; };
    config.services.xserver = { enable = true; dpi = 96; };
  };
  flake.modules.nixos.sound.services.pipewire = { enable = true; };
}
#- /cells/server.nix
{
  flake.modules.nixos = {
    server = { screen.size = 3; services.nginx = { enable = true; }; };
    vpn = { services.tailscale.enable = true; };
  };
}
#- /cells/checks.nix
{ config, ... }: {
  flake.modules.nixos.probe = { services.foo = [ 1 2 ]; };
  perSystem = { pkgs, ... }: {
    packages.probe = pkgs.testers.runNixOSTest { nodes.machine = config.flake.modules.nixos.probe; };
  };
}
`;

const mapped = `${mappedHosts}
#- /cells/desk.nix
{ config, inputs, ... }: {
  nixos.hosts.desk = {
    imports = [ config.nixos.modules.base inputs.home-manager.nixosModules.home-manager ];
    home-manager.users.rowan = config.home.shell;
  };
}
#- /cells/rack.nix
{ config, lib, ... }: { nixos.hosts.rack.imports = lib.attrVals [ "base" "server" ] config.nixos.modules; }
#- /cells/server.nix
{
  nixos.modules.server = { services.nginx = { enable = true; }; };
  nixos.modules.tower.programs.mtr.enable = true;
  home.shell.programs.zsh.enable = true;
  home.editor.programs.vim = { enable = true; };
}
`;
