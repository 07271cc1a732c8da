{ lib, modulesPath, ... }:
{
  imports = [
    (modulesPath + "/installer/scan/not-detected.nix")
  ];

  boot.initrd.availableKernelModules = [ "ahci" ];
  nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
}
