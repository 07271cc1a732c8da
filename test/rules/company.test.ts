import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

describe("one problem is reported once, and takes no other with it", () => {
  // `cfg.branches.${name} or (throw …)` bears no absence: the host fails.
  test("a lookup whose fallback throws is not a hidden one", () =>
    checkFindings(`${namedBranches}${namedHost}
#- /cells/lamp.nix
{ config, lib, ... }: {
  my.hosts.lamp.branches = [ "bse" ];
#                            ^^^^^ unknown-branch: There is no branch \`bse\`, so \`lamp\` cannot be built. Did you mean \`base\`?
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = lib.concatMap (name: (config.my.branches.\${name} or (throw "lamp wants \${name}")).nixosModules) config.my.hosts.lamp.branches;
  };
}
`));

  test("a hardware file among the cells leaves the others as they are", () =>
    checkFindings(`${namedBranches}${namedHost}
#- /cells/hardware.nix
{ lib, modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/minimal.nix") ];
  boot.loader.grub.enable = lib.mkDefault true;
# ^^^^ misplaced-module
}
#- /cells/x.nix
{ my.swich = true; }
#    ^^^^^ undeclared-option: so Nix refuses it. Did you mean \`my.switch\`?
#- /cells/tower.nix
{ my.branches.tower.nixosModules = [ { programs.git.enable = true; } ]; }
#                   ^^^^^^^^^^^^ unmerged-leaf
`));

  // Nix 2.8: "infinite recursion encountered".
  test("a cell that imports what only systems can", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/minimal.nix
{ modulesPath, ... }: {
  imports = [ (modulesPath + "/profiles/minimal.nix") ];
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recursive-imports: Only modules for systems get \`modulesPath\`
}
`));

  test("a module of the wrong class is reported, not every option in it", () =>
    checkFindings(`${flakeModules}
#- /cells/home.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ config.flake.modules.nixos.base ];
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-mismatch
  };
}
`));
});

describe("modules from outside", () => {
  // A real flake gets \`local.lan\` from a private input, beside its own \`local.…\`.
  test("may declare more in a namespace of the flake's own", () =>
    checkSilence(`${flakeModules}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    imports = [ inputs.nixos-generators.nixosModules.lan ];
    options.local.watch.enable = lib.mkEnableOption "it";
    config.local.lan.mappings = true;
    config.local.printer.colour = true;
  };
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
`));

  test("a typo there is a warning", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/more.nix
{ inputs, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    imports = [ inputs.sops-nix.nixosModules.sops ];
    options.local.watch.enable = lib.mkEnableOption "it";
    config.local.wacth.enable = true;
#                ^^^^^ undeclared-option: No module declares the option \`local.wacth\`. Did you mean \`local.watch\`?
  };
}
`));

  const backup = `
#- /cells/backup.nix
{ flake.modules.nixos.backup = { lib, ... }: {
  options.local.backup.paths = lib.mkOption { type = lib.types.raw; };
  options.local.backup.hour = lib.mkOption { type = lib.types.int; };
}; }
`;

  // A real flake has a host for the first stage of an installation, without the module that the shared core sets options of.
  test("what a branch declares that only other hosts take is missing here; several options are reported where they are set together", () =>
    checkFindings(`${flakeModules}${backup}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  flake.modules.nixos.mail = {
    local.backup = { paths = [ "/var/mail" ]; hour = 3; };
#         ^^^^^^ undeclared-in-host: \`local.backup\` is set here, but no module of \`lamp\` declares it, so Nix stops there. Branch \`backup\` does: select it there as well.
  };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base mail backup ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ mail inputs.nixvim.nixosModules.image ];
  };
}
`));

  test("what no host takes is missing, too; a module from outside of that name may be there in its stead", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}${backup.replace("{ lib, ... }: {", "{ lib, ... }: {\n#                     ^^^^^^ unmerged-leaf")}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [
    { local.backup.hour = 3; }
#                  ^^^^ undeclared-in-host: no module of \`lamp\` declares it
  ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = [ inputs.nixos-generators.nixosModules.backup { local.backup.hour = 3; } ]; };
}
`));
});

// flake-parts defines \`perSystem\` itself: \`withSystem\` works in a flake that says nothing about platforms.
test("withSystem without any perSystem", () =>
  checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ withSystem, ... }: {
  systems = [ "aarch64-linux" ];
  nixos.hosts.desk = withSystem "x86_64-linux" ({ pkgs, ... }: { environment.systemPackages = [ pkgs.git ]; });
}
#- /cells/use.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.base ]; }
`));
