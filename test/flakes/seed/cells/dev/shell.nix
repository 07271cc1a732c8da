{ inputs, ... }:
{
  config.systems = [ "x86_64-linux" ];

  config.perSystem =
    {
      config,
      pkgs,
      system,
      ...
    }:
    {
      _module.args.pkgs = import inputs.nixpkgs {
        inherit system;
        overlays = [ inputs.self.overlays.default ];
      };

      formatter = pkgs.nixfmt;

      devShells.default = pkgs.mkShell {
        packages = [
          pkgs.statix
          config.formatter
        ];
      };
    };
}
