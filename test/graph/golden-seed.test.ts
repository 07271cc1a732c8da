import { expect, test } from "vitest";
import { isAny, isBelow, showOption } from "../../server/option-path.ts";
import { analyseFlake } from "../flake.ts";
import { cellsText, withoutReasons } from "./check-graph.ts";
import { branchesText, hostText } from "./print.ts";

const seed = analyseFlake("seed");

function checkHost(id: string, wanted: string): void {
  const host = [...seed.graph.hosts, ...seed.graph.images].find((candidate) => candidate.id === id);
  expect(host && hostText(seed, host)).toBe(withoutReasons(wanted));
}

/*
 * Reasons are those of test/flakes/seed.expected.md. Places are those of the function itself, where that page may name the line of the
 * parenthesis before it. The order of selections is by branch, of modules that of the system's own list.
 */

test("orchid: profile and own branches, 18 NixOS and 8 Home Manager modules", () =>
  checkHost(
    "nixosConfigurations.orchid",
    `
    nixosConfigurations.orchid nixos complete  cells/hosts/orchid/default.nix:45
      select my.branches.base.hmModules string cells/options/profile.nix:11  # the profile's default is real selection data
      select my.branches.base.nixosModules string cells/options/profile.nix:11  # one string, both lists of the branch
      select my.branches.extras.hmModules string cells/options/profile.nix:15
      select my.branches.extras.nixosModules string cells/options/profile.nix:15
      select my.branches.fence.nixosModules string cells/options/profile.nix:13  # fence has no Home Manager part
      select my.branches.keys.hmModules string cells/options/profile.nix:14
      select my.branches.keys.nixosModules string cells/options/profile.nix:14
      select my.branches.press.nixosModules string cells/hosts/orchid/default.nix:22  # its own list comes behind the profile's
      select my.branches.terrace.hmModules string cells/hosts/orchid/default.nix:21 again after cells/options/profile.nix:12
      select my.branches.terrace.hmModules string cells/options/profile.nix:12
      select my.branches.terrace.nixosModules string cells/hosts/orchid/default.nix:21 again after cells/options/profile.nix:12  # lib.unique drops it
      select my.branches.terrace.nixosModules string cells/options/profile.nix:12
      select my.hosts.orchid.hardwareModules reference cells/hosts/orchid/default.nix:83
      select my.hosts.orchid.hmModules reference cells/hosts/orchid/default.nix:64
      select my.hosts.orchid.nixosModules reference cells/hosts/orchid/default.nix:82
      nixos
        cells/hosts/orchid/_hardware.nix:1  # 1: a path of the list, skipped by the tree
        cells/hosts/orchid/default.nix:49  # 2: set
        cells/hosts/orchid/default.nix:52 external inputs.home-manager.nixosModules.home-manager  # 3
        cells/hosts/orchid/default.nix:54  # 4: function with the Home Manager wiring
        my.branches.base.nixosModules  # gardenLib.gather keeps the order of the strings
          cells/overlays/default.nix:12  # 5: files in the order of the walk
          cells/shell/prompt.nix:7  # 6
          cells/soil/boot.nix:3  # 7
          cells/soil/people.nix:9  # 8
        my.branches.terrace.nixosModules
          cells/terrace/lanterns.nix:4 external inputs.impermanence.nixosModules.impermanence  # 9
          cells/terrace/lanterns.nix:6  # 10
        my.branches.fence.nixosModules
          cells/soil/walls.nix:5  # 11
        my.branches.keys.nixosModules
          cells/keys/default.nix:15 external inputs.sops-nix.nixosModules.sops  # 12
          cells/keys/default.nix:17  # 13
        my.branches.extras.nixosModules
          cells/branches/extras.nix:11 if cells/branches/extras.nix:10 is true  # 14: compost is on by default
          cells/branches/extras.nix:16 if cells/branches/extras.nix:16 is true  # 15: weather too; scarecrow (line 20) is not
        my.branches.press.nixosModules
          cells/branches/press.nix:7  # 16: written beside the description
        my.hosts.orchid.nixosModules
          cells/hosts/orchid/default.nix:26  # 17
        my.hosts.orchid.hardwareModules
          cells/hosts/orchid/default.nix:41 external inputs.nixos-hardware.nixosModules.framework-13-7040-amd  # 18
      home-manager.users.rowan  # the key is \${user}, the default of my.user.name
        cells/hosts/orchid/default.nix:67  # 8: last in the list, but no branch's, so it is collected first
        my.branches.base.hmModules
          cells/shell/prompt.nix:13  # 1: the second list fed by this file
        my.branches.terrace.hmModules
          cells/programs/radio.nix:7  # 2: the folder is not the branch
          cells/theme/default.nix:10  # 3: windchimes.nix is not there
        my.branches.keys.hmModules
          cells/keys/default.nix:30 external inputs.sops-nix.homeManagerModules.sops  # 4
          cells/keys/default.nix:32  # 5
        my.branches.extras.hmModules
          cells/branches/extras.nix:29 if cells/branches/extras.nix:28 is true  # 6
        my.hosts.orchid.hmModules
          cells/hosts/orchid/default.nix:36  # 7
    `,
  ));

