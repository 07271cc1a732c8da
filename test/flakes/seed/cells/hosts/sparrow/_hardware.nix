{ lib, ... }:
{
  boot.loader.grub.enable = false;
  boot.loader.generic-extlinux-compatible.enable = true;
  nixpkgs.hostPlatform = lib.mkDefault "aarch64-linux";
}
