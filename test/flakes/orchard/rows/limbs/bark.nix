{
  flake.modules.nixos.trunk =
    { pkgs, ... }:
    {
      environment.systemPackages = [ pkgs.git ];
    };

  flake.modules.homeManager.bark = {
    programs.bash.enable = true;
  };
}
