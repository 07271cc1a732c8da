/**
 * Small flakes for tests, as text for `parseFixture`. A flake is the texts of its parts one after the other, so what is special about a test
 * is written behind them as it stands in Nix:
 *
 *     smallFlake({ inputs: { den: true }, branches: { base: "boot.tmp.cleanOnBoot = true;" }, hosts: { desk: ["base"] } }) + `
 *     #- /cells/more.nix
 *     { … }
 *     `
 *
 * Every part begins with `#- /path` and ends with a line's end. The root may be left out where a test analyses with `test/flake.ts`, which
 * supplies one with the inputs that most flakes have.
 */
export interface SmallFlake extends RootParts {
  /** `flake.modules.nixos.<name>`, each in a cell `<name>.nix`: what is set in its one module. */
  readonly branches?: Readonly<Record<string, string>>;
  /** `flake.nixosConfigurations.<name>`, each in a cell `<name>.nix`: the branches that it takes. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
}

export function smallFlake({ branches = {}, hosts = {}, ...parts }: SmallFlake): string {
  const cells = [
    ...Object.entries(branches).map(([name, settings]) => branchCell(name, settings)),
    ...Object.entries(hosts).map(([name, taken]) => hostCell(name, taken)),
  ];
  return `${flakeNix(parts)}${modulesCell}${cells.join("")}`;
}

export interface RootParts {
  /** By their names, beside nixpkgs, flake-parts and import-tree: an address, or `true` for that of a well-known one. */
  readonly inputs?: Readonly<Record<string, string | true>>;
  /** The folder with the cells. */
  readonly tree?: string;
  /** What makes modules of the folder. */
  readonly loader?: string;
  /** The module that mkFlake is given, where it is not the tree. */
  readonly module?: string;
}

/** `#- /flake.nix` of a flake of flake-parts whose cells import-tree loads. */
export function flakeNix(parts: RootParts = {}): string {
  return `#- /flake.nix\n${rootText(parts)}`;
}

/** The same without the line that names the file. The outputs stand in a line of their own, the last but one. */
export function rootText({ inputs = {}, tree = "./cells", loader = "inputs.import-tree", module }: RootParts): string {
  const all = Object.entries({ ...BASIC, ...inputs });
  const lines = all.map(([name, address]) => `  inputs.${name}.url = "${address === true ? known(name) : address}";\n`);
  const top = module ?? `(${loader} ${tree})`;
  return `{\n${lines.join("")}  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } ${top};\n}\n`;
}

/** Declares `flake.modules`. */
export const modulesCell = cell("setup", "{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules ]; }");

/** One file of the tree. */
export function cell(name: string, text: string): string {
  return `#- /cells/${name}.nix\n${text}\n`;
}

/** A branch with one module; `settings` are its bindings. */
export function branchCell(name: string, settings: string, moduleClass = "nixos"): string {
  return cell(name, `{ flake.modules.${moduleClass}.${name} = { ${settings} }; }`);
}

/** A NixOS host that takes branches by their names. */
export function hostCell(name: string, branches: readonly string[]): string {
  const modules = branches.map((branch) => `config.flake.modules.nixos.${branch}`).join(" ");
  const system = `lib.nixosSystem { modules = [ ${modules} ]; }`;
  return cell(name, `{ config, lib, ... }: { flake.nixosConfigurations.${name} = ${system}; }`);
}

const BASIC = { "flake-parts": true, "import-tree": true, nixpkgs: true } as const;

/** Where well-known inputs come from: libraries are recognised by that. */
const ADDRESSES: Readonly<Record<string, string>> = {
  "clan-core": "https://git.clan.lol/clan/clan-core/archive/main.tar.gz",
  den: "github:vic/den",
  disko: "github:nix-community/disko",
  "flake-aspects": "github:vic/flake-aspects",
  "flake-file": "github:vic/flake-file",
  "flake-parts": "github:hercules-ci/flake-parts",
  "home-manager": "github:nix-community/home-manager",
  "import-tree": "github:vic/import-tree",
  "nix-darwin": "github:nix-darwin/nix-darwin",
  "nixos-generators": "github:nix-community/nixos-generators",
  nixpkgs: "github:NixOS/nixpkgs",
  nixvim: "github:nix-community/nixvim",
  "sops-nix": "github:Mic92/sops-nix",
  "treefmt-nix": "github:numtide/treefmt-nix",
  unify: "git+https://codeberg.org/quasigod/unify.git",
};

function known(name: string): string {
  const address = ADDRESSES[name];
  if (address === undefined) throw new Error(`the input ${name} needs an address`);
  return address;
}
