import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const named = `${namedBranches}${namedHost}`;
const byClass = `${flakeModules}${flakeModulesHost}`;
const mapped = `${mappedHosts}${mappedHost}`;

describe("hidden-lookup", () => {
  test("below or, in flake.modules", () =>
    checkFindings(`${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules; [ nixos.base (nixos.shel or { }) ]; };
#                                                                                                             ^^^^ hidden-lookup: There is no branch \`shel\`, but this lookup tolerates that, so nothing is selected and nothing is reported. Did you mean \`shell\`?
}
#- /cells/shell.nix
{
  flake.modules.nixos.shell = { programs.zsh.enable = true; };
#                     ^^^^^ unmerged-leaf
}
`));

  test("a question", () =>
    checkFindings(`${mappedHosts}
#- /cells/desk.nix
{ config, lib, ... }: {
  nixos.hosts.desk.imports = [ config.nixos.modules.base ] ++ lib.optional (config.nixos.modules ? bsae) config.nixos.modules.bsae;
#                                                                                                  ^^^^ hidden-lookup
}
`));

  // Strings that name branches are dropped when there is none, here by \`or null\`.
  test("a string of an option that selects", () =>
    checkFindings(`
#- /cells/schema.nix
{ config, inputs, lib, ... }: {
  options.sets = lib.mkOption { type = lib.types.attrsOf lib.types.deferredModule; default = { }; };
  options.hosts = lib.mkOption { type = lib.types.attrsOf (lib.types.listOf lib.types.str); default = { }; };
  config.flake.nixosConfigurations = lib.mapAttrs (_: names: inputs.nixpkgs.lib.nixosSystem {
    modules = builtins.filter (set: set != null) (map (name: config.sets.\${name} or null) names);
  }) config.hosts;
}
#- /cells/sets.nix
{ sets.base = { }; sets.shell = { programs.zsh.enable = true; }; }
#- /cells/hosts.nix
{
  hosts.lamp = [ "base" "shell" ];
  hosts.desk = [ "base" "shel" ];
#                       ^^^^^^ hidden-lookup
}
`));

  const outside = `
#- /flake.nix
{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.garden.url = "github:someone/garden";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
    imports = [ (inputs.import-tree ./cells) inputs.garden.flakeModules.default ];
  };
}
#- /cells/schema.nix
{ lib, ... }: { options.basic = lib.mkOption { type = lib.types.deferredModule; default = { }; }; }
#- /cells/shell.nix
{ flake.nixosModules.shell = { programs.zsh.enable = true; }; }
`;

  test("where a module from outside may define it, what is a letter away", () =>
    checkFindings(`${outside}
#- /cells/desk.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ config.flake.nixosModules.shell (config.flake.nixosModules.shelll or { }) ];
#                                                                          ^^^^^^ hidden-lookup
  };
}
`));

  test("a plural or a first name that a module from outside may define", () =>
    checkSilence(`${outside}
#- /cells/desk.nix
{ config, inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ config.flake.nixosModules.shell (config.flake.nixosModules.shells or { }) (config.basicc or { }) config.basics ];
  };
}
`));

  test("a name for each host, a part of another class, and what is far from any name", () =>
    checkSilence(`${flakeModules}
#- /cells/parts.nix
{ flake.modules.homeManager.bas = { }; }
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations = lib.genAttrs [ "bass" "base2" ] (name: lib.nixosSystem {
    modules = with config.flake.modules; [ nixos.base (nixos.\${name} or { }) (nixos.bas or { }) (nixos.workstation or { }) ];
  });
}
`));
});

