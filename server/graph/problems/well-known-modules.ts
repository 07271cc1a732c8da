import type { FlakeInput } from "../../flake/inputs.ts";
import type { External } from "../../nix/value.ts";

/** A library whose modules many flakes import. */
export interface Library {
  /** As people call it. */
  readonly title: string;
  /** Names of its repository, in small letters. */
  readonly repositories: readonly string[];
  /** What its modules for systems declare at the top, beside what systems have there anyway. */
  readonly names: readonly string[];
  /** All that is declared below that name, where it is one and known. */
  readonly inside: readonly string[];
  /** What its module for flake-parts declares in `perSystem`. */
  readonly perSystem: readonly string[];
  /** The output that holds its module, by the class of the system; `flake` for flake-parts. */
  readonly modules: Readonly<Record<string, string>>;
}

const NOTHING = { names: [], inside: [], perSystem: [] };

const library = (
  title: string,
  repositories: string,
  names: string,
  modules: Readonly<Record<string, string>> = {},
  inside = "",
): Library => ({
  ...NOTHING,
  title,
  repositories: words(repositories),
  names: words(names),
  inside: words(inside),
  modules,
});

const flakeModule = (title: string, repositories: string, perSystem: string): Library => ({
  ...NOTHING,
  title,
  repositories: words(repositories),
  perSystem: words(perSystem),
  modules: { flake: "flakeModule" },
});

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** From the libraries' own option documentation. */
const LIBRARIES: readonly Library[] = [
  library(
    "Home Manager",
    "home-manager",
    "home-manager",
    { nixos: "nixosModules.home-manager", darwin: "darwinModules.home-manager" },
    `backupCommand backupFileExtension enableLegacyProfileManagement extraSpecialArgs minimal overwriteBackup sharedModules startAsUserService
    useGlobalPkgs useUserPackages users verbose`,
  ),
  library(
    "hjem",
    "hjem",
    "hjem",
    { nixos: "nixosModules.default", darwin: "darwinModules.default" },
    "clobberByDefault extraModules linker linkerOptions specialArgs users",
  ),
  library("sops-nix", "sops-nix", "sops", {
    nixos: "nixosModules.sops",
    darwin: "darwinModules.sops",
    homeManager: "homeManagerModules.sops",
  }),
  library("agenix", "agenix ragenix agenix-rekey", "age", {
    nixos: "nixosModules.default",
    darwin: "darwinModules.default",
    homeManager: "homeManagerModules.default",
  }),
  library("disko", "disko", "disko", { nixos: "nixosModules.disko" }),
  library("Stylix", "stylix", "stylix", {
    nixos: "nixosModules.stylix",
    darwin: "darwinModules.stylix",
    homeManager: "homeModules.stylix",
  }),
  library("NixOS-WSL", "nixos-wsl", "wsl", { nixos: "nixosModules.default" }),
  library("preservation", "preservation", "preservation", { nixos: "nixosModules.preservation" }),
  library("microvm.nix", "microvm.nix", "microvm"),
  library("nix-homebrew", "nix-homebrew", "nix-homebrew", { darwin: "darwinModules.nix-homebrew" }),
  library("musnix", "musnix", "musnix", { nixos: "nixosModules.musnix" }),
  library("Jovian", "jovian-nixos", "jovian", { nixos: "nixosModules.jovian" }),
  library("nixos-facter-modules", "nixos-facter-modules", "facter", { nixos: "nixosModules.facter" }),
  library("nix-topology", "nix-topology", "topology", { nixos: "nixosModules.default" }),
  library("nyx", "nyx", "chaotic"),
  library("srvos", "srvos", "srvos"),
  library("niri-flake", "niri-flake", "niri-flake"),
  // Below `programs`, `services`, `boot` and the like, or nothing at all.
  library(
    "",
    "impermanence lanzaboote mac-app-util nix-flatpak nix-index-database nixos-hardware nixpkgs nixvim nvf",
    "",
  ),
  library("", "hyprland nix-gaming nix-minecraft nixos-vscode-server nur plasma-manager spicetify-nix", ""),
  flakeModule("treefmt-nix", "treefmt-nix", "treefmt"),
  flakeModule("git-hooks.nix", "git-hooks.nix pre-commit-hooks.nix git-hooks", "pre-commit"),
  flakeModule("devshell", "devshell", "devshells"),
  flakeModule("devenv", "devenv", "devenv"),
  flakeModule("process-compose-flake", "process-compose-flake", "process-compose"),
  flakeModule("flake-root", "flake-root", "flake-root"),
  flakeModule("just-flake", "just-flake", "just-flake"),
  flakeModule("mission-control", "mission-control", "mission-control"),
  flakeModule("haskell-flake", "haskell-flake", "haskellProjects"),
  flakeModule("make-shell", "make-shell", "make-shells"),
  flakeModule("nix-unit", "nix-unit", "nix-unit"),
];

/** The library that a module from outside is of, by the repository of its input. Undefined: not a well-known one. */
export function librariesOf({ path }: Pick<External, "path">, inputs: readonly FlakeInput[]): readonly Library[] {
  const [, name] = /^inputs\.([\w'-]+)\./.exec(path) ?? [];
  const repository = inputs.find((input) => input.name === name)?.repository.toLowerCase();
  return repository === undefined ? [] : LIBRARIES.filter(({ repositories }) => repositories.includes(repository));
}

/** The libraries whose modules declare a name at the top of systems, or in `perSystem`. */
export function librariesDeclaring(name: string, where: "names" | "perSystem"): readonly Library[] {
  return LIBRARIES.filter((one) => one[where].includes(name));
}

/** How the library's module is named in this flake; undefined where it is not an input, or has no module for the class. */
export function moduleReference(
  { repositories, modules }: Library,
  moduleClass: string,
  inputs: readonly FlakeInput[],
): string | undefined {
  const input = inputs.find(({ repository }) => repositories.includes(repository.toLowerCase()));
  const output = modules[moduleClass];
  return input && output !== undefined ? `inputs.${input.name}.${output}` : undefined;
}
