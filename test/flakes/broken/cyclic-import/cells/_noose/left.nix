import ./right.nix
