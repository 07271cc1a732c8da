import { flakeNix } from "../small-flake.ts";

/** `flake.modules.<class>.<name>`, with hosts by a builder of the flake's own (H2): `config.factory.mkNixos`. */
export const published = `${flakeNix({ tree: "./modules" })}#- /modules/factory.nix
{ inputs, lib, config, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  options.factory = lib.mkOption { type = lib.types.attrsOf lib.types.unspecified; default = { }; };
  config.factory.mkNixos = name: lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base (config.flake.modules.nixos.\${name} or { }) ];
  };
}
#- /modules/lamp.nix
{ config, ... }: {
  flake.nixosConfigurations.lamp = config.factory.mkNixos "lamp";
  flake.modules.nixos.lamp = { networking.hostName = "lamp"; };
}
`;

/** `configurations.nixos.<name>.module`, made into systems by one cell (H3). */
export const configurations = `${flakeNix({ tree: "./modules" })}#- /modules/configurations.nix
{ inputs, lib, config, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  options.configurations.nixos = lib.mkOption {
    default = { };
    type = lib.types.lazyAttrsOf (lib.types.submodule {
      options.module = lib.mkOption { type = lib.types.deferredModule; };
    });
  };
  config.flake.nixosConfigurations = lib.mapAttrs (_: { module }: lib.nixosSystem { modules = [ module ]; })
    config.configurations.nixos;
}
#- /modules/lamp.nix
{ config, ... }: {
  configurations.nixos.lamp.module = {
    imports = with config.flake.modules.nixos; [ base ];
  };
}
`;

/** Hosts that name branches by strings (H4). */
export const strings = `${flakeNix({ tree: "./modules" })}#- /modules/hosts.nix
{ inputs, lib, config, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  options.hosts = lib.mkOption {
    default = { };
    type = lib.types.attrsOf (lib.types.submodule {
      options.modules = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
    });
  };
  config.flake.nixosConfigurations = lib.mapAttrs (_: host: lib.nixosSystem {
    modules = map (name: config.flake.modules.nixos.\${name}) host.modules;
  }) config.hosts;
}
#- /modules/lamp.nix
{ hosts.lamp.modules = [ "base" ]; }
`;

/** den's aspects, and a host of its that takes one by its own name. */
export const den = `${flakeNix({ inputs: { den: true }, tree: "./modules" })}#- /modules/den.nix
{ inputs, ... }: {
  imports = [ inputs.den.flakeModule ];
  den.hosts.x86_64-linux.lamp.users.ada.classes = [ "homeManager" ];
}
`;