describe("undeclared-in-host", () => {
  const backup = (path: string) => `
#- /cells/backup.nix
{ ${path} = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; }; }
`;

  test("flake.modules: one host has both branches, the other has one", () =>
    checkFindings(`${flakeModules}${backup("flake.modules.nixos.backup")}
#- /cells/mail.nix
{ lib, ... }: {
  flake.modules.nixos.mail = {
    backup.paths = lib.mkIf true [ "/var/mail" ];
#          ^^^^^ undeclared-in-host: \`backup.paths\` is set here, but no module of \`lamp\` declares it, so Nix stops there. Branch \`backup\` does: select it there as well.
  };
}
#- /cells/hosts.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base backup mail ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base mail ]; };
}
`));

  test("a specialisation and the virtual machine of a host have all that the host has", () =>
    checkSilence(`${flakeModules}${backup("flake.modules.nixos.backup")}
#- /cells/keep.nix
{ flake.modules.homeManager.keep = { lib, ... }: { options.keep.last = lib.mkOption { type = lib.types.int; default = 3; }; }; }
#- /cells/desk.nix
{ config, lib, inputs, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules; [
      nixos.base
      nixos.backup
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.ada = homeManager.keep; }
      {
        specialisation.travel.configuration = { backup.paths = [ "/home" ]; home-manager.users.ada.keep.last = 1; };
        virtualisation.vmVariant.backup.paths = [ "/tmp" ];
        home-manager.users.ada.specialisation.dark.configuration.keep.last = 2;
      }
    ];
  };
}
`));

  test("a specialisation that inherits nothing", () =>
    checkFindings(`${flakeModules}${backup("flake.modules.nixos.backup")}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      config.flake.modules.nixos.base
      config.flake.modules.nixos.backup
      {
        specialisation.travel = {
          inheritParentConfig = lib.mkForce false;
          configuration.backup.paths = [ "/home" ];
#                              ^^^^^ undeclared-in-host: Branch \`backup\` does, but not in this part of the host.
        };
      }
    ];
  };
}
`));

  test("own options", () =>
    checkFindings(`${mapped}${backup("nixos.modules.backup")}
#- /cells/mail.nix
{
  nixos.modules.mail.backup.paths = [ "/var/mail" ];
#                           ^^^^^ undeclared-in-host: no module of \`lamp\`
}
#- /cells/hosts.nix
{ config, ... }: {
  nixos.hosts.rack.imports = with config.nixos.modules; [ backup mail ];
  nixos.hosts.lamp.imports = with config.nixos.modules; [ mail ];
}
`));

  test("branches selected by strings", () =>
    checkFindings(`${named}
#- /cells/backup.nix
{ my.branches.backup.nixosModules = [ ({ lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.raw; }; }) ]; }
#- /cells/mail.nix
{
  my.branches.mail.nixosModules = [ { backup.paths = [ "/var/mail" ]; } ];
#                                            ^^^^^ undeclared-in-host
}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "mail" "backup" ];
  my.hosts.lamp.branches = [ "mail" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}
`));

  test("guards that hold, a module from outside that may declare it, and an option that no system declares", () =>
    checkSilence(`${flakeModules}${backup("flake.modules.nixos.backup")}
#- /cells/mail.nix
{ flake.modules.nixos.mail = { lib, options, ... }: { config = lib.optionalAttrs (options ? backup) { backup.paths = [ "/var/mail" ]; }; }; }
#- /cells/web.nix
{ flake.modules.nixos.web = { backup.paths = [ "/srv" ]; services.caddy.enable = true; }; }
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base backup mail ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base mail ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base web inputs.sops-nix.nixosModules.backup ];
  };
}
`));
});

describe("wrong-class", () => {
  test("home.packages for NixOS", () =>
    checkFindings(`${byClass}
#- /cells/tools.nix
{
  flake.modules.nixos.base = { pkgs, ... }: { home.packages = [ pkgs.ripgrep ]; };
#                                                  ^^^^^^^^ wrong-class: \`home.packages\` is an option of Home Manager, but \`desk\` uses this module as a module for NixOS
}
`));

  test("boot for Home Manager, in branches selected by strings", () =>
    checkFindings(`${namedBranches}
#- /cells/desk.nix
{ inputs, lib, gather, ... }: {
  my.hosts.desk = { };
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = (gather "desk").nixos ++ [ inputs.home-manager.nixosModules.home-manager { home-manager.users.rowan.imports = (gather "desk").home; } ];
  };
}
#- /cells/tools.nix
{
  my.branches.base.hmModules = [ { boot.tmp.cleanOnBoot = true; } ];
#                                       ^^^ wrong-class: \`boot.tmp\` is an option of NixOS
}
`));

  test("own options", () =>
    checkFindings(`${mapped}
#- /cells/tools.nix
{
  nixos.modules.base.xdg.configFile.a.text = "b";
#                        ^^^^^^^^^^ wrong-class: \`xdg.configFile\` is an option of Home Manager
}
`));

  test("declared by a module of the flake, shared names, undecided conditions", () =>
    checkSilence(`${byClass}
#- /cells/tools.nix
{ inputs, lib, ... }: {
  flake.modules.nixos.base = { lib, ... }: {
    options.home.packages = lib.mkOption { type = lib.types.listOf lib.types.raw; };
    config = { home.packages = [ ]; xdg.portal.enable = true; };
  };
}
`));
});

