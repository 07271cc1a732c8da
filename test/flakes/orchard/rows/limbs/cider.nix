{
  flake.modules.nixos.cider =
    { pkgs, ... }:
    {
      environment.systemPackages = [ pkgs.wineWowPackages.stable ];
    };
}
