import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const HOME_MANAGER = "inputs.home-manager.nixosModules.home-manager";

describe("undeclared-in-host: options of a library without its module", () => {
  test("Home Manager, in flake.modules", () =>
    checkFindings(`${flakeModules}
#- /cells/users.nix
{ config, ... }: {
  flake.modules.homeManager.shell.programs.fish.enable = true;
  flake.modules.nixos.users = {
    home-manager.users.wren.imports = [ config.flake.modules.homeManager.shell ];
#   ^^^^^^^^^^^^ undeclared-in-host: \`desk\` has no module that declares it, so Nix stops there. Import \`${HOME_MANAGER}\`
  };
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base users ]; }; }
`));

  test("in branches selected by strings, of several hosts, beside imports", () =>
    checkFindings(`${namedBranches}
#- /cells/_more.nix
{ }
#- /cells/users.nix
{
  my.branches.users.nixosModules = [
    {
      imports = [ ./_more.nix ];
      home-manager.users.wren.programs.fish.enable = true;
#     ^^^^^^^^^^^^ undeclared-in-host: \`desk\` and \`rack\` have no module
    }
  ];
}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts = lib.genAttrs [ "desk" "rack" ] (_: { branches = [ "users" ]; });
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem { modules = (gather name).nixos; });
}
`));

  test("sops in a mapped host, behind a condition, beside another library; on nix-darwin", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, inputs, ... }: {
  nixos.hosts.desk = { lib, config, ... }: {
    imports = [ ${HOME_MANAGER} ];
    sops.age.keyFile = lib.mkIf config.boot.isContainer "/key";
#   ^^^^ undeclared-in-host: Import \`inputs.sops-nix.nixosModules.sops\`
  };
  flake.darwinConfigurations.book = inputs.nix-darwin.lib.darwinSystem {
    modules = [ { home-manager.users.wren.programs.fish.enable = true; } ];
#                 ^^^^^^^^^^^^ undeclared-in-host: Import \`inputs.home-manager.darwinModules.home-manager\`
  };
}
`));

  test("the module comes by another leaf, by a module that is not well known, or is declared by the flake", () => {
    checkSilence(`${flakeModules}
#- /cells/users.nix
{ inputs, ... }: {
  flake.modules.nixos.hm.imports = [ ${HOME_MANAGER} ];
  flake.modules.nixos.users.home-manager.users.wren.programs.fish.enable = true;
}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base hm users ]; }; }
`);
    checkSilence(`${flakeModules}
#- /cells/users.nix
{ inputs, ... }: {
  flake.modules.nixos.base = {
    imports = [ inputs.nixos-generators.nixosModules.all-formats ];
    home-manager.users.wren.programs.fish.enable = true;
    sops.age.keyFile = "/key";
  };
}
${flakeModulesHost}`);
    checkSilence(
      `${mappedHosts}
#- /cells/sops.nix
{ nixos.modules.base = { lib, ... }: {
  options.sops.age = lib.mkOption { type = lib.types.attrs; };
  config.sops.age = { };
}; }
${mappedHost}`,
    );
  });
});

describe("undeclared-option: names of systems", () => {
  test("the first name of a setting", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/typos.nix
{
  flake.modules.nixos.base = {
    sytem.stateVersion = "25.11";
#   ^^^^^ undeclared-option: No module declares the option \`sytem\`, so Nix refuses it. Did you mean \`system\`?
    service.openssh.enable = true;
#   ^^^^^^^ undeclared-option: Did you mean \`services\`?
  };
}
`));

  test("in Home Manager, in branches selected by strings", () =>
    checkFindings(`${namedBranches}
#- /cells/shell.nix
{ my.branches.base.hmModules = [ { porgrams.fish.enable = true; } ]; }
#                                  ^^^^^^^^ undeclared-option: Did you mean \`programs\`?
#- /cells/desk.nix
{ inputs, lib, gather, ... }: {
  my.hosts.desk = { };
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = (gather "desk").nixos ++ [ ${HOME_MANAGER} { home-manager.users.wren.imports = (gather "desk").home; } ];
  };
}
`));

  test("of Home Manager's own options in a mapped host", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, inputs, ... }: {
  nixos.hosts.desk = {
    imports = [ config.nixos.modules.base ${HOME_MANAGER} ];
    home-manager = { user.wren.programs.fish.enable = true; sharedModule = [ ]; useGlobalPkgs = true; };
#                    ^^^^ undeclared-option: Did you mean \`home-manager.users\`?
#                                                           ^^^^^^^^^^^^ undeclared-option: Did you mean \`home-manager.sharedModules\`?
  };
}
`));

  test("names that are far, those of the flake's own, and of a module that is not well known", () => {
    checkSilence(`${namedBranches}${namedHost}
#- /cells/own.nix
{ my.branches.base.nixosModules = [ ({ lib, ... }: {
  options.sytem.name = lib.mkOption { type = lib.types.str; default = ""; };
  config = { sytem.name = "x"; jobs.x = 1; };
}) ]; }
`);
    checkSilence(`${flakeModules}${flakeModulesHost}
#- /cells/own.nix
{ inputs, ... }: { flake.modules.nixos.base = { imports = [ inputs.nixos-generators.nixosModules.all-formats ]; service.x = 1; }; }
`);
  });
});

describe("perSystem", () => {
  test("an option that nothing declares", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/tool.nix
{ perSystem = { pkgs, ... }: { package.tool = pkgs.hello; devShell = pkgs.hello; }; }
#                              ^^^^^^^ undeclared-option: No module declares the option \`perSystem.package\`, so Nix refuses it. Did you mean \`perSystem.packages\`?
#                                                         ^^^^^^^^ undeclared-option: Did you mean \`perSystem.devShells\`?
`));

  test("in other layouts, and one that is near to nothing", () =>
    checkFindings(`${namedBranches}${namedHost}
#- /cells/tool.nix
{ systems = [ "x86_64-linux" ]; perSystem.gadget = 1; }
#                                         ^^^^^^ undeclared-option: No module declares the option \`perSystem.gadget\`
`));

  test("the option of a library whose module is missing", () =>
    checkFindings(`${mappedHosts}${mappedHost}
#- /cells/tool.nix
{ systems = [ "x86_64-linux" ]; perSystem = { treefmt.projectRootFile = "flake.nix"; }; }
#                                             ^^^^^^^ undeclared-in-host: the flake has no module that declares it, so Nix stops there. Import \`inputs.treefmt-nix.flakeModule\`
`));

  test("beside a module of a well-known library", () =>
    checkFindings(`${flakeModules}${flakeModulesHost}
#- /cells/tool.nix
{ inputs, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  perSystem = { pkgs, ... }: { treefmt.enable = true; mine.x = 1; pre-commit.settings = { }; };
#                                                                 ^^^^^^^^^^ undeclared-in-host
}
`));

  test("what is declared, by the flake or by flake-parts, and what a module that is not well known may declare", () => {
    checkSilence(`${flakeModules}${flakeModulesHost}
#- /cells/tool.nix
{ flake-parts-lib, lib, ... }: {
  options.perSystem = flake-parts-lib.mkPerSystemOption { options.gadget = lib.mkOption { type = lib.types.int; default = 0; }; };
  config.perSystem = { pkgs, ... }: { gadget = 1; packages.tool = pkgs.hello; _module.args.x = 1; };
}
`);
    checkSilence(`${flakeModules}${flakeModulesHost}
#- /cells/tool.nix
{ inputs, ... }: { imports = [ inputs.nixvim.flakeModules.default ]; perSystem.package = 1; }
`);
  });
});
