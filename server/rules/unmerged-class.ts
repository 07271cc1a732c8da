import { slotClassesOf } from "../flake/slots.ts";
import type { Branch, Graph, Host, HostSelection, Leaf } from "../graph/graph.ts";
import { branchesById } from "../graph/graph-lookup.ts";
import { counted } from "../graph/rows.ts";
import { className } from "./class-name.ts";
import type { Report, Rule } from "./rule.ts";

export const unmergedClass: Rule = {
  code: "unmerged-class",
  group: "classes",
  severity: "warning",
  description: "A host selects a branch, but never uses the branch's modules of another class.",
  explanation: `A branch can hold modules of several classes, for instance some for NixOS and some for Home Manager. A host that selects the
branch but uses only one of these classes silently drops the rest: the settings look as if they were in effect, and are not.

Let the host use that class as well, do not select the branch, or move the modules to another branch.`,
  examples: {
    around: `# cells/home.nix
{ config, inputs, lib, ... }: {
  my.branches.mail.hmModules = [ { programs.mbsync.enable = true; } ];
  flake.nixosConfigurations.laptop = lib.nixosSystem {
    modules = [ inputs.home-manager.nixosModules.home-manager { home-manager.users.rowan.imports = lib.concatMap (one: one.hmModules) [ config.my.branches.mail config.my.branches.passwords or { hmModules = [ ]; } ]; } ];
  };
}`,
    wrong: `{ # hosts use the nixosModules of their branches
  my.branches.secrets.nixosModules = [ { programs.gnupg.agent.enable = true; } ];
  my.branches.secrets.hmModules = [ { programs.password-store.enable = true; } ]; # never used
  my.hosts.rack.branches = [ "secrets" ];
}`,
    right: `{ # hosts use the nixosModules of their branches
  my.branches.secrets.nixosModules = [ { programs.gnupg.agent.enable = true; } ];
  my.branches.passwords.hmModules = [ { programs.password-store.enable = true; } ]; # for hosts with Home Manager
  my.hosts.rack.branches = [ "secrets" ];
}`,
  },
  check: ({ graph }) => graph.hosts.filter((host) => host.complete).flatMap((host) => reportsFor(graph, host)),
};

function reportsFor(graph: Graph, host: Host): readonly Report[] {
  const takes = new Set(slotClassesOf(host.class));
  const branches = branchesById(graph);
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
  const ofHost = droppedOwn(graph, host).flatMap((branch) => reportOwn(graph, host, branch));
  const ofOthers = [...selected].flatMap(([group, selection]) =>
    (isCertain(group) ? graph.branches : [])
      .filter((branch) => branch.group === group && isDropped(graph, host, branch, takes))
      .flatMap((branch) => report(graph, host, branch, selection)),
  );
  return [...ofOthers, ...ofHost];
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

/** Parts of a host's own branch that it does not take, though it takes others. */
export function droppedOwn(graph: Graph, host: Host): readonly Branch[] {
  const own = host.complete ? graph.branches.filter((branch) => branch.owner === host.id) : [];
  if (!own.some((branch) => branch.selectedBy.includes(host.id))) return [];
  const takes = new Set(slotClassesOf(host.class));
  return own.filter((branch) => isDropped(graph, host, branch, takes));
}

/** What a host's own branch has for another class: nobody selects it, since the host takes the branch by its name. */
function reportOwn(graph: Graph, host: Host, branch: Branch): readonly Report[] {
  const users = className(branch.class ?? "");
  return graph.leaves.flatMap((leaf) => {
    if (leaf.branch !== branch.id || leaf.condition?.value === "false" || leaf.external !== undefined) return [];
    const message = `This module is for ${users}, but it is in \`${branch.id}\`, which is the host's own and reaches no system of that class in \`${host.name}\`, so it is never used. Move it to a branch that ${users} selects.`;
    return [{ message, at: leaf.definedAt ?? leaf.at, hosts: [host.id] }];
  });
}

function report(graph: Graph, host: Host, branch: Branch, selection: HostSelection): readonly Report[] {
  const leaves = graph.leaves.filter((leaf) => leaf.branch === branch.id && leaf.condition?.value !== "false");
  if (leaves.length === 0) return [];
  const [dropped, them] =
    leaves.length === 1
      ? [`its module in \`${branch.id}\` is`, "it"]
      : [`its ${counted(leaves.length, "module")} in \`${branch.id}\` are`, "them"];
  const message = `\`${host.name}\` selects \`${branch.name}\` but uses no ${className(branch.class ?? "")} modules of it, so ${dropped} dropped. Let \`${host.name}\` use ${them}, or move ${them} to a branch that it does not select.`;
  const related = leaves.map((leaf: Leaf) => ({ message: `dropped by \`${host.name}\``, at: leaf.at }));
  return [{ message, at: selection.at, related, hosts: [host.id] }];
}
