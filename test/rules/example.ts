import { analyse } from "../../server/rules/analyse.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import type { Rule } from "../../server/rules/rule.ts";
import { FLAKE_DIRECTORY, filesOfFixture, snapshotOfFiles, USUAL_ROOT } from "../flake.ts";

/**
 * The flake that examples of rules stand in: branches under `my.branches` that `my.hosts` select by strings, branches under
 * `flake.modules`, and a host `box` that takes all of the latter and the four of the former that examples name.
 */
const WORLD = `
#- /cells/schema.nix
{ config, inputs, lib, ... }:
let
  inherit (lib) mkOption types;
  modules = mkOption { type = types.listOf types.deferredModule; default = [ ]; };
  names = mkOption { type = types.listOf types.str; default = [ ]; };
in
{
  imports = [ inputs.flake-parts.flakeModules.modules ];
  options.my.profile.branches = names;
  options.my.branches = mkOption {
    type = types.attrsOf (types.submodule { options = { needs = names; nixosModules = modules; hmModules = modules; }; });
    default = { };
  };
  options.my.hosts = mkOption { type = types.attrsOf (types.submodule { options.branches = names; }); default = { }; };
  config.flake.nixosConfigurations = lib.mapAttrs (_: host: lib.nixosSystem {
    modules = lib.concatMap (name: config.my.branches.\${name}.nixosModules) (lib.unique (config.my.profile.branches ++ host.branches));
  }) config.my.hosts;
}
#- /cells/branches.nix
{ lib, ... }: {
  my.branches = lib.genAttrs [ "base" "desktop" "games" "backup" ] (_: { nixosModules = [ { boot.tmp.cleanOnBoot = true; } ]; });
  flake.modules.nixos.base.boot.tmp.cleanOnBoot = true;
  flake.modules.homeManager.shell = { };
}
#- /cells/box.nix
{ config, inputs, lib, ... }: {
  my.branches.games.needs = [ "desktop" ];
  flake.modules.nixos.users.imports = [ inputs.home-manager.nixosModules.home-manager ];
  flake.modules.nixos.users.home-manager.users.rowan.imports = lib.attrValues config.flake.modules.homeManager;
  flake.nixosConfigurations.box = lib.nixosSystem {
    modules = with config.my.branches;
      base.nixosModules ++ desktop.nixosModules ++ games.nixosModules ++ backup.nixosModules
      ++ lib.attrValues config.flake.modules.nixos;
  };
}
`;

/** What is found in an example of a rule, whatever the rule's level is by default. */
export function analyseExample({ code, examples }: Rule, which: "wrong" | "right"): Analysis {
  const cells = [examples.around ?? "", examples[which]].map(cellsOf).join("");
  const files = filesOfFixture(WORLD + cells);
  const untracked = new Set([...examples[which].matchAll(UNTRACKED)].map(([, file]) => `${FLAKE_DIRECTORY}/${file}`));
  const tracked = [...files.keys()].filter((file) => !untracked.has(file));
  const repository = {
    directory: FLAKE_DIRECTORY,
    tracked: new Set(tracked.map((file) => file.slice(FLAKE_DIRECTORY.length + 1))),
  };
  return analyse(snapshotOfFiles(files, { repository }), { levels: new Map([[code, "error"]]) });
}

/** The fixes that the wrong example of a rule is offered, by their titles. */
export function fixesOfExample(rule: Rule): readonly string[] {
  const { findings } = analyseExample(rule, "wrong");
  return findings.filter(({ code }) => code === rule.code).flatMap(({ fixes }) => fixes.map(({ title }) => title));
}

/** A file as `git status --short` shows it. */
const UNTRACKED = /^# \?\? (cells\/\S+)$/gm;

/** A comment `# cells/a.nix` starts a file of that name; an example that calls `mkFlake` is the root. */
function cellsOf(example: string): string {
  if (example === "") return "";
  const text = example.replaceAll(/^# (?:\?\? )?(cells\/\S+?\.nix).*$/gm, "#- /$1");
  if (/^#- \//m.test(text)) return `${text}\n`;
  if (!text.includes("mkFlake")) return `#- /cells/example.nix\n${text}\n`;
  return `#- /flake.nix\n${USUAL_ROOT.replace(/outputs = .*\n}/, text.slice(1).trim())}\n`;
}
