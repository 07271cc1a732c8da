_: {
  imports = [
    ./schema.nix
    ./gone.nix
  ];
}
