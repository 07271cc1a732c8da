/** `home-manager.flakeModules.home-manager`: collectors and outputs of Home Manager modules. */
export const homeManagerFlakeModule = /* nix */ `
{ lib, moduleLocation, ... }:
let
  publish = attribute: lib.mapAttrs (name: module: {
    _class = "homeManager";
    _file = "\${toString moduleLocation}#\${attribute}.\${name}";
    imports = [ module ];
  });
in
{
  options.flake.homeConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
  options.flake.homeModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = publish "homeModules";
  };
}
`;

/** `disko.flakeModules.default`: an output for layouts of disks. */
export const diskoFlakeModule = /* nix */ `
{ lib, ... }:
{
  options.flake.diskoConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
}
`;

/** `nix-darwin.flakeModules.default`: collectors and outputs of nix-darwin. */
export const nixDarwinFlakeModule = /* nix */ `
{ lib, moduleLocation, ... }:
{
  options.flake.darwinConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
  options.flake.darwinModules = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    default = { };
    apply = lib.mapAttrs (name: module: {
      _class = "darwin";
      _file = "\${toString moduleLocation}#darwinModules.\${name}";
      imports = [ module ];
    });
  };
}
`;