test("cellar: own strings only, 8 NixOS modules, its Home Manager parts dropped", () =>
  checkHost(
    "nixosConfigurations.cellar",
    `
    nixosConfigurations.cellar nixos complete  cells/hosts/cellar/default.nix:49
      select my.branches.apiary.nixosModules string cells/hosts/cellar/default.nix:22
      select my.branches.fence.nixosModules string cells/hosts/cellar/default.nix:20
      select my.branches.keys.nixosModules string cells/hosts/cellar/default.nix:19  # keys.hmModules is read by nobody here
      select my.branches.pantry.nixosModules string cells/hosts/cellar/default.nix:21
      select my.hosts.cellar.nixosModules reference cells/hosts/cellar/default.nix:55  # keepsProfile = false: no string of the profile
      nixos
        cells/hosts/cellar/_hardware.nix:1  # 1
        my.branches.keys.nixosModules
          cells/keys/default.nix:15 external inputs.sops-nix.nixosModules.sops  # 2
          cells/keys/default.nix:17  # 3
        my.branches.fence.nixosModules
          cells/soil/walls.nix:5  # 4
        my.branches.pantry.nixosModules
          cells/programs/radio.nix:20  # 5: the file's second branch
          cells/server/larder.nix:4  # 6
        my.branches.apiary.nixosModules
          cells/server/hives.nix:8 if cells/server/hives.nix:6 is true  # 7: cellar's own file sets it
        my.hosts.cellar.nixosModules
          cells/hosts/cellar/default.nix:27  # 8
    `,
  ));

const sparrowModules = `
      select my.branches.base.hmModules string cells/options/profile.nix:11
      select my.branches.base.nixosModules string cells/options/profile.nix:11
      select my.branches.extras.hmModules string cells/options/profile.nix:15
      select my.branches.extras.nixosModules string cells/options/profile.nix:15
      select my.branches.fence.nixosModules string cells/options/profile.nix:13
      select my.branches.keys.hmModules string cells/options/profile.nix:14
      select my.branches.keys.nixosModules string cells/options/profile.nix:14
      select my.branches.pantry.nixosModules string cells/hosts/sparrow/default.nix:29  # the profile's copy is not named twice
      select my.branches.terrace.hmModules string cells/options/profile.nix:12
      select my.branches.terrace.nixosModules string cells/options/profile.nix:12
      select my.hosts.sparrow.hardwareModules reference cells/hosts/sparrow/default.nix:24
      nixos
        cells/hosts/sparrow/_hardware.nix:1  # 1: it imports nothing
        cells/hosts/sparrow/default.nix:15 external inputs.home-manager.nixosModules.home-manager  # 2
        cells/hosts/sparrow/default.nix:16  # 3
        my.branches.base.nixosModules  # 4 to 14: as orchid's 5 to 15
          cells/overlays/default.nix:12
          cells/shell/prompt.nix:7
          cells/soil/boot.nix:3
          cells/soil/people.nix:9
        my.branches.terrace.nixosModules
          cells/terrace/lanterns.nix:4 external inputs.impermanence.nixosModules.impermanence
          cells/terrace/lanterns.nix:6
        my.branches.fence.nixosModules
          cells/soil/walls.nix:5
        my.branches.keys.nixosModules
          cells/keys/default.nix:15 external inputs.sops-nix.nixosModules.sops
          cells/keys/default.nix:17
        my.branches.extras.nixosModules
          cells/branches/extras.nix:11 if cells/branches/extras.nix:10 is true
          cells/branches/extras.nix:16 if cells/branches/extras.nix:16 is true
        my.branches.pantry.nixosModules
          cells/programs/radio.nix:20  # 15
          cells/server/larder.nix:4  # 16
        my.hosts.sparrow.hardwareModules
          cells/hosts/sparrow/default.nix:30 external inputs.nixos-hardware.nixosModules.raspberry-pi-4  # 17
      home-manager.users.rowan
        cells/hosts/sparrow/_nest.nix:1  # the user's own import
        my.branches.base.hmModules  # the six of sharedModules (line 18) reach every user
          cells/shell/prompt.nix:13
        my.branches.terrace.hmModules
          cells/programs/radio.nix:7
          cells/theme/default.nix:10
        my.branches.keys.hmModules
          cells/keys/default.nix:30 external inputs.sops-nix.homeManagerModules.sops
          cells/keys/default.nix:32
        my.branches.extras.hmModules
          cells/branches/extras.nix:29 if cells/branches/extras.nix:28 is true`;

