import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = modulesCell + branchCell("inner", "x = 1;", "generic");

/** A NixOS host with one module, in `cells/outer.nix`; `inner` is the branch that the slot takes. */
function checkSlot(module: string, slots: string): void {
  checkHosts(
    `${setup}
#- /cells/outer.nix
{ config, ... }: let inherit (config.flake.modules.generic) inner; in { flake.modules.nixos.outer = ${module}; }
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.outer ]; }; }
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:1
  select flake.modules.generic.inner reference cells/outer.nix:1 through flake.modules.nixos.outer
  select flake.modules.nixos.outer reference cells/desk.nix:1
  nixos
    flake.modules.nixos.outer
      cells/outer.nix:1
${slots}
`,
  );
}

/** The inner branch in the slot, by way of the outer one. */
const inSlot = (slot: string) => `  ${slot}
    flake.modules.nixos.outer
      flake.modules.generic.inner
        cells/inner.nix:1`;

describe("systems and programs inside of a NixOS system", () => {
  const slots: readonly (readonly [module: string, slot: string])[] = [
    ["{ containers.web.config = inner; }", "containers.web.config"],
    ["{ microvm.vms.guest.config = { imports = [ inner ]; }; }", "microvm.vms.guest.config"],
    ["{ specialisation.travel.configuration = inner; }", "specialisation.travel.configuration"],
    [
      "{ specialisation.travel = { inheritParentConfig = false; configuration.imports = [ inner ]; }; }",
      "specialisation.travel.configuration",
    ],
    [
      "{ home-manager.users.ada = { specialisation.dark.configuration = inner; }; }",
      "home-manager.users.ada.specialisation.dark.configuration",
    ],
    [
      "{ specialisation.travel.configuration.home-manager.users.ada = inner; }",
      "specialisation.travel.configuration.home-manager.users.ada",
    ],
    ["{ virtualisation.vmVariant = { imports = [ inner ]; }; }", "virtualisation.vmVariant"],
    ["{ hjem.users.ada = { imports = [ inner ]; }; }", "hjem.users.ada"],
    ["{ hjem.extraModules = [ inner ]; hjem.users.ada = { }; }", "hjem.users.ada"],
    ["{ programs.nixvim = { imports = [ inner ]; }; }", "programs.nixvim"],
    ["{ home-manager.users.ada = inner; }", "home-manager.users.ada"],
    ["{ home-manager.users.ada.programs.nixvim.imports = [ inner ]; }", "home-manager.users.ada.programs.nixvim"],
    ["{ containers.web.config.home-manager.users.ada = inner; }", "containers.web.config.home-manager.users.ada"],
  ];
  for (const [module, slot] of slots) test(module, () => checkSlot(module, inSlot(slot)));
});

describe("an option of slots that is emptied", () => {
  const emptied = (outer: string) =>
    checkHosts(
      `${setup}
#- /cells/outer.nix
{ config, lib, ... }: let inherit (config.flake.modules.generic) inner; in { flake.modules.nixos.outer = ${outer}; }
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.outer ]; }; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:1
  select flake.modules.nixos.outer reference cells/desk.nix:1
  nixos
    flake.modules.nixos.outer
      cells/outer.nix:1
`,
    );

  test("by NixOS: specialisations in a specialisation", () =>
    emptied("{ specialisation.travel.configuration.specialisation.night.configuration = inner; }"));

  test("the same where the outer one inherits nothing, and for Home Manager", () => {
    emptied(
      "{ specialisation.travel = { inheritParentConfig = false; configuration.specialisation.night.configuration = inner; }; }",
    );
    emptied("{ home-manager.users.ada.specialisation.dark.configuration.specialisation.night.configuration = inner; }");
  });

  test("by a module that beats the others", () =>
    emptied("{ specialisation = lib.mkForce { }; imports = [ { specialisation.travel.configuration = inner; } ]; }"));
});
