# The contributors' shell for Nix and NixOS: `nix develop`, then `npm test`.
# Checked with `nix-instantiate --parse` only, never evaluated; the first one to enter it writes flake.lock.
{
  description = "Dendritic Nix: a VS Code extension and language server for dendritic flakes";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { nixpkgs, ... }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      shellFor =
        pkgs:
        pkgs.mkShell {
          packages = [
            pkgs.nodejs_24
            pkgs.chromium
            pkgs.vscodium
          ];
          # The program in npm's package is linked against a glibc that NixOS does not have.
          BIOME_BINARY = "${pkgs.biome}/bin/biome";
        };
    in
    {
      devShells = nixpkgs.lib.genAttrs systems (system: {
        default = shellFor nixpkgs.legacyPackages.${system};
      });
    };
}
