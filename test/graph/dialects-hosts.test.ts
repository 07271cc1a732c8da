import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = [
  modulesCell,
  branchCell("base", "boot.tmp.cleanOnBoot = true;"),
  branchCell("shell", "programs.zsh.enable = true;"),
].join("");

const deskWithBoth = `
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
    flake.modules.nixos.shell
      cells/shell.nix:1`;

describe("the builder is called in the host's own cell", () => {
  test("modules of flake.nixosModules below with, and an inline one", () =>
    checkHosts(
      `
#- /cells/base.nix
{ flake.nixosModules.base = { boot.tmp.cleanOnBoot = true; }; }
#- /cells/desk.nix
{ inputs, self, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = with self.nixosModules; [ base ] ++ [ { networking.hostName = "desk"; } ];
  };
}
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.nixosModules.base reference cells/desk.nix:3
  nixos
    cells/desk.nix:3
    flake.nixosModules.base
      cells/base.nix:1
`,
    ));

  test("strings that say where a module lies: in an option for modules, and in the list", () =>
    checkHosts(
      `
#- /cells/desk.nix
{ inputs, self, ... }: {
  flake.nixosModules.base = "\${self}/profiles/base.nix";
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ self.nixosModules.base "\${self}/profiles/../profiles/shell" ];
  };
}
#- /profiles/base.nix
{ imports = [ ./shell/default.nix ]; }
#- /profiles/shell/default.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:3
  select flake.nixosModules.base reference cells/desk.nix:4
  nixos
    profiles/shell/default.nix:1
    flake.nixosModules.base
      cells/desk.nix:2
`,
    ));

  test("lib from inputs, a module argument, an input of another name", () =>
    checkHosts(
      `
#- /flake.nix
{
  inputs.stable.url = "github:NixOS/nixpkgs/nixos-25.11";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
#- /cells/hosts.nix
{ inputs, lib, ... }: {
  flake.nixosConfigurations.one = lib.nixosSystem { modules = [ ./_x.nix ]; };
  flake.nixosConfigurations.two = inputs.stable.lib.nixosSystem { modules = [ ./_x.nix ]; };
  flake.nixosConfigurations.three = import "\${inputs.stable}/nixos/lib/eval-config.nix" { modules = [ ./_x.nix ]; };
}
#- /cells/_x.nix
{ }
`,
      `
nixosConfigurations.one nixos complete  cells/hosts.nix:2
  nixos
    cells/_x.nix:1
nixosConfigurations.three nixos complete  cells/hosts.nix:4
  nixos
    cells/_x.nix:1
nixosConfigurations.two nixos complete  cells/hosts.nix:3
  nixos
    cells/_x.nix:1
`,
    ));
});

describe("a builder of the flake's own", () => {
  test("a function in flake.lib picks the branch that is called like the host", () =>
    checkHosts(
      `${setup}
#- /cells/lib.nix
{ inputs, ... }: {
  flake.lib.mkNixos = system: name: {
    \${name} = inputs.nixpkgs.lib.nixosSystem {
      modules = [ inputs.self.modules.nixos."host_\${name}" { nixpkgs.hostPlatform = system; } ];
    };
  };
}
#- /cells/desk.nix
{ self, config, ... }: {
  flake.nixosConfigurations = self.lib.mkNixos "x86_64-linux" "desk";
  flake.modules.nixos.host_desk.imports = with config.flake.modules.nixos; [ base shell ];
}
`,
      `
nixosConfigurations.desk nixos complete  cells/lib.nix:3
  select flake.modules.nixos.base reference cells/desk.nix:3 through flake.modules.nixos.host_desk
  select flake.modules.nixos.host_desk string cells/desk.nix:2 helped by cells/lib.nix:4  # the name that the interpolated string is filled with
  select flake.modules.nixos.shell reference cells/desk.nix:3 through flake.modules.nixos.host_desk
  nixos
    cells/lib.nix:4
    flake.modules.nixos.host_desk
      cells/desk.nix:3
      flake.modules.nixos.base
        cells/base.nix:1
      flake.modules.nixos.shell
        cells/shell.nix:1
`,
    ));

  test("a guarded lookup that finds nothing adds nothing", () =>
    checkHosts(
      `${setup}
#- /cells/hosts.nix
{ config, lib, ... }:
let mkHost = name: lib.nixosSystem { modules = [ config.flake.modules.nixos.base (config.flake.modules.nixos.\${name} or { }) ]; };
in { flake.nixosConfigurations = lib.genAttrs [ "desk" "shell" ] mkHost; }
`,
      `
nixosConfigurations.desk nixos complete  cells/hosts.nix:2
  select flake.modules.nixos.base reference cells/hosts.nix:2
  nixos
    cells/hosts.nix:2  # the empty set behind or
    flake.modules.nixos.base
      cells/base.nix:1
nixosConfigurations.shell nixos complete  cells/hosts.nix:2
  select flake.modules.nixos.base reference cells/hosts.nix:2
  select flake.modules.nixos.shell string cells/hosts.nix:3
${deskWithBoth}
`,
    ));

  test("a function among module options", () =>
    checkHosts(
      `${setup}
#- /cells/factory.nix
{ config, lib, ... }: {
  options.factory = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; };
  config.factory.mkNixos = { name, modules ? [ ] }: {
    \${name} = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ] ++ modules; };
  };
}
#- /cells/desk.nix
{ config, ... }: { flake.nixosConfigurations = config.factory.mkNixos { name = "desk"; modules = [ config.flake.modules.nixos.shell ]; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/factory.nix:4
  select flake.modules.nixos.base reference cells/factory.nix:4
  select flake.modules.nixos.shell reference cells/desk.nix:1
${deskWithBoth}
`,
    ));
});

