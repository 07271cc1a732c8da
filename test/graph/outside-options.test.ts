import { test } from "vitest";
import { flakeNix, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

/** A flake that imports a flake module of an input whose source is not at hand. */
const flake = flakeNix({
  inputs: { garden: "github:someone/garden" },
  module: "{ imports = [ (inputs.import-tree ./cells) inputs.garden.flakeModules.default ]; }",
});

test("modules in an option that only a module from outside can declare are shown, but may not be all", () =>
  checkHosts(
    `${flake}
#- /cells/base.nix
{ beds.base.nixos = { boot.tmp.cleanOnBoot = true; }; }
#- /cells/more.nix
{ beds.base.nixos = { pkgs, ... }: { environment.systemPackages = [ ]; }; }
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ config.beds.base.nixos ]; };
}
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved what \`beds' is worth is up to \`inputs.garden.flakeModules.default', a module from outside  cells/more.nix:1
  select beds.base.nixos reference cells/desk.nix:2
  nixos
    beds.base.nixos
      cells/more.nix:1
      cells/base.nix:1
`,
  ));

test("of several modules from outside that could decide, one is named", () =>
  checkHosts(
    `${flake}
#- /cells/more.nix
{ inputs, ... }: { imports = [ inputs.garden.flakeModules.tools ]; }
#- /cells/base.nix
{ beds.base.nixos = { }; }
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ config.beds.base.nixos ]; };
}
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved what \`beds' is worth is up to one of 2 modules from outside, such as \`inputs.garden.flakeModules.default'  cells/base.nix:1
  select beds.base.nixos reference cells/desk.nix:2
  nixos
    beds.base.nixos
      cells/base.nix:1
`,
  ));

test("an output that several cells set and only a module from outside can declare", () =>
  checkHosts(
    `${flake}
#- /cells/base.nix
{ flake.beds.base = { boot.tmp.cleanOnBoot = true; }; }
#- /cells/shell.nix
{ flake.beds.shell = ./_shell.nix; }
#- /cells/_shell.nix
{ programs.zsh.enable = true; }
#- /cells/desk.nix
{ inputs, self, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ self.beds.base self.beds.shell ]; };
}
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved what \`flake.beds' is worth is up to \`inputs.garden.flakeModules.default', a module from outside  cells/base.nix:1
  select flake.beds.base reference cells/desk.nix:2
  select flake.beds.shell reference cells/desk.nix:2
  nixos
    flake.beds.shell
      cells/_shell.nix:1
    flake.beds.base
      cells/base.nix:1
`,
  ));

test("an output that nothing but a module from outside can set is not missing", () =>
  checkHosts(
    `${flake}
#- /cells/desk.nix
{ self, ... }: { flake.nixosConfigurations.desk = self.garden.lib.plant { modules = [ ./_x.nix ]; }; }
#- /cells/_x.nix
{ }
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:1
  unresolved it is built by config.flake.garden.lib.plant(…), which is outside this flake  cells/desk.nix:1
  nixos
    cells/_x.nix:1
`,
  ));

test("flake-file's dendritic module brings the collectors of modules by class", () =>
  checkHosts(
    `
${flakeNix({ inputs: { "flake-file": true } })}#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.flake-file.flakeModules.dendritic ]; flake-file.description = "mine"; }
#- /cells/base.nix
{ flake-file.inputs.other.url = "github:other/other"; flake.modules.nixos.base = { }; flake.modules.homeManager.base = { }; }
#- /cells/shell.nix
{ flake.modules.nixos.shell = { pkgs, ... }: { }; }
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base shell ];
  };
}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.nixos.base reference cells/desk.nix:3
  select flake.modules.nixos.shell reference cells/desk.nix:3
  nixos
    flake.modules.nixos.base
      cells/base.nix:1
    flake.modules.nixos.shell
      cells/shell.nix:1
`,
  ));

test("published modules are sets before flake-parts made functions of them", () => {
  const text = (pinned: string) => `
#- /flake.lock
{ "version": 7, "root": "root", "nodes": { "root": { "inputs": { "flake-parts": "flake-parts" } }, "flake-parts": { "locked": { "lastModified": ${pinned} } } } }
${modulesCell}#- /cells/base.nix
{ flake.modules.nixos."hosts/desk" = { }; }
#- /cells/hosts.nix
{ inputs, config, lib, ... }: {
  flake.nixosConfigurations = lib.mapAttrs' (name: module: {
    name = lib.removePrefix "hosts/" name;
    value = inputs.nixpkgs.lib.nixosSystem { modules = module.imports ++ [ ./_x.nix ]; specialArgs.host = module // { inherit name; }; };
  }) config.flake.modules.nixos;
}
#- /cells/_x.nix
{ }
`;
  checkHosts(
    text("1760000000"),
    `
nixosConfigurations.desk nixos complete  cells/hosts.nix:4
  select flake.modules.nixos."hosts/desk" wildcard cells/hosts.nix:2
  nixos
    cells/_x.nix:1
    flake.modules.nixos."hosts/desk"
      cells/base.nix:1
`,
  );
  checkHosts(
    text("1770000000"),
    `
nixosConfigurations.desk nixos incomplete  cells/hosts.nix:4
  unresolved expected a set but found a function: «lambda»  cells/hosts.nix:4
`,
  );
});

test.each(["flakeModule", "flakeModules.default", "flakeModules.disko"])(
  "disko's %s holds layouts of disks, which hosts take as modules",
  (module) =>
    checkHosts(
      `
${flakeNix({ inputs: { disko: true } })}#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.disko.${module} ]; }
#- /cells/disk.nix
{ flake.diskoConfigurations.desk.disko.devices = { }; }
#- /cells/disk-of-lap.nix
{ flake.diskoConfigurations.lap.disko.devices = { }; }
#- /cells/desk.nix
{ inputs, self, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ self.diskoConfigurations.desk ]; };
}
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.diskoConfigurations.desk reference cells/desk.nix:2
  nixos
    flake.diskoConfigurations.desk
      cells/disk.nix:1
`,
    ),
);

test("a module from outside, whichever of two, hides nothing", () =>
  checkHosts(
    `
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ (inputs.sops-nix.nixosModules.sops or "\${builtins.fetchTarball "https://example.org/disko.tar.gz"}/module.nix") ];
  };
}
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  nixos
    cells/desk.nix:3 external inputs.sops-nix.nixosModules.sops
`,
  ));

test("a builder from outside whose result is changed shows the modules that it was given", () =>
  checkHosts(
    `
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.sops-nix.lib.makeSystem { modules = [ ./_x.nix ]; } // { note = "small"; };
}
#- /cells/_x.nix
{ }
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved it is built by inputs.sops-nix.lib.makeSystem(…), which is outside this flake  cells/desk.nix:2
  nixos
    cells/_x.nix:1
`,
  ));

test("the library as a package set and as pkgs have it", () =>
  checkHosts(
    `
#- /cells/desk.nix
{ inputs, ... }:
let
  lib = inputs.nixpkgs.legacyPackages.x86_64-linux.lib.extend (final: prev: { pick = names: map (name: ./_parts + "/\${name}.nix") names; });
in
{
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = lib.pick (lib.optional true "x"); };
}
#- /cells/_parts/x.nix
{ }
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:6
  nixos
    cells/_parts/x.nix:1 if cells/desk.nix:6 is true
`,
  ));

test("one of two modules, and it is not known which", () =>
  checkHosts(
    `
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [
    (inputs.sops-nix.nixosModules.extra or ./_own.nix)
    (if inputs.sops-nix.version > 3 then ./_new.nix else ./_old.nix)
  ]; };
}
#- /cells/_own.nix
{ }
#- /cells/_new.nix
{ }
#- /cells/_old.nix
{ }
`,
    `
nixosConfigurations.desk nixos incomplete  cells/desk.nix:2
  unresolved depends on a condition that cannot be decided  cells/desk.nix:3
  unresolved depends on a condition that cannot be decided  cells/desk.nix:4
  nixos
    cells/desk.nix:3 external inputs.sops-nix.nixosModules.extra if cells/desk.nix:3 is unknown
    cells/_own.nix:1 if cells/desk.nix:3 is unknown
    cells/_new.nix:1 if cells/desk.nix:4 is unknown
    cells/_old.nix:1 if cells/desk.nix:4 is unknown
`,
  ));

test("until November 2025 flake-file's dendritic module brought den, too", () =>
  checkHosts(
    `
#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.flake-file.url = "github:vic/flake-file";
  inputs.flake-aspects.url = "github:vic/flake-aspects";
  inputs.den.url = "github:vic/den";
  inputs.import-tree.url = "github:vic/import-tree";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
#- /flake.lock
{
  "nodes": {
    "flake-file": { "locked": { "type": "github", "owner": "vic", "repo": "flake-file", "lastModified": 1762300000 } },
    "root": { "inputs": { "flake-file": "flake-file" } }
  },
  "root": "root",
  "version": 7
}
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.flake-file.flakeModules.dendritic ]; }
#- /cells/desk.nix
{ den.hosts.x86_64-linux.desk = { }; den.aspects.desk.nixos = { networking.hostName = "desk"; }; }
`,
    `
nixosConfigurations.desk nixos complete  cells/desk.nix:1
  select den.aspects.desk.nixos string cells/desk.nix:1
  nixos
    den.aspects.desk.nixos
      cells/desk.nix:1
`,
  ));
