/**
 * Names at the top of the option trees of NixOS, Home Manager and nix-darwin, from their option indexes. What a flake declares under
 * another name is its own.
 */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(
  `accounts amazonImage appstream assertions azureImage boot console containers dconf determinateNix digitalOcean documentation
  dysnomia ec2 editorconfig environment fileSystems fleet fonts google gtk hardware hjem home home-manager homebrew hyperv i18n
  ids image isoImage isSpecialisation jobs krb5 launchd lib linode location lxc manual meta microvm nesting netboot networking
  news nix nixGL nixops nixpkgs nodes oci openstack pam parallels passthru power powerManagement programs proxmox qt qt5 sdImage
  security services snapraid sops sound specialisation stubby stylix submoduleSupport swapDevices system systemd targets test
  testing time uninstall users virtualbox virtualisation vmware vscode warnings wayland xdg xfconf xresources xsession zramSwap`.split(
    /\s+/,
  ),
);

/** Classes whose systems have these. */
export const SYSTEM_CLASSES: ReadonlySet<string> = new Set(["nixos", "darwin", "homeManager"]);

/** Names of these that nearly every flake sets, by class: what is meant by one with a typo. */
const TOP_NAMES: ReadonlyMap<string, string> = new Map([
  [
    "nixos",
    `boot console containers documentation environment fileSystems fonts hardware i18n location networking nix nixpkgs powerManagement
    programs security services specialisation swapDevices system systemd time users virtualisation xdg zramSwap`,
  ],
  [
    "darwin",
    "documentation environment fonts homebrew launchd networking nix nixpkgs programs security services system time users",
  ],
  [
    "homeManager",
    `accounts dconf editorconfig fonts home i18n launchd manual news nix nixpkgs programs services specialisation systemd targets wayland
    xdg xresources xsession`,
  ],
]);

/** Names at the top of systems of the class that nearly every flake sets. */
export function topNamesOf(systemClass: string): readonly string[] {
  return TOP_NAMES.get(systemClass)?.split(/\s+/) ?? [];
}

/** Names at the top of NixOS and nix-darwin that hardly anybody gives to an option of the flake itself. */
export const UNMISTAKABLY_SYSTEM: ReadonlySet<string> = new Set(
  "boot environment fileSystems hardware networking programs security services swapDevices systemd users virtualisation".split(
    " ",
  ),
);