describe("unanchored-match", () => {
  const outputs = (loader: string) =>
    `  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.${loader} ./cells);`;
  const root = (loader: string, marks = "") => `
#- /flake.nix
{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
${outputs(loader)}
${marks}}
#- /cells/draft/shell.nix
{ flake.nixosModules.shell = { programs.zsh.enable = true; }; }
#- /cells/hosts.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ (config.flake.nixosModules.shell or { }) ]; }; }
`;
  const under = (loader: string, place: string) =>
    `#${" ".repeat(outputs(loader).indexOf(place) - 1)}${"^".repeat(place.length)}`;

  test("a part of a path", () => {
    const loader = 'import-tree.matchNot "draft"';
    checkFindings(root(loader, `${under(loader, '"draft"')} unanchored-match: Did you mean \`.*draft.*\`?\n`));
  });

  test("a whole path, and a pattern for what is not there", () => {
    checkSilence(root('import-tree.matchNot ".*/draft/.*"'));
    checkSilence(root('import-tree.matchNot "attic"'));
  });
});

describe("needs-unmet", () => {
  const schema = (option: string) => `
#- /cells/needs.nix
{ lib, ... }: {
  options.my.branches = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { options.${option} = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; });
  };
}
#- /cells/backup.nix
{ my.branches.backup.nixosModules = [ { services.borg.enable = true; } ]; }
#- /cells/mail.nix
{ my.branches.mail = { ${option} = [ "backup" ]; nixosModules = [ { services.postfix.enable = true; } ]; }; }
#- /cells/rack.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "backup" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
`;
  const lamp = `
#- /cells/lamp.nix
{ lib, gather, ... }: {
  my.hosts.lamp.branches = [ "mail" ];
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}
`;
  const told = lamp.replace(
    '[ "mail" ];\n',
    `[ "mail" ];
#                            ^^^^^^ needs-unmet: \`lamp\` selects \`mail\`, which lists \`backup\` in \`needs\`, but not \`backup\` itself.
`,
  );

  test("an option that says so", () => checkFindings(`${named}${schema("needs")}${told}`));

  test("an option of another name, when a host has both", () =>
    checkFindings(`${named}${schema("uses")}${told.replace("needs`", "uses`").replace("in \\`needs", "in \\`uses")}
#- /cells/both.nix
{ lib, gather, ... }: {
  my.hosts.both.branches = [ "mail" "backup" ];
  flake.nixosConfigurations.both = lib.nixosSystem { modules = (gather "both").nixos; };
}
`));

  test("what excludes, and what may mean anything", () => {
    checkSilence(`${named}${schema("conflicts")}${lamp}`);
    checkSilence(`${named}${schema("related")}${lamp}`);
  });
});

describe("repeated-selection", () => {
  test("a list of modules that one's library gives is taken once, item by item", () =>
    checkSilence(`
#- /cells/modules.nix
{ flake.nixosModules.shell = { programs.zsh.enable = true; }; flake.nixosModules.mail = { services.postfix.enable = true; }; }
#- /cells/lib.nix
{ inputs, self, ... }: {
  flake.lib.common = [ inputs.sops-nix.nixosModules.sops { programs.git.enable = true; } self.nixosModules.shell self.nixosModules.mail ]
    ++ map (name: inputs.\${name}.nixosModules.default) [ "home-manager" "nixvim" ];
}
#- /cells/lamp.nix
{ inputs, self, ... }: {
  flake.nixosConfigurations.lamp = inputs.nixpkgs.lib.nixosSystem { modules = self.lib.common ++ [ { networking.hostName = "lamp"; } ]; };
}
`));
});
