/** A class of modules, as people call it; the name in backquotes where it is not a well-known one. */
export function className(name: string): string {
  switch (name) {
    case "homeManager":
      return "Home Manager";
    case "nixos":
      return "NixOS";
    case "darwin":
      return "nix-darwin";
    default:
      return `\`${name}\``;
  }
}
