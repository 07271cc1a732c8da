import { slotClassesOf } from "../flake/slots.ts";
import type { Branch, Graph, Host, HostSelection, Leaf } from "../graph/graph.ts";
import { counted } from "../graph/rows.ts";
import type { Report, Rule } from "./rule.ts";

export const unmergedClass: Rule = {
  code: "unmerged-class",
  group: "classes",
  severity: "warning",
  description: "A host selects a branch whose modules of another class it never takes, so these are dropped.",
  explanation: `One branch can hold modules of several classes, for instance some for NixOS and some for Home Manager. A host that selects it but takes only
one class silently drops the rest: the settings look as if they were in use, and are not.

Either the host takes that class too, or it should not select the branch, or the modules belong elsewhere.`,
  examples: {
    around: `# cells/home.nix
{ config, lib, ... }: {
  my.branches.mail.hmModules = [ { programs.mbsync.enable = true; } ];
  flake.nixosConfigurations.laptop = lib.nixosSystem {
    modules = [ { home-manager.users.rowan.imports = lib.concatMap (one: one.hmModules) [ config.my.branches.mail config.my.branches.passwords or { hmModules = [ ]; } ]; } ];
  };
}`,
    wrong: `{ # a host takes the nixosModules of its branches
  my.branches.secrets.nixosModules = [ { sops.age.keyFile = "/var/lib/age.txt"; } ];
  my.branches.secrets.hmModules = [ { programs.password-store.enable = true; } ]; # never merged
  my.hosts.rack.branches = [ "secrets" ];
}`,
    right: `{ # a host takes the nixosModules of its branches
  my.branches.secrets.nixosModules = [ { sops.age.keyFile = "/var/lib/age.txt"; } ];
  my.branches.passwords.hmModules = [ { programs.password-store.enable = true; } ]; # for hosts with Home Manager
  my.hosts.rack.branches = [ "secrets" ];
}`,
  },
  check: ({ graph }) => graph.hosts.filter((host) => host.complete).flatMap((host) => reportsFor(graph, host)),
};

function reportsFor(graph: Graph, host: Host): readonly Report[] {
  const takes = new Set(slotClassesOf(host.class));
  const branches = new Map(graph.branches.map((branch) => [branch.id, branch]));
  const selected = new Map<string, HostSelection>();
  for (const selection of host.selections) {
    const branch = branches.get(selection.branch);
    // Only parts of one thing: collectors of the same name under different options may be meant for different hosts.
    if (
      branch &&
      branch.group !== branch.name &&
      !branch.namesClass &&
      selection.through === undefined &&
      !selected.has(branch.group)
    )
      selected.set(branch.group, selection);
  }
  // Where it is not decided whether the host takes the branch, it may lose nothing.
  const isCertain = (group: string) => {
    const pulls = host.pulls.filter(({ via }) => via.some((id) => branches.get(id)?.group === group));
    return pulls.length === 0 || pulls.some(({ uncertain }) => !uncertain);
  };
  return [...selected].flatMap(([group, selection]) =>
    (isCertain(group) ? graph.branches : [])
      .filter((branch) => branch.group === group && isDropped(graph, host, branch, takes))
      .flatMap((branch) => report(graph, host, branch, selection)),
  );
}

function isDropped(graph: Graph, host: Host, branch: Branch, takes: ReadonlySet<string>): boolean {
  if (
    branch.open ||
    branch.mayBeConsumed ||
    branch.class === undefined ||
    branch.class === host.class ||
    !takes.has(branch.class)
  )
    return false;
  if (branch.selectedBy.includes(host.id) || branch.consumedBy.some((consumer) => !consumer.startsWith("packages.")))
    return false;
  const standalone = graph.hosts.some(
    (other) => other.class === branch.class && (branch.selectedBy.includes(other.id) || !other.complete),
  );
  return !standalone;
}

function report(graph: Graph, host: Host, branch: Branch, selection: HostSelection): readonly Report[] {
  const leaves = graph.leaves.filter((leaf) => leaf.branch === branch.id && leaf.condition?.value !== "false");
  if (leaves.length === 0) return [];
  const [dropped, them] =
    leaves.length === 1
      ? [`its module in \`${branch.id}\` is`, "it"]
      : [`its ${counted(leaves.length, "module")} in \`${branch.id}\` are`, "them"];
  const message = `\`${host.name}\` selects \`${branch.name}\` but takes no ${className(branch.class)} modules of it, so ${dropped} dropped. Let \`${host.name}\` take ${them}, or move ${them} to a branch that it does not select.`;
  const related = leaves.map((leaf: Leaf) => ({ message: `dropped by \`${host.name}\``, at: leaf.at }));
  return [{ message, at: selection.at, related, hosts: [host.id] }];
}

function className(name: string | undefined): string {
  return name === "homeManager" ? "Home Manager" : (name ?? "other");
}
