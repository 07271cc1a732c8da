{ inputs, ... }:
{
  config.my.branches.terrace.nixosModules = [
    inputs.impermanence.nixosModules.impermanence
    (
      { pkgs, ... }:
      {
        services.greetd = {
          enable = true;
          settings.default_session.command = "${pkgs.tuigreet}/bin/tuigreet --time";
        };
        environment.persistence."/persist".directories = [ "/var/lib/greetd" ];
      }
    )
  ];
}
