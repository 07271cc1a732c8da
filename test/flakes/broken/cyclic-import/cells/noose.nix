_: {
  config.my.branches.noose.nixosModules = import ./_noose/left.nix;
}