describe("an option of hosts, and mapAttrs over it", () => {
  const builder = `
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  options.configurations.nixos = lib.mkOption {
    type = lib.types.lazyAttrsOf (lib.types.submodule { options.module = lib.mkOption { type = lib.types.deferredModule; }; });
  };
  config.flake.nixosConfigurations =
    lib.mapAttrs (name: { module }: inputs.nixpkgs.lib.nixosSystem { modules = [ module { networking.hostName = name; } ]; })
      config.configurations.nixos;
}
`;

  test("configurations.nixos.<name>.module, in two files", () =>
    checkHosts(
      `${setup}${builder}
#- /cells/desk.nix
{ config, ... }: { configurations.nixos.desk.module.imports = [ config.flake.modules.nixos.base ]; }
#- /cells/disks.nix
{ configurations.nixos.desk.module = { fileSystems."/".device = "/dev/sda"; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/hosts.nix:6
  select configurations.nixos.desk.module reference cells/hosts.nix:6
  select flake.modules.nixos.base reference cells/desk.nix:1 through configurations.nixos.desk.module
  nixos
    cells/hosts.nix:6
    configurations.nixos.desk.module
      cells/desk.nix:1
      cells/disks.nix:1
      flake.modules.nixos.base
        cells/base.nix:1
`,
    ));

  test("all branches at once by attrValues", () =>
    checkHosts(
      `${setup}${builder}
#- /cells/desk.nix
{ config, ... }: { configurations.nixos.desk.module.imports = builtins.attrValues config.flake.modules.nixos; }
`,
      `
nixosConfigurations.desk nixos complete  cells/hosts.nix:6
  select configurations.nixos.desk.module reference cells/hosts.nix:6
  select flake.modules.nixos.base wildcard cells/desk.nix:1 through configurations.nixos.desk.module
  select flake.modules.nixos.shell wildcard cells/desk.nix:1 through configurations.nixos.desk.module
  nixos
    cells/hosts.nix:6
    configurations.nixos.desk.module
      cells/desk.nix:1
      flake.modules.nixos.base
        cells/base.nix:1
      flake.modules.nixos.shell
        cells/shell.nix:1
`,
    ));
});

describe("strings in an option of hosts", () => {
  const option = `
#- /cells/hosts.nix
{ config, inputs, lib, ... }:
let
  inherit (lib) mkOption types;
  modulesOf = host: map (name: config.flake.modules.nixos.\${name} or (throw "no module \${name}")) host.use;
in
{
  options.hosts = mkOption {
    type = types.attrsOf (types.submodule { options.use = mkOption { type = types.listOf types.str; default = [ "base" ]; }; });
  };
  config.flake.nixosConfigurations = lib.mapAttrs (_: host: lib.nixosSystem { modules = modulesOf host; }) config.hosts;
}
`;

  test("each string selects, and the default too", () =>
    checkHosts(
      `${setup}${option}
#- /cells/desk.nix
{ hosts.desk.use = [ "base" "shell" ]; }
#- /cells/rack.nix
{ hosts.rack = { }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/hosts.nix:10
  select flake.modules.nixos.base string cells/desk.nix:1
  select flake.modules.nixos.shell string cells/desk.nix:1
${deskWithBoth}
nixosConfigurations.rack nixos complete  cells/hosts.nix:10
  select flake.modules.nixos.base string cells/hosts.nix:8
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
`,
    ));

  test("strings filtered by what exists", () =>
    checkHosts(
      `${setup}
#- /cells/desk.nix
{ config, lib, ... }:
let wanted = [ "base" "shel" ]; in
{
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = builtins.filter (module: module != null) (map (name: config.flake.modules.nixos.\${name} or null) wanted);
  };
}
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:4
  select flake.modules.nixos.base string cells/desk.nix:2
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
`,
    ));
});

test("a prefix of the branch's name makes the host", () =>
  checkHosts(
    `${setup}
#- /cells/hosts.nix
{ config, lib, ... }: {
  flake.nixosConfigurations = lib.pipe config.flake.modules.nixos [
    (lib.filterAttrs (name: _: lib.hasPrefix "hosts/" name))
    (lib.mapAttrs' (name: module: lib.nameValuePair (lib.removePrefix "hosts/" name) (lib.nixosSystem { modules = [ module ]; })))
  ];
}
#- /cells/desk.nix
{ config, ... }: { flake.modules.nixos."hosts/desk".imports = [ config.flake.modules.nixos.base ]; }
`,
    `
nixosConfigurations.desk nixos complete  cells/hosts.nix:4
  select flake.modules.nixos."hosts/desk" predicate cells/hosts.nix:3
  select flake.modules.nixos.base reference cells/desk.nix:1 through flake.modules.nixos."hosts/desk"
  nixos
    flake.modules.nixos."hosts/desk"
      cells/desk.nix:1
      flake.modules.nixos.base
        cells/base.nix:1
`,
  ));
