import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("unknown-branch", () => {
  test("a string that the resolver rejects, with the near name", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shel" ];
#                            ^^^^^^ unknown-branch: Nothing defines a branch \`shel\`. Did you mean \`shell\`?
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/rack.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "shell" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`));

  test("a string of the only host, so that none is seen to select by it: the near name tells", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shel" ];
#                            ^^^^^^ unknown-branch: Nothing defines a branch \`shel\`. Did you mean \`shell\`?
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`));

  test("a string of a list that every host takes, so that all fail: the other strings tell", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.common = [ "base" "desktop" ];
#                      ^^^^^^^^^ unknown-branch: Nothing defines a branch \`desktop\`.
  my.hosts.desk = { };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
`));

  test("a string that an error mentions, of an option that has nothing to do with branches", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  options.users = lib.mkOption { type = lib.types.listOf lib.types.str; };
  config.users = [ "wren" ];
  config.flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ (throw "nobody knows \${builtins.head config.users}") ];
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation-error: Nobody knows wren
  };
}
`));

  test("a reference to a branch of flake.modules, which exists in another class", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base config.flake.modules.nixos.shell ];
#                                                                          ^^^^^ unknown-branch: Nothing defines a branch \`shell\`. There is one of that name for homeManager
  };
}
#- /cells/shell.nix
{ flake.modules.homeManager.shell = { programs.zsh.enable = true; }; }
`));

  test("a reference below with", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base shel ]; };
#                                                                                                      ^^^^ unknown-branch: Nothing defines a branch \`shel\`. Did you mean \`shell\`?
}
#- /cells/shell.nix
{ flake.modules.nixos.shell = { programs.zsh.enable = true; }; }
`));

  test("an own option: a branch in the imports of a host", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: {
  nixos.hosts.desk.imports = [ config.nixos.modules.bse ];
#                                                   ^^^ unknown-branch: Nothing defines a branch \`bse\`. Did you mean \`base\`?
}
`));

  test("guarded lookups are somebody's choice", () =>
    checkSilence(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base (config.flake.modules.nixos.shel or { }) ];
  };
}
`));
});

describe("undeclared-option", () => {
  const host = `
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
`;

  test("a name that nobody declares, with the near one", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/extras.nix
{
  my.swich = true;
#    ^^^^^ undeclared-option: No module declares the option \`my.swich\`. Did you mean \`my.switch\`?
}
`));

  test("an option of a submodule", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/extras.nix
{
  my.branches.base.nixosModule = [ ];
#                  ^^^^^^^^^^^ undeclared-option: Did you mean \`my.branches.base.nixosModules\`?
}
`));

  test("flake accepts anything, and so does what a module from outside may declare", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/extras.nix
{ inputs, ... }: {
  imports = [ inputs.treefmt-nix.flakeModule ];
  flake.anything = 1;
  treefmt.enable = true;
}
`));

  test("own options: the namespace is declared, the name is not", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: {
  nixos.hosts.desk.imports = [ config.nixos.modules.base ];
  nixos.module.tower = { };
#       ^^^^^^ undeclared-option: Did you mean \`nixos.modules\`?
}
`));

  // Without flake-parts' own declaration, flake.modules is one more freeform attribute.
  test("flake.modules: perSystem and systems are declared, perSytem is not", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
  perSytem = { };
# ^^^^^^^^ undeclared-option: Did you mean \`perSystem\`?
}
`));
});

describe("syntax and evaluation", () => {
  test("a missing semicolon makes everything uncertain, and is the only finding", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/broken.nix
{
  flake.modules.nixos.base.programs.mtr.enable = true
#                                                    ^ syntax: Expected \`;\`
}
#- /cells/tower.nix
{ flake.modules.nixos.tower = { }; }
`));

  test("a throw that a host hits", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base (throw "not today") ]; };
#                                                                                                 ^^^^^^^^^^^^^^^^^ evaluation-error: Not today
}
`));

  test("a throw that nobody asks for", () =>
    checkSilence(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
  flake.lib.never = throw "not today";
}
`));
});
