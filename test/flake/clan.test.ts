import { describe, expect, test } from "vitest";
import { hostLines } from "./aspects.ts";

const SETUP = `
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.clan-core.flakeModules.default inputs.flake-parts.flakeModules.modules ]; }
`;

describe("clan without its source", () => {
  test("machines come from clan.machines, the inventory, and the folders of machines", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/machines.nix
{ config, ... }: {
  clan.machines.desk.imports = [ config.flake.modules.nixos.base ];
  clan.inventory.machines.mac.machineClass = "darwin";
  clan.inventory.machines.desk.tags = [ "all" ];
}
#- /cells/base.nix
{ flake.modules.nixos.base.boot.tmp.cleanOnBoot = true; }
#- /machines/box/configuration.nix
{ boot.tmp.cleanOnBoot = true; }
#- /machines/box/disko.nix
{ }
#- /machines/mac/configuration.nix
{ system.stateVersion = 6; }
#- /machines/mac/disko.nix
{ }
#- /machines/bare/notes.txt
nothing
`),
    ).toEqual([
      "darwinConfigurations.mac complete: /flake/machines/mac/configuration.nix",
      "nixosConfigurations.bare complete: ",
      "nixosConfigurations.box complete: /flake/machines/box/configuration.nix /flake/machines/box/disko.nix",
      "nixosConfigurations.desk complete: base.nix machines.nix",
    ]);
  });

  test("extra modules of a service reach the machines of its roles, by name and by tag", () => {
    const text = `${SETUP}
#- /cells/machines.nix
{ clan.inventory.machines = { desk.tags = [ "office" ]; box = { }; mac.machineClass = "darwin"; }; }
#- /cells/services.nix
{ clan.inventory.instances.admin = {
  module.name = "importer";
  roles.default = { tags.office = { }; extraModules = [ ../office.nix "named.nix" ]; };
  roles.other = { machines.box.settings.x = 1; extraModules = [ { services.openssh.enable = true; } ]; };
}; }
#- /cells/all.nix
{ clan.inventory.instances.every = { module.name = "importer"; roles.default = { tags = [ "all" ]; extraModules = [ ../every.nix ]; }; }; }
#- /office.nix
{ }
#- /named.nix
{ }
#- /every.nix
{ }
`;
    expect(hostLines(text)).toEqual([
      "darwinConfigurations.mac complete: /flake/every.nix",
      "nixosConfigurations.box complete: services.nix /flake/every.nix",
      "nixosConfigurations.desk complete: /flake/every.nix /flake/named.nix /flake/office.nix",
    ]);
  });

  test("an extra module is a string within the flake, or an absolute one", () => {
    const text = `${SETUP}
#- /cells/machines.nix
{ self, ... }: {
  clan.inventory.machines.desk = { };
  clan.inventory.instances.ada = { module.name = "users"; roles.default = { machines.desk = { }; extraModules = [ "\${self}/users/ada" "extra.nix" ]; }; };
}
#- /users/ada/default.nix
{ }
#- /extra.nix
{ }
`;
    expect(hostLines(text)).toEqual([
      "nixosConfigurations.desk complete: /flake/extra.nix /flake/users/ada/default.nix",
    ]);
  });

  test("services of the flake's own are followed, with their settings", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/machines.nix
{ clan.inventory.machines = { desk = { }; box = { }; }; }
#- /cells/service.nix
{
  clan.modules.web = { lib, ... }: {
    _class = "clan.service";
    manifest.name = "web";
    roles.server = {
      interface.options.full = lib.mkOption { type = lib.types.bool; default = false; };
      perInstance = { settings, instanceName, ... }: {
        nixosModule.imports = if settings.full then [ ../full.nix ] else [ ../slim.nix ];
      };
    };
    perMachine = { machine, ... }: { nixosModule.imports = [ ../every.nix ]; };
  };
}
#- /cells/instance.nix
{
  clan.inventory.instances.shop = {
    module = { name = "web"; input = "self"; };
    roles.server.machines.desk.settings.full = true;
    roles.server.machines.box = { };
  };
}
#- /full.nix
{ services.nginx.enable = true; }
#- /slim.nix
{ services.nginx.enable = true; }
#- /every.nix
{ }
`),
    ).toEqual([
      "nixosConfigurations.box complete: service.nix /flake/every.nix /flake/slim.nix",
      "nixosConfigurations.desk complete: service.nix /flake/every.nix /flake/full.nix",
    ]);
  });

  test("clan and flake.clan are one option; the inventory may be a JSON file", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/machines.nix
{ flake.clan.machines.desk.boot.tmp.cleanOnBoot = true; }
#- /cells/inventory.nix
{ config, lib, ... }: { clan.inventory.tags.every = lib.attrNames config.flake.clan.machines; }
#- /inventory.json
{ "machines": { "box": { "tags": [ "lab" ] } },
  "instances": { "x": { "module": { "name": "sshd" }, "roles": { "server": { "tags": { "every": {} }, "extraModules": [ "every.nix" ] } } } } }
#- /every.nix
{ }
`),
    ).toEqual([
      "nixosConfigurations.box complete: ",
      "nixosConfigurations.desk complete: machines.nix /flake/every.nix",
    ]);
  });
});

describe("clans without flake-parts", () => {
  const root = (made: string) => `
#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.clan-core.url = "https://git.clan.lol/clan/clan-core/archive/main.tar.gz";
  outputs = { self, clan-core, ... }: let clan = ${made}; in ${
    made.includes("buildClan")
      ? "{ inherit (clan) nixosConfigurations clanInternals; }"
      : "{ inherit (clan.config) nixosConfigurations; }"
  };
}
#- /desk.nix
{ services.openssh.enable = true; }
#- /lab.nix
{ }
`;
  const given = `{
    inherit self;
    meta.name = "home";
    machines.desk.imports = [ ./desk.nix ];
    inventory.services.importer.base = { roles.default.machines = { desk = { }; }; roles.default.extraModules = [ "lab.nix" ]; };
  }`;
  const files = ["nixosConfigurations.desk complete: /flake/desk.nix /flake/flake.nix /flake/lab.nix"];

  test("lib.clan makes the systems of a clan", () => {
    expect(hostLines(root(`clan-core.lib.clan ${given}`), undefined, false)).toEqual(files);
  });

  test("so does its older name, with an older result", () => {
    expect(hostLines(root(`clan-core.lib.buildClan ${given}`), undefined, false)).toEqual(files);
    const older = given.replace("inherit self;", "directory = self;");
    expect(hostLines(root(`clan-core.lib.buildClan ${older}`), undefined, false)).toEqual(files);
  });
});
