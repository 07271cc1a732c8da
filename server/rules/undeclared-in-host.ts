import type { Branch, Graph } from "../graph/graph.ts";
import { showOption } from "../option-path.ts";
import { coversSpan, type Span } from "../text.ts";
import { absentReads } from "./absent-reads.ts";
import type { Fix } from "./fix.ts";
import { importingModule } from "./fixes/import-module.ts";
import { selectInHosts } from "./fixes/select-branch.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const undeclaredInHost: Rule = {
  code: "undeclared-in-host",
  group: "options",
  severity: "error",
  exception: "warning where an option is read, and where a module from outside the flake is involved",
  description: "A host uses a module that sets or reads an option, but not the module that declares it.",
  explanation: `A module of one branch declares an option, and a module of another branch sets or reads it. A host that selects the second
branch without the first stops with "The option … does not exist" or "attribute … missing", while all other hosts are fine.

Only options that the flake's own modules declare are checked, only in hosts whose modules are all known, and not where a module from
outside the flake might declare the option instead. \`optionalAttrs\` leaves out a setting whose option does not exist; \`mkIf\` does not. A
read is not reported where the file tests for the name with \`or\`, \`?\` or the like, or where a condition may leave it out.

The options of some well-known libraries are checked as well: a host that sets \`home-manager.users\` needs Home Manager's own module.`,
  examples: {
    wrong: `{ config, lib, ... }: {
  flake.modules.nixos.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.listOf lib.types.str; }; };
  flake.modules.nixos.mail.backup.paths = [ "/var/mail" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.mail ]; };
}`,
    right: `{ config, lib, ... }: {
  flake.modules.nixos.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.listOf lib.types.str; }; };
  flake.modules.nixos.mail = { imports = [ config.flake.modules.nixos.backup ]; backup.paths = [ "/var/mail" ]; };
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.mail ]; };
}`,
  },
  check: (context) => [...setOptions(context), ...readOptions(context), ...librariesOptions(context)],
};

/** Options of a library of which the host, or the flake itself, has no module. */
function librariesOptions(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "absent-library").map(({ at, path, title, reference, hosts, certain }) => {
    const lacking = hosts.length === 0 ? "the flake" : hostNames(context, hosts);
    const effect = certain ? ", so Nix stops there" : "";
    const remedy =
      reference === undefined ? `Import the module of ${title} that declares it.` : `Import \`${reference}\`.`;
    return {
      message: `\`${showOption(path)}\` is an option of ${title}, but ${lacking} ${hosts.length > 1 ? "have" : "has"} no module that declares it${effect}. ${remedy}`,
      at,
      hosts,
      fixes: () => (reference === undefined || hosts.length === 0 ? [] : importingModule(context, at, reference)),
      ...(certain ? {} : { severity: "warning" as const }),
    };
  });
}

function setOptions(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "absent-declaration").map(({ at, path, declaredAt, hosts, certain }) => ({
    message: `\`${showOption(path)}\` is set here, but no module of ${hostNames(context, hosts)} declares it, so Nix stops there.${advice(context, declaredAt, hosts)}`,
    at,
    hosts,
    fixes: () => selecting(context, declaredAt, at, hosts),
    ...(certain ? {} : { severity: "warning" as const }),
    related: declarations(declaredAt),
  }));
}

function readOptions(context: RuleContext): readonly Report[] {
  return absentReads(context).map(({ at, path, declaredAt, hosts }) => ({
    message: `\`${showOption(path)}\` is read here, but no module of ${hostNames(context, hosts)} declares it, so Nix stops when it gets here.${advice(context, declaredAt, hosts)}`,
    at,
    hosts,
    fixes: () => selecting(context, declaredAt, at, hosts),
    severity: "warning" as const,
    related: declarations(declaredAt),
  }));
}

function advice({ graph }: RuleContext, declaredAt: readonly Span[], hosts: readonly string[]): string {
  const branch = branchAt(graph, declaredAt);
  if (branch === undefined) return "";
  const does = ` Branch \`${branch.name}\` does`;
  return lacking(branch, hosts).length > 0
    ? `${does}: select it there as well.`
    : `${does}, but not in this part of the host.`;
}

/** A host may have the branch in another of its parts (a specialisation that inherits nothing has none of them). */
function lacking({ selectedBy }: Branch, hosts: readonly string[]): readonly string[] {
  return hosts.filter((host) => !selectedBy.includes(host));
}

/** In the hosts that lack it. */
function selecting(
  context: RuleContext,
  declaredAt: readonly Span[],
  at: Span,
  hosts: readonly string[],
): readonly Fix[] {
  const branch = branchAt(context.graph, declaredAt);
  return branch ? selectInHosts(context, branch, at.file, lacking(branch, hosts)) : [];
}

function declarations(places: readonly Span[]): NonNullable<Report["related"]> {
  return places.map((at) => ({ message: "declared here", at }));
}

/** The branch that one of the places contributes to. */
function branchAt({ leaves, branches }: Graph, places: readonly Span[]): Branch | undefined {
  const leaf = leaves.find(({ at, branch }) => branch !== undefined && places.some((place) => coversSpan(at, place)));
  return branches.find(({ id }) => id === leaf?.branch);
}
