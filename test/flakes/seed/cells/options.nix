_: {
  imports = [
    ./options/core.nix
    ./options/apiary.nix
    ./options/theme.nix
    ./options/profile.nix
    ./options/hosts.nix
  ];
}
