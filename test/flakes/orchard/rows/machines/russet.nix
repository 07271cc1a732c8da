{ config, inputs, ... }:
let
  inherit (config.flake) modules;
in
{
  configurations.nixos.russet.module =
    { lib, ... }:
    {
      imports = builtins.attrValues { inherit (modules.nixos) finch trunk; } ++ [
        inputs.disko.nixosModules.disko
        ./_disk.nix
      ];

      networking.hostName = lib.mkDefault "russet";
    };
}
