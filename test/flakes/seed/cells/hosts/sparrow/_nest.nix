{ lib, ... }:
{
  home.stateVersion = lib.mkDefault "25.05";
  programs.home-manager.enable = true;
}
