/**
 * unify (https://codeberg.org/quasigod/unify), after how flakes use it: `unify.{nixos,home,darwin}` for every host, `unify.modules.<tag>`
 * for those that list the tag, `unify.hosts.<class>.<name>` with users that list tags of their own.
 */
export const unifyModule = /* nix */ `
{ config, inputs, lib, ... }:
let
  inherit (builtins) attrValues concatMap elem filter map mapAttrs;
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

  # Whether the tags of a host reach its users is the users' own matter; what they leave out stays in doubt.
  doubts = host: user:
    let
      names = map (module: module.__tag or null) user.modules;
      left = filter (module: module ? home && module.home ? imports && module.home.imports != [ ] && !(elem (module.__tag or null) names)) host.modules;
    in
    if left == [ ] then [ ] else [ { imports = dendriticNative.outside "what unify gives users of their host's modules"; } ];

  homeOf = host: user: {
    imports = [ unify.home host.home user.home ] ++ map (module: module.home or { }) user.modules ++ doubts host user;
  };

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
      modules = [ unify.\${host.class} host.\${host.class} ] ++ map (module: module.\${host.class} or { }) host.modules ++ ofUsers;
    };
in
{
  options.unify = parts // {
    options = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    modules = mkOption {
      default = { };
      type = types.lazyAttrsOf (types.submodule ({ name, ... }: {
        options = parts // { __tag = mkOption { type = types.raw; default = name; internal = true; }; };
      }));
    };
    hosts = {
      nixos = mkOption { type = types.lazyAttrsOf (hostType "nixos"); default = { }; };
      darwin = mkOption { type = types.lazyAttrsOf (hostType "darwin"); default = { }; };
    };
  };
  config.flake.nixosConfigurations = mapAttrs (_: systemOf) unify.hosts.nixos;
  config.flake.darwinConfigurations = lib.mkIf (unify.hosts.darwin != { }) (mapAttrs (_: systemOf) unify.hosts.darwin);
}
`;
