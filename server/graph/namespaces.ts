/**
 * Names at the top of the option trees of NixOS, Home Manager and nix-darwin, from their option indexes. What a flake declares under
 * another name is its own.
 */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(
  `accounts appstream assertions boot console containers dconf documentation editorconfig ec2 environment fileSystems fonts gtk hardware
  hjem home home-manager homebrew i18n ids image isoImage krb5 launchd lib location manual meta microvm networking news nix nixpkgs oci
  openstack pam passthru power powerManagement programs proxmox qt qt5 sdImage security services snapraid sops sound specialisation stylix
  swapDevices system systemd targets test time uninstall users virtualisation warnings wayland xdg xfconf xresources xsession zramSwap`.split(
    /\s+/,
  ),
);
