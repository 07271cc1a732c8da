import { pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import { problem } from "./found.ts";
import { isSure } from "./sure-systems.ts";

interface Namespace {
  readonly root: string;
  /** Undefined: all of the namespace. */
  readonly names: ReadonlySet<string> | undefined;
  readonly belongsTo: string;
}

const namespace = (belongsTo: string, root: string, names?: string): Namespace => ({
  root,
  names: names === undefined ? undefined : new Set(names.split(" ")),
  belongsTo,
});

const NIXOS: readonly Namespace[] = [
  namespace("nixos", "boot"),
  namespace("nixos", "fileSystems"),
  namespace("nixos", "swapDevices"),
  namespace("nixos", "zramSwap"),
  namespace("nixos", "powerManagement"),
];

/** What neither nix-darwin nor Home Manager has. */
const NIXOS_ONLY: readonly Namespace[] = [
  ...NIXOS,
  namespace("nixos", "console", "earlySetup enable font keyMap useXkbConfig"),
  namespace("nixos", "i18n", "defaultLocale extraLocaleSettings supportedLocales"),
  namespace("nixos", "networking", "firewall networkmanager useDHCP"),
  namespace("nixos", "users", "defaultUserShell mutableUsers"),
  namespace("nixos", "virtualisation", "docker libvirtd podman"),
];

const HOME: readonly Namespace[] = [
  namespace(
    "homeManager",
    "home",
    "activation file homeDirectory packages pointerCursor sessionPath sessionVariables shellAliases stateVersion username",
  ),
  namespace("homeManager", "xdg", "configFile dataFile desktopEntries userDirs"),
  namespace("homeManager", "wayland", "windowManager"),
  namespace("homeManager", "dconf", "settings"),
  namespace("homeManager", "accounts", "calendar contact email"),
];

/** What neither NixOS nor Home Manager has. */
const DARWIN: readonly Namespace[] = [
  namespace("darwin", "homebrew"),
  namespace("darwin", "system", "defaults keyboard primaryUser startup"),
  namespace("darwin", "networking", "computerName knownNetworkServices localHostName"),
  namespace("darwin", "users", "knownGroups knownUsers"),
  namespace("darwin", "services", "aerospace jankyborders sketchybar skhd spacebar yabai"),
];

/** Unmistakable options of other classes, by the class whose systems lack them (the manuals of NixOS, Home Manager and nix-darwin). */
const FOREIGN: ReadonlyMap<string, readonly Namespace[]> = new Map([
  ["nixos", [...HOME, ...DARWIN, namespace("darwin", "launchd")]],
  ["darwin", [...HOME, ...NIXOS_ONLY]],
  [
    "homeManager",
    [
      ...NIXOS_ONLY,
      ...DARWIN.filter(({ root }) => root !== "services"),
      namespace("nixos", "environment", "etc pathsToLink shells systemPackages variables"),
      namespace("nixos", "hardware"),
      namespace("nixos", "networking", "hostName interfaces"),
      namespace("nixos", "system", "activationScripts autoUpgrade stateVersion"),
      namespace("nixos", "time", "timeZone"),
      namespace("nixos", "users", "groups users"),
    ],
  ],
]);

/** Options that only systems of another class have, set in one of this class, and declared by none of its modules here. */
export function foreignOptions(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const systemClass = evaluation.class ?? "";
  const namespaces = FOREIGN.get(systemClass);
  if (!namespaces || !isSure(evaluation)) return [];
  const undeclared = evaluation.level().undeclaredHere();
  return namespaces.flatMap(({ root, names, belongsTo }) =>
    (undeclared.get(root) ?? []).flatMap((definition) => {
      if (definition.wrappers.some((wrapper) => wrapper.kind === "decided")) return [];
      const { sets } = pushDown(machine, definition.value);
      const set = sets.flatMap(({ set }) => [...set.entries]);
      const [name, attribute] = set.find(([name, { maybe }]) => !maybe && (!names || names.has(name))) ?? [];
      if (name === undefined || attribute === undefined) return [];
      const at = attribute.at ?? definition.at;
      if (!at || !isOwn(at.file)) return [];
      const path = [root, name];
      const message = `The option \`${showOption(path)}' does not exist in systems of class ${systemClass}.`;
      return [problem({ message, at, path, hosts }, { kind: "foreign-option", systemClass, belongsTo })];
    }),
  );
}
