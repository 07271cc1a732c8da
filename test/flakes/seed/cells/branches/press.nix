_: {
  config.my.branches.press = {
    description = "The label printer.";

    nixosModules = [
      (
        { pkgs, ... }:
        {
          services.printing = {
            enable = true;
            drivers = [ pkgs.gutenprint ];
          };
        }
      )
    ];
  };
}
