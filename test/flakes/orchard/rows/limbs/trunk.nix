{ config, ... }:
{
  flake.modules.nixos.trunk.services.openssh.enable = true;
  flake.modules.nixos.trunk.imports = [ config.flake.modules.generic.almanac ];
}
