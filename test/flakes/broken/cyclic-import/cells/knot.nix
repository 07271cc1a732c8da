_: {
  config.my.branches.knot.nixosModules = (import ./_knot/left.nix).modules;
}