test("sparrow: the older form of selection, 17 NixOS and 7 Home Manager modules", () =>
  checkHost(
    "nixosConfigurations.sparrow",
    `
    nixosConfigurations.sparrow nixos complete  cells/hosts/sparrow/default.nix:33${sparrowModules}`,
  ));

test("the image takes the very same list as sparrow", () =>
  checkHost(
    "packages.aarch64-linux.sparrow-card",
    `
    packages.aarch64-linux.sparrow-card nixos complete  cells/hosts/sparrow/default.nix:38${sparrowModules}`,
  ));

test("branches: 24 shared leaves and 5 of hosts", () =>
  expect(branchesText(seed)).toBe(
    withoutReasons(`
    my.branches.apiary.hmModules homeManager  # every branch has both lists, mostly empty
    my.branches.apiary.nixosModules nixos selected by cellar  # one host is enough
      cells/server/hives.nix:8 if cells/server/hives.nix:6 is true
    my.branches.base.hmModules homeManager selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/shell/prompt.nix:13
    my.branches.base.nixosModules nixos selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/overlays/default.nix:12
      cells/shell/prompt.nix:7
      cells/soil/boot.nix:3
      cells/soil/people.nix:9
    my.branches.extras.hmModules homeManager selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/branches/extras.nix:29 if cells/branches/extras.nix:28 is true
    my.branches.extras.nixosModules nixos selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/branches/extras.nix:11 if cells/branches/extras.nix:10 is true
      cells/branches/extras.nix:16 if cells/branches/extras.nix:16 is true
      cells/branches/extras.nix:20 if cells/branches/extras.nix:19 is false
    my.branches.fence.hmModules homeManager
    my.branches.fence.nixosModules nixos selected by cellar orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/soil/walls.nix:5
    my.branches.keys.hmModules homeManager selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card  # not cellar
      cells/keys/default.nix:30 external inputs.sops-nix.homeManagerModules.sops
      cells/keys/default.nix:32
    my.branches.keys.nixosModules nixos selected by cellar orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/keys/default.nix:15 external inputs.sops-nix.nixosModules.sops
      cells/keys/default.nix:17
    my.branches.pantry.hmModules homeManager
    my.branches.pantry.nixosModules nixos selected by cellar sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/programs/radio.nix:20
      cells/server/larder.nix:4
    my.branches.press.hmModules homeManager
    my.branches.press.nixosModules nixos selected by orchid
      cells/branches/press.nix:7
    my.branches.terrace.hmModules homeManager selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/programs/radio.nix:7
      cells/theme/default.nix:10
      cells/terrace/windchimes.nix:5 if cells/terrace/windchimes.nix:3 is false  # kept out, so behind those that are in
    my.branches.terrace.nixosModules nixos selected by orchid sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/terrace/lanterns.nix:4 external inputs.impermanence.nixosModules.impermanence
      cells/terrace/lanterns.nix:6
    my.branches.tower.hmModules homeManager
    my.branches.tower.nixosModules nixos  # nobody selects it; of the class that its kind is consumed as
      cells/server/lookout.nix:8
    my.hosts.cellar.hardwareModules nixos of cellar
    my.hosts.cellar.hmModules homeManager of cellar
    my.hosts.cellar.nixosModules nixos of cellar selected by cellar
      cells/hosts/cellar/default.nix:27
    my.hosts.orchid.hardwareModules nixos of orchid selected by orchid
      cells/hosts/orchid/default.nix:41 external inputs.nixos-hardware.nixosModules.framework-13-7040-amd
    my.hosts.orchid.hmModules homeManager of orchid selected by orchid
      cells/hosts/orchid/default.nix:36
    my.hosts.orchid.nixosModules nixos of orchid selected by orchid
      cells/hosts/orchid/default.nix:26
    my.hosts.sparrow.hardwareModules nixos of sparrow selected by sparrow consumed by packages.aarch64-linux.sparrow-card
      cells/hosts/sparrow/default.nix:30 external inputs.nixos-hardware.nixosModules.raspberry-pi-4
    my.hosts.sparrow.hmModules homeManager of sparrow
    my.hosts.sparrow.nixosModules nixos of sparrow
    `),
  ));

