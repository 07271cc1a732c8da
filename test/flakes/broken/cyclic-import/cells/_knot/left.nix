{ modules = (import ./right.nix).modules; }
