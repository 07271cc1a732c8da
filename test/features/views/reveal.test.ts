import { expect, test } from "vitest";
import { rootView } from "../../../server/features/views/host-tree.ts";
import { reveal } from "../../../server/features/views/reveal.ts";
import { treeSubject } from "../../../server/features/views/tree-subject.ts";
import type { TreeNode } from "../../../server/protocol.ts";
import { lineIndexOf } from "../../../server/text.ts";
import { analysisOf, asked } from "../ask.ts";
import { branches, host, root, schema } from "../seedling.ts";

const small = `${root}${schema}${host}${branches}\n`;

test("a place in a leaf is revealed in the tree, one beside it by the nearest leaf of the file", () => {
  expect(revealed(small.replace("networking.hostName", "networking.ho$0stName"))).toBe(
    "lamp > desk > nixos > desk.nix",
  );
  expect(revealed(small.replace("#- /cells/shed.nix", "$0\n#- /cells/shed.nix"))).toBe(
    "lamp > desk > nixos > desk.nix",
  );
});

const orchard = `${root}
#- /cells/schema.nix
{ lib, ... }: {
  options.my.hosts = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule {
      options.branches = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ "base" ]; };
      options.modules = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
    });
  };
  options.my.branches = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule {
      options.nixos = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
    });
  };
}
#- /cells/branches.nix
{
  my.branches.base.nixos = [ { boot.tmp.cleanOnBoot = true; } ];

  my.branches.desk.nixos = [ { services.printing.enable = true; } ];
}
#- /cells/far.nix
{ my.branches.far.nixos = [ { networking.enableIPv6 = true; } ]; }
#- /cells/apple.nix
{ config, lib, ... }: {
  config.my.hosts.apple.branches = [ "base" ];
  config.flake.nixosConfigurations.apple = lib.nixosSystem {
    modules = lib.concatMap (name: config.my.branches.\${name}.nixos) config.my.hosts.apple.branches;
  };
}
#- /cells/pear.nix
{ config, lib, ... }: {
  config.my.hosts.pear = {
    branches = [
      "base"
      "desk"
    ];
    modules = [
      { services.xserver.enable = true; }
    ];
  };
  config.flake.nixosConfigurations.pear = lib.nixosSystem {
    system = "x86_64-linux";
    modules = [
      { networking.hostName = "pear"; }
    ]
    ++ lib.concatMap (name: config.my.branches.\${name}.nixos) config.my.hosts.pear.branches
    ++ config.my.hosts.pear.modules;
  };
}
`;

test.each([
  ["the name of a host's output", "flake.nixosConfigurations.pe$0ar", "pear"],
  ["the path before it", "flake.nixosConf$0igurations.pear", "pear"],
  ["inside of the builder's call, beside modules", 'system = "x86$0_64-linux"', "pear"],
  ["a module in the call", 'networking.hostName = "pe$0ar"', "pear > inline > nixos > pear.nix:14"],
  ["the host's entry", "config.my.hosts.pe$0ar =", "pear"],
  ["an option of the entry", "bran$0ches = [\n", "pear"],
  ["a module of the entry", "services.xser$0ver", "pear > inline > nixos > pear.nix:8"],
  ["a string that selects", '"de$0sk"', "pear > desk"],
  ["a string that selects a branch of several hosts", '"ba$0se"\n', "pear > base"],
  ["a branch where it is contributed to", "my.branches.de$0sk", "pear > desk > nixos > branches.nix"],
  ["a leaf of several hosts", "boot.t$0mp", "apple > base > nixos > branches.nix"],
  ["a file whose modules reach no host", "networking.enable$0IPv6", "nowhere, in no host"],
  ["a file without anything of a host", "options.my.ho$0sts", "nowhere"],
  ["the root", "outp$0uts", "nowhere"],
])("what the tree shows at %s", (_what, place, expected) => {
  expect(revealed(orchard.replace(place.replace("$0", ""), place.replace("$0", "$$0")))).toBe(expected);
});

test("a string in an option's default is shown as the branch that it selects", () => {
  const text = orchard.replace('"base"\n', "").replace('default = [ "base" ]', 'default = [ "ba$0se" ]');
  expect(revealed(text.replace('config.my.hosts.apple.branches = [ "base" ];', "config.my.hosts.apple = { };"))).toBe(
    "apple > base",
  );
});

test("what several hosts have is shown below the host that was looked at last", () => {
  const text = orchard.replace("boot.tmp", "boot.t$0mp");
  expect(revealed(text, ["\nnixosConfigurations.pear"])).toBe("pear > base > nixos > branches.nix");
  expect(revealed(text, ["\nnixosConfigurations.apple", "\nnixosConfigurations.pear"])).toBe(
    "apple > base > nixos > branches.nix",
  );
});

/** The labels of the rows down to the one that is revealed. */
function revealed(text: string, prefers: readonly string[] = []): string {
  const { fixture, view, place } = asked(text);
  const tree = rootView(analysisOf(fixture), (file) => `file://${file}`);
  const position = lineIndexOf(fixture.files.get(place.file) ?? "").positionAt(place.offset);
  const params = { uri: `file://${place.file}`, position, prefers };
  const { ids, inNoHost } = reveal({ state: "ready", roots: [tree] }, params, treeSubject(view, place));
  const label = (id: string) => all(tree.hosts).find((node) => node.id === id)?.label;
  return ids.length > 0 ? ids.map(label).join(" > ") : `nowhere${inNoHost ? ", in no host" : ""}`;
}

function all(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}
