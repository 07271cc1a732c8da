import { type Chance, chanceOf } from "./text-edits.ts";

export interface SyntheticOptions {
  /** So many files in the tree, flake.nix not counted; 12 at least. */
  readonly cells: number;
  /** The same flake for the same seed. */
  readonly seed?: number;
}

/**
 * The texts of a sound dendritic flake of any size, by their paths relative to it. It has branches in `flake.modules` and in collectors
 * of its own, options that leaves read and hosts set, and hosts that take branches by references and by strings. With the number of cells
 * grow those of hosts, branches and options; what a host takes does not.
 */
export function syntheticFlake({ cells, seed = 1 }: SyntheticOptions): ReadonlyMap<string, string> {
  const plan = planOf(Math.max(cells, 12));
  const chance = chanceOf(seed);
  return new Map([
    ["flake.nix", ROOT],
    ["cells/setup.nix", SETUP],
    ["cells/collectors.nix", COLLECTORS],
    ...plan.areas.map((area): [string, string] => [`cells/options/${area}.nix`, areaText(area, chance)]),
    ...plan.hosts.map((host, at): [string, string] => [`cells/hosts/${host}.nix`, hostText(plan, host, at, chance)]),
    ...plan.leaves.map((leaf): [string, string] => [`cells/${leaf.area}/${leaf.name}.nix`, leafText(leaf, chance)]),
  ]);
}

/** A branch is a name below `flake.modules.nixos`, or below the flake's own `my.parts.nixos`. */
interface BranchPlan {
  readonly name: string;
  readonly own: boolean;
  /** It has modules of Home Manager, too. */
  readonly home: boolean;
}

interface LeafPlan {
  readonly name: string;
  readonly branch: BranchPlan;
  /** Whose option it reads. */
  readonly area: string;
  readonly option: (typeof OPTIONS)[number];
  /** A module of Home Manager. */
  readonly home: boolean;
}

interface Plan {
  readonly areas: readonly string[];
  readonly hosts: readonly string[];
  readonly branches: readonly BranchPlan[];
  readonly leaves: readonly LeafPlan[];
}

const CELLS_PER_AREA = 25;
const CELLS_PER_HOST = 50;
const LEAVES_PER_BRANCH = 8;
const OPTIONS = ["enable", "port", "label", "tags"] as const;

function planOf(cells: number): Plan {
  const areas = names(["garden", "orchard", "meadow", "pond", "hedge"], Math.ceil(cells / CELLS_PER_AREA));
  const hosts = names(["wren", "robin", "heron", "finch"], Math.max(2, Math.round(cells / CELLS_PER_HOST)));
  const count = cells - FIXED_CELLS - areas.length - hosts.length;
  const branches = names(
    ["desk", "shell", "media", "mail", "print", "sound"],
    Math.max(2, Math.ceil(count / LEAVES_PER_BRANCH)),
  ).map((name, at): BranchPlan => ({ name, own: at % 2 === 1, home: at % 3 === 0 }));
  const leaves = Array.from({ length: count }, (_, at) => {
    const branch = cycled(branches, at);
    const round = Math.floor(at / branches.length);
    const option = cycled(OPTIONS, Math.floor(at / areas.length));
    // The first leaf of a branch is a module for NixOS, the second one for Home Manager.
    const home = branch.home && round % 2 === 1;
    return { name: `leaf${at + 1}`, branch, area: cycled(areas, at), option, home };
  });
  return { areas, hosts, branches, leaves };
}

/** cells/setup.nix and cells/collectors.nix. */
const FIXED_CELLS = 2;

