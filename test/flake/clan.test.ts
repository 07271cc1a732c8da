import { expect, test } from "vitest";
import { hostLines } from "./aspects.ts";

test("machines of a clan are hosts, of which its services are not known", () => {
  expect(
    hostLines(`
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.clan-core.flakeModules.default inputs.flake-parts.flakeModules.modules ]; }
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
`),
  ).toEqual([
    "darwinConfigurations.mac incomplete: ",
    "nixosConfigurations.box incomplete: /flake/machines/box/configuration.nix",
    "nixosConfigurations.desk incomplete: base.nix machines.nix",
  ]);
});
