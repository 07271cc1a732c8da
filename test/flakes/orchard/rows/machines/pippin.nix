{ config, ... }:
{
  configurations.nixos.pippin.module = {
    imports = with config.flake.modules.nixos; [
      blossom
      wren
    ];

    networking.hostName = "pippin";
    almanac.season = "spring";
  };
}