/** `wren1`, `robin2`, … */
function names(words: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${cycled(words, at)}${at + 1}`);
}

/** The item at an index, again from the first one behind the last. `items` must not be empty. */
function cycled<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

const ROOT = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
`;

const SETUP = `{ inputs, ... }:
{
  imports = [ inputs.flake-parts.flakeModules.modules ];
  systems = [ "x86_64-linux" ];
}
`;

const COLLECTORS = `{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my.parts = mkOption {
    type = types.lazyAttrsOf (types.lazyAttrsOf types.deferredModule);
    default = { };
    description = "Modules by their class and their branch.";
  };
  options.my.hosts = mkOption {
    type = types.attrsOf (types.submodule {
      options.parts = mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = "Branches that the host takes.";
      };
    });
    default = { };
    description = "What each host is made of.";
  };
}
`;

function areaText(area: string, chance: Chance): string {
  return `{ lib, ... }:
let
  inherit (lib) mkEnableOption mkOption types;
in
{
  options.my.${area} = {
    enable = mkEnableOption "the ${area}";
    port = mkOption {
      type = types.port;
      default = ${8000 + Math.floor(chance() * 1000)};
      description = "Where the ${area} listens.";
    };
    label = mkOption {
      type = types.str;
      default = "${area}";
      description = "What the ${area} is called.";
    };
    tags = mkOption {
      type = types.listOf types.str;
      default = [ "${area}" ];
    };
  };
}
`;
}

function leafText(leaf: LeafPlan, chance: Chance): string {
  const { branch, area, option, home } = leaf;
  const moduleClass = home ? "homeManager" : "nixos";
  const path = `${branch.own ? "my.parts" : "flake.modules"}.${moduleClass}.${branch.name}`;
  const settings = [readText(leaf), ...otherSettings(leaf, chance)];
  // Some are written at the top of their file, others in a \`let\`.
  const short = chance() < 0.5;
  const head = short ? "{ config, ... }:\n" : `{ config, ... }:\nlet\n  cfg = config.my.${area};\nin\n`;
  const read = short ? `config.my.${area}.${option}` : `cfg.${option}`;
  const body = settings.map((line) => `      ${line.replace("READ", read)}\n`).join("");
  return `${head}{\n  ${path} =\n    { lib, pkgs, ... }:\n    {\n${body}    };\n}\n`;
}

/** The setting for which a leaf reads an option of the flake. */
function readText({ name, option, home }: LeafPlan): string {
  const at = home ? `programs.${name}` : `services.${name}`;
  switch (option) {
    case "enable":
      return `${at}.settings = lib.mkIf READ { level = "high"; };`;
    case "port":
      return `${at}.settings.port = READ;`;
    case "label":
      return `${at}.settings.title = "the \${READ} of ${name}";`;
    case "tags":
      return `${at}.settings.tags = READ ++ [ "${name}" ];`;
    default:
      return option satisfies never;
  }
}

function otherSettings({ name, home }: LeafPlan, chance: Chance): readonly string[] {
  const number = Math.floor(chance() * 1000);
  const at = `${home ? "programs" : "services"}.${name}`;
  const packages = home ? "home.packages" : "environment.systemPackages";
  const written = [
    `${at}.enable = true;`,
    `${at}.extra.size${number} = lib.mkDefault ${number};`,
    `${packages} = [ pkgs.tool${number} pkgs.helper${number} ];`,
    `${at}.extra.text${number} = "value ${number}";`,
    `${at}.extra.list${number} = map (one: one + ${number}) [ 1 2 3 ];`,
    `${at}.extra.set${number} = { first = ${number}; second.third = [ "a" "b" ]; };`,
  ];
  const [first, count] = [Math.floor(chance() * written.length), 2 + Math.floor(chance() * 4)];
  return Array.from({ length: count }, (_, index) => cycled(written, first + index));
}

/** The branches whose turn it is, so that each has a host, and a few more. */
function hostText({ areas, hosts, branches }: Plan, host: string, at: number, chance: Chance): string {
  const own = branches.filter((_, index) => index % hosts.length === at);
  const more = Array.from({ length: 4 }, () => cycled(branches, Math.floor(chance() * branches.length)));
  const taken = [...new Set([...own, ...more])];
  const strings = taken.filter((branch) => branch.own).map(({ name }) => `"${name}"`);
  const references = taken
    .filter((branch) => !branch.own)
    .map(({ name }) => `        config.flake.modules.nixos.${name}\n`);
  const homes = taken
    .filter((branch) => branch.home)
    .map(({ name, own }) => `            config.${own ? "my.parts" : "flake.modules"}.homeManager.${name}\n`);
  return `{ config, inputs, lib, ... }:
{
  my.${cycled(areas, at)}.enable = true;
  my.hosts.${host}.parts = [ ${strings.join(" ")} ];

  flake.nixosConfigurations.${host} = lib.nixosSystem {
    modules =
      map (part: config.my.parts.nixos.\${part}) config.my.hosts.${host}.parts
      ++ [
${references.join("")}        inputs.home-manager.nixosModules.home-manager
        {
          networking.hostName = "${host}";
          home-manager.users.gardener.imports = [
${homes.join("")}          ];
        }
      ];
  };
}
`;
}
