import ./left.nix
