import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

const host = `
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
`;

describe("unmerged-condition, branches selected by strings", () => {
  test("optional, optionals and mkIf with a default that is false", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/extras.nix
{ config, lib, ... }: {
  my.branches.base.nixosModules = lib.optional config.my.switch { programs.mtr.enable = true; };
#                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmerged-condition: \`config.my.switch\` is false for every host
}
#- /cells/more.nix
{ config, lib, ... }: {
  my.branches.base.nixosModules = lib.optionals config.my.switch [
    { programs.git.enable = true; }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmerged-condition: \`config.my.switch\` is false
    ({ pkgs, ... }: { environment.systemPackages = [ pkgs.nh ]; })
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmerged-condition: \`config.my.switch\` is false
  ];
}
`));

  test("mkIf around a whole branch", () =>
    checkFindings(`${namedBranches}${host}
#- /cells/whole.nix
{ config, lib, ... }: {
  my.branches.base = lib.mkIf config.my.switch { nixosModules = [ { programs.fish.enable = true; } ]; };
#                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmerged-condition: This module is never used: \`config.my.switch\` is false for every host.
}
`));

  test("a value set for the whole flake beats the default", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/extras.nix
{ config, lib, ... }: {
  my.switch = true;
  my.branches.base.nixosModules = lib.optional config.my.switch { programs.mtr.enable = true; };
}
`));

  test("a condition from outside is not known to be false", () =>
    checkSilence(`${namedBranches}${host}
#- /cells/extras.nix
{ inputs, lib, ... }: { my.branches.base.nixosModules = lib.optional inputs.sops-nix.wanted { programs.mtr.enable = true; }; }
`));
});

// Known gap, as above: the module stands behind a condition that is false.
test("unmerged-condition, flake.modules: mkIf around a module of a branch, or all of them", () =>
  checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/extras.nix
{ lib, ... }: {
  flake.modules.nixos.base = lib.mkIf false { programs.mtr.enable = true; };
#                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unmerged-condition: This module is never used: \`false\` is false for every host.
}
#- /cells/off.nix
{ lib, ... }: {
  flake.modules = lib.mkIf false { nixos.base = { pkgs, ... }: { }; };
#                                               ^^^^^^^^^^^^^^^^^^ unmerged-condition: This module is never used: \`false\` is false for every host.
}
#- /cells/away.nix
{ lib, ... }: { config = lib.mkIf false { flake.modules.nixos.base = { }; }; }
#                                                                    ^^^ unmerged-condition: This module is never used: \`false\` is false for every host.
`));

test("unmerged-condition, own options: a condition inside the module is the host's own business", () =>
  checkSilence(`${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.base ]; }
#- /cells/extras.nix
{ nixos.modules.base = { lib, config, ... }: { config = lib.mkIf config.services.openssh.enable { programs.mtr.enable = true; }; }; }
`));

describe("repeated-selection", () => {
  test("a host names what all hosts have", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "base" ];
#                            ^^^^^^ repeated-selection: \`desk\` already has \`base\`
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
`));

  test("two hosts name the same branch once each", () =>
    checkSilence(`${namedBranches}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  my.hosts.rack.branches = [ "shell" ];
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem { modules = (gather name).nixos; });
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`));

  test("flake.modules: a branch that comes by two ways is a diamond, no repetition", () =>
    checkSilence(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base pc ]; }; }
#- /cells/pc.nix
{ config, ... }: { flake.modules.nixos.pc.imports = [ config.flake.modules.nixos.base ]; }
`));
});