test("files that give a host a module", () => {
  const files = Object.fromEntries(
    [...seed.graph.hosts, ...seed.graph.images].map((host) => [
      host.name,
      host.files.map((file) => file.slice(`${seed.graph.root.directory}/cells/`.length)).join(" "),
    ]),
  );
  const sparrow =
    "branches/extras.nix hosts/sparrow/_hardware.nix hosts/sparrow/_nest.nix hosts/sparrow/default.nix keys/default.nix overlays/default.nix programs/radio.nix server/larder.nix shell/prompt.nix soil/boot.nix soil/people.nix soil/walls.nix terrace/lanterns.nix theme/default.nix";
  expect(files).toEqual({
    // terrace/windchimes.nix stands behind a false condition: it feeds a branch, and no host.
    orchid:
      "branches/extras.nix branches/press.nix hosts/orchid/_hardware.nix hosts/orchid/default.nix keys/default.nix overlays/default.nix programs/radio.nix shell/prompt.nix soil/boot.nix soil/people.nix soil/walls.nix terrace/lanterns.nix theme/default.nix",
    cellar:
      "hosts/cellar/_hardware.nix hosts/cellar/default.nix keys/default.nix programs/radio.nix server/hives.nix server/larder.nix soil/walls.nix",
    sparrow,
    "sparrow-card": sparrow,
  });
});

test("cells: 34 of the tree, 4 reached by path, the root", () =>
  expect(cellsText(seed)).toBe(
    withoutReasons(`
    cells/branches/apiary.nix imported branch
    cells/branches/base.nix imported branch
    cells/branches/default.nix imported  # an empty module has no role
    cells/branches/extras.nix imported branch leaf
    cells/branches/fence.nix imported branch  # written as config.my.branches = { fence.description = …; }
    cells/branches/keys.nix imported branch
    cells/branches/pantry.nix imported branch
    cells/branches/press.nix imported branch leaf
    cells/branches/terrace.nix imported branch
    cells/branches/tower.nix imported branch
    cells/dev/shell.nix imported  # perSystem only
    cells/hosts/cellar/_hardware.nix reached leaf  # below /_: not of the tree
    cells/hosts/cellar/default.nix imported branch leaf host  # its own collectors are branches
    cells/hosts/orchid/_hardware.nix reached leaf
    cells/hosts/orchid/default.nix imported branch leaf host
    cells/hosts/sparrow/_hardware.nix reached leaf
    cells/hosts/sparrow/_nest.nix reached leaf
    cells/hosts/sparrow/default.nix imported branch leaf host
    cells/keys/default.nix imported leaf
    cells/options.nix imported  # imports only what the tree has anyway
    cells/options/apiary.nix imported schema
    cells/options/core.nix imported schema
    cells/options/hosts.nix imported schema
    cells/options/profile.nix imported schema
    cells/options/theme.nix imported schema
    cells/overlays/default.nix imported leaf
    cells/programs/radio.nix imported leaf
    cells/server/hives.nix imported leaf
    cells/server/larder.nix imported leaf
    cells/server/lookout.nix imported leaf
    cells/shell/prompt.nix imported leaf
    cells/soil/boot.nix imported leaf
    cells/soil/people.nix imported leaf
    cells/soil/walls.nix imported leaf
    cells/terrace/lanterns.nix imported leaf
    cells/terrace/windchimes.nix imported leaf
    cells/theme.nix imported  # sets my.theme, which is not a branch
    cells/theme/default.nix imported leaf
    flake.nix reached root
    `),
  ));

test("options of the flake's own, 16 and those inside submodules", () => {
  const shown = seed.graph.options
    .filter(({ path }) => !path.some(isAny) && !isBelow(path, ["my", "theme"]))
    .map(
      ({ path, type, default: fallback }) =>
        `${showOption(path)}: ${type}${fallback === undefined ? "" : ` = ${fallback}`}`,
    );
  expect(shown).toEqual([
    "my.apiary.enable: boolean = false",
    "my.apiary.port: 16 bit unsigned integer; between 0 and 65535 (both inclusive) = 8300",
    'my.apiary.public.domain: string = ""',
    "my.branches: attribute set of (submodule) = { }",
    "my.enableWindchimes: boolean = false",
    "my.hosts: attribute set of (submodule) = { }",
    'my.profile.branches: list of string = [ "base" "terrace" "fence" "keys" "extras" ]',
    "my.profile.extras.compost.enable: boolean = true",
    "my.profile.extras.scarecrow.enable: boolean = false",
    "my.profile.extras.weather.enable: boolean = true",
    'my.profile.security.level: one of "woven", "thorny" = "woven"',
    'my.profile.theme: string = "hedgerow"',
    'my.stateVersion: string = "25.05"',
    "my.theme: submodule",
    'my.user.fullName: string = "Rowan Bramble"',
    'my.user.name: string = "rowan"',
  ]);
  const inside = seed.graph.options.map(({ path }) => showOption(path)).filter((path) => path.startsWith("my.theme."));
  expect(inside.join(" ")).toBe(
    "my.theme.accent my.theme.colors my.theme.colors.clay my.theme.colors.cream my.theme.colors.moss my.theme.colors.thistle my.theme.font my.theme.font.mono my.theme.font.size my.theme.petals my.theme.petals.petal_1 my.theme.petals.petal_2 my.theme.petals.petal_3 my.theme.slug my.theme.variant",
  );
});
