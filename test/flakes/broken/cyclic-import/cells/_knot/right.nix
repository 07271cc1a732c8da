{ modules = (import ./left.nix).modules; }
