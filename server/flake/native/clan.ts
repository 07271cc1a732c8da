/**
 * clan-core's flake module (https://docs.clan.lol), as far as it is about machines: they come from `clan.machines`, the inventory and
 * `machines/<name>/`. What clan's services add to them is not known.
 */
export const clanModule = /* nix */ `
{ config, inputs, lib, self, ... }:
let
  inherit (builtins) attrNames attrValues concatMap elem filter listToAttrs pathExists;
  inherit (lib) mkOption types;
  inherit (config) clan;

  open = { freeformType = types.lazyAttrsOf types.anything; };
  machinesDirectory = "\${toString (if clan.directory == null then self.outPath else clan.directory)}/machines";
  directories = if pathExists machinesDirectory then filter (name: pathExists "\${machinesDirectory}/\${name}/configuration.nix") (attrNames (builtins.readDir machinesDirectory)) else [ ];

  # Any of the three may be what names a machine: the first that does is where it stands.
  machines = lib.genAttrs directories (_: null) // builtins.mapAttrs (_: _: null) clan.inventory.machines // builtins.mapAttrs (_: _: null) clan.machines;
  described = name: clan.inventory.machines.\${name} or { };
  classOf = name: (described name).machineClass or "nixos";

  filesOf = name: filter pathExists (map (file: "\${machinesDirectory}/\${name}/\${file}.nix") [ "configuration" "hardware-configuration" "disko" ]);

  # Services say which machines they are for by name or by tag.
  extraModules = name:
    let
      tags = (described name).tags or [ ] ++ [ "all" ];
      concerns = role: (role.machines or { }) ? \${name} || builtins.any (tag: (role.tags or { }) ? \${tag} || (builtins.isList (role.tags or { }) && elem tag role.tags)) tags;
    in
    concatMap (instance: concatMap (role: if concerns role then role.extraModules or [ ] else [ ]) (attrValues (instance.roles or { }))) (attrValues clan.inventory.instances);

  builderOf = name:
    if classOf name == "darwin" then (inputs.nix-darwin or inputs.darwin).lib.darwinSystem
    else inputs.nixpkgs.lib.nixosSystem;
  systemOf = name: builderOf name {
    specialArgs = { inherit inputs self; } // clan.specialArgs;
    modules =
      (if clan.machines ? \${name} then [ clan.machines.\${name} ] else [ ])
      ++ filesOf name
      ++ extraModules name
      ++ [ { imports = dendriticNative.outside "what clan's services add"; } ];
  };
  systemsOf = class: builtins.mapAttrs (name: _: systemOf name) (lib.filterAttrs (name: _: classOf name == class) machines);
in
{
  options.clan = mkOption {
    default = { };
    type = types.submodule [
      open
      {
        options = {
          directory = mkOption { type = types.raw; default = null; };
          specialArgs = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
          machines = mkOption { type = types.lazyAttrsOf types.deferredModule; default = { }; };
          inventory = mkOption {
            default = { };
            type = types.submodule [
              open
              {
                options = {
                  machines = mkOption { type = types.lazyAttrsOf (types.submodule open); default = { }; };
                  instances = mkOption { type = types.lazyAttrsOf types.anything; default = { }; };
                };
              }
            ];
          };
        };
      }
    ];
  };
  config.flake = {
    nixosConfigurations = systemsOf "nixos";
    darwinConfigurations = lib.mkIf (systemsOf "darwin" != { }) (systemsOf "darwin");
    clan = config.clan;
  };
}
`;
