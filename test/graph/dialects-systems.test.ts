import { describe, test } from "vitest";
import { smallFlake } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const flake = (inputs: Readonly<Record<string, string>> = {}) =>
  smallFlake({ inputs: { "home-manager": true, ...inputs } });

describe("systems of other kinds", () => {
  test("nix-on-droid, with a home", () =>
    checkHosts(
      `${flake({ "nix-on-droid": "github:nix-community/nix-on-droid" })}
#- /cells/phone.nix
{ inputs, config, ... }: {
  flake.modules.nixOnDroid.base = { };
  flake.modules.homeManager.shell = { };
  flake.nixOnDroidConfigurations.phone = inputs.nix-on-droid.lib.nixOnDroidConfiguration {
    modules = [ config.flake.modules.nixOnDroid.base { home-manager.config = config.flake.modules.homeManager.shell; } ];
  };
}
`,
      `
nixOnDroidConfigurations.phone nixOnDroid complete  cells/phone.nix:4
  select flake.modules.homeManager.shell reference cells/phone.nix:5
  select flake.modules.nixOnDroid.base reference cells/phone.nix:5
  nixOnDroid
    cells/phone.nix:5
    flake.modules.nixOnDroid.base
      cells/phone.nix:2
  home-manager.config
    flake.modules.homeManager.shell
      cells/phone.nix:3
`,
    ));

  test("system-manager", () =>
    checkHosts(
      `${flake({ "system-manager": "github:numtide/system-manager" })}
#- /cells/server.nix
{ inputs, config, ... }: {
  flake.modules.systemManager.base = { };
  flake.systemConfigs.server = inputs.system-manager.lib.makeSystemConfig { modules = [ config.flake.modules.systemManager.base ]; };
}
`,
      `
systemConfigs.server systemManager complete  cells/server.nix:3
  select flake.modules.systemManager.base reference cells/server.nix:3
  systemManager
    flake.modules.systemManager.base
      cells/server.nix:2
`,
    ));

  test("a system within withSystem", () =>
    checkHosts(
      `${flake()}
#- /cells/desk.nix
{ inputs, config, withSystem, ... }: {
  systems = [ "x86_64-linux" ];
  perSystem = { system, ... }: { _module.args.tool = system; };
  flake.nixosConfigurations.desk = withSystem "x86_64-linux" ({ tool, ... }: inputs.nixpkgs.lib.nixosSystem {
    specialArgs = { inherit tool; };
    modules = [ ({ tool, ... }: { imports = if tool == "x86_64-linux" then [ ./_x.nix ] else [ ./_arm.nix ]; }) ];
  });
}
#- /cells/_x.nix
{ }
#- /cells/_arm.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:4
  nixos
    cells/desk.nix:6
    cells/_x.nix:1
`,
    ));

  test("systems that a partition makes", () =>
    checkHosts(
      `${flake()}
#- /cells/partitions.nix
{ inputs, ... }: {
  imports = [ inputs.flake-parts.flakeModules.partitions ];
  partitionedAttrs.nixosConfigurations = "machines";
  partitions.machines.module = ../machines/default.nix;
}
#- /cells/base.nix
{ flake.modules.nixos.base = { }; }
#- /machines/default.nix
{ inputs, config, ... }: {
  flake.modules.nixos.more = { };
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base more ];
  };
}
`,
      `
nixosConfigurations.desk nixos complete  machines/default.nix:3
  select flake.modules.nixos.base reference machines/default.nix:4
  select flake.modules.nixos.more reference machines/default.nix:4
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
    flake.modules.nixos.more
      machines/default.nix:2
`,
    ));
});

describe("what a host's own configuration decides", () => {
  test("its name chooses a module, in an import and in a home", () =>
    checkHosts(
      `${flake()}
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [
      { networking.hostName = "desk"; }
      ({ config, ... }: { home-manager.users.ada.imports = [ (./_homes + "/\${config.networking.hostName}.nix") ]; })
      ({ config, lib, ... }: { home-manager.users = lib.genAttrs config.people (name: ./_homes + "/\${name}.nix"); })
      ({ lib, ... }: { options.people = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; config.people = [ "bob" ]; })
    ];
  };
}
#- /cells/_homes/desk.nix
{ }
#- /cells/_homes/bob.nix
{ osConfig, ... }: { imports = if osConfig.networking.hostName == "desk" then [ ./more.nix ] else [ ]; }
#- /cells/_homes/more.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  nixos
    cells/desk.nix:4
    cells/desk.nix:5
    cells/desk.nix:6
    cells/desk.nix:7
  home-manager.users.ada
    cells/_homes/desk.nix:1
  home-manager.users.bob
    cells/_homes/bob.nix:1
    cells/_homes/more.nix:1
`,
    ));

  test("imports that depend on it go round in a circle", () =>
    checkHosts(
      `${flake()}
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ { networking.hostName = "desk"; } ({ config, ... }: { imports = [ (./_homes + "/\${config.networking.hostName}.nix") ]; }) ];
  };
}
#- /cells/_homes/desk.nix
{ }
`,
      `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved infinite recursion encountered: 'imports' depend on 'config' of the same evaluation  cells/desk.nix:3
  nixos
    cells/desk.nix:3
    cells/desk.nix:3
`,
    ));

  test("a key counts a module once; another key twice", () =>
    checkHosts(
      `${flake()}
#- /cells/desk.nix
{ inputs, ... }: let part = { key = "part"; imports = [ ./_x.nix ]; }; in {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ part part { disabledModules = [ { key = "gone"; } ]; } { key = "gone"; imports = [ ./_y.nix ]; } ]; };
}
#- /cells/_x.nix
{ }
#- /cells/_y.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  nixos
    cells/desk.nix:1
    cells/desk.nix:2
    cells/_x.nix:1
`,
    ));
});
