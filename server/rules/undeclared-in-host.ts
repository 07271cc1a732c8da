import type { Graph } from "../graph/graph.ts";
import { showOption } from "../modules/types/merge.ts";
import type { Span } from "../text.ts";
import { hostsTake, problemsOfKind } from "./problems.ts";
import type { Rule } from "./rule.ts";

export const undeclaredInHost: Rule = {
  code: "undeclared-in-host",
  severity: "error",
  description: "A host takes a module that sets an option, but not the module that declares it.",
  explanation: `A module of one branch declares an option, a module of another branch sets it. A host that selects the second branch without the first
stops with "The option … does not exist", while all other hosts are fine.

Only options that the flake's own modules declare are judged, for hosts whose modules are all known, and not where a module from outside might declare
the option instead. Behind \`optionalAttrs\` nothing is set that is not there; \`mkIf\` is no such guard.`,
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
  check: (context) =>
    problemsOfKind(context, "absent-declaration").map(({ at, path, declaredAt, hosts, certain }) => {
      const branch = branchAt(context.graph, declaredAt);
      const advice = branch === undefined ? "" : ` Branch \`${branch}\` has one.`;
      return {
        message: `\`${showOption(path)}\` is set here, but ${hostsTake(context, hosts)} no module that declares it, so Nix stops there.${advice}`,
        at,
        hosts,
        ...(certain ? {} : { severity: "warning" as const }),
        related: declaredAt.map((place) => ({ message: "it is declared here", at: place })),
      };
    }),
};

/** The branch that one of the places contributes to. */
function branchAt({ leaves, branches }: Graph, places: readonly Span[]): string | undefined {
  const covers = (outer: Span, inner: Span) =>
    outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
  const leaf = leaves.find(({ at, branch }) => branch !== undefined && places.some((place) => covers(at, place)));
  return branches.find(({ id }) => id === leaf?.branch)?.name;
}
