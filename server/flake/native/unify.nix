# unify (https://codeberg.org/quasigod/unify), all revisions, written from its documentation and behaviour: `unify.{nixos,home,darwin}`
# for every host, `unify.modules.<tag>` for hosts and users that list the tag, `unify.hosts.<class>.<name>`. A user gets what it lists
# itself; what its host lists reaches the host's own class only. Its modules are published as `flake.modules`, too.
{ config, inputs, lib, ... }:
let
  inherit (builtins) map mapAttrs;
  inherit (lib) mkOption types;
  inherit (config) unify;

  part = mkOption { type = types.deferredModule; default = { }; };
  parts = { nixos = part; darwin = part; home = part; };
  modules = mkOption { type = types.listOf types.raw; default = [ ]; };

  hostType = class: types.submodule ({ name, ... }: {
    freeformType = types.lazyAttrsOf types.raw;
    options = unify.options // parts // {
      inherit modules;
      name = mkOption { type = types.str; default = name; };
      class = mkOption { type = types.str; default = class; };
      args = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
      users = mkOption {
        default = { };
        type = types.attrsOf (types.submodule {
          freeformType = types.lazyAttrsOf types.raw;
          options = { inherit modules; home = part; };
        });
      };
    };
  });

  homeOf = host: user: { imports = [ unify.home host.home user.home ] ++ map (module: module.home or { }) user.modules; };

  systemOf = host:
    let
      isDarwin = host.class == "darwin";
      builder = if isDarwin then (inputs.nix-darwin or inputs.darwin).lib.darwinSystem else inputs.nixpkgs.lib.nixosSystem;
      homeManager = if isDarwin then inputs.home-manager.darwinModules.default else inputs.home-manager.nixosModules.default;
      ofUsers = if host.users == { } then [ ] else [
        homeManager
        {
          home-manager.extraSpecialArgs = { hostConfig = host; } // host.args;
          home-manager.users = mapAttrs (_: homeOf host) host.users;
        }
      ];
    in
    builder {
      specialArgs = { hostConfig = host; } // host.args;
      modules = [ unify.${host.class} host.${host.class} ] ++ map (module: module.${host.class} or { }) host.modules ++ ofUsers;
    };

  published = class: mapAttrs (_: module: module.${class}) unify.modules // { default = unify.${class}; };
in
{
  options.unify = parts // {
    options = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    modules = mkOption {
      default = { };
      type = types.lazyAttrsOf (types.submodule { options = parts; });
    };
    hosts = {
      nixos = mkOption { type = types.lazyAttrsOf (hostType "nixos"); default = { }; };
      darwin = mkOption { type = types.lazyAttrsOf (hostType "darwin"); default = { }; };
    };
  };
  config.flake.modules = {
    nixos = published "nixos";
    darwin = published "darwin";
    homeManager = published "home";
  };
  config.flake.nixosConfigurations = mapAttrs (_: systemOf) unify.hosts.nixos;
  config.flake.darwinConfigurations = lib.mkIf (unify.hosts.darwin != { }) (mapAttrs (_: systemOf) unify.hosts.darwin);
}
