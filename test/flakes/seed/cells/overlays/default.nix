{ inputs, ... }:
let
  gardenOverlay = inputs.nixpkgs.lib.composeManyExtensions [
    (_final: prev: { gardenPaths = prev.hello; })
  ];
in
{
  config.flake.overlays.default = gardenOverlay;

  config.my.branches.base.nixosModules = [
    (
      { ... }:
      {
        nixpkgs.overlays = [ inputs.self.overlays.default ];
      }
    )
  ];
}
