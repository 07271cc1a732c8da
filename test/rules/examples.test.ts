import { describe, expect, test } from "vitest";
import { RULES } from "../../server/rules/all.ts";
import type { Analysis } from "../../server/rules/analysis.ts";
import { analyseFiles, filesOfFixture, USUAL_ROOT } from "../flake.ts";
import { flakeModules } from "./dialects.ts";

/** `my.*` as the examples speak of it. */
const options = `
#- /cells/schema.nix
{ lib, ... }:
let
  inherit (lib) mkOption types;
  modules = mkOption { type = types.listOf types.deferredModule; default = [ ]; };
  names = mkOption { type = types.listOf types.str; default = [ ]; };
in
{
  options.my.profile.branches = names;
  options.my.branches = mkOption {
    type = types.attrsOf (types.submodule { options = { needs = names; nixosModules = modules; hmModules = modules; }; });
    default = { };
  };
  options.my.hosts = mkOption { type = types.attrsOf (types.submodule { options.branches = names; }); default = { }; };
}
`;

/** Hosts that take the branches which they and the profile name. */
const hosts = `
#- /cells/hosts.nix
{ lib, config, ... }: {
  my.hosts.box.branches = [ "base" "desktop" "games" "backup" ];
  flake.nixosConfigurations = lib.mapAttrs (_: host: lib.nixosSystem {
    modules = lib.concatMap (name: config.my.branches.\${name}.nixosModules) (lib.unique (config.my.profile.branches ++ host.branches));
  }) config.my.hosts;
}
#- /cells/branches.nix
{ my.branches = lib.genAttrs [ "base" "desktop" "games" "backup" ] (_: { nixosModules = [ { boot.tmp.cleanOnBoot = true; } ]; }); }
`.replace("{ my.branches = lib", "{ lib, ... }: { my.branches = lib");

/** Hosts that take everything that examples contribute to `flake.modules`, of both classes. */
const published = `${flakeModules}
#- /cells/box.nix
{ config, lib, ... }: {
  flake.modules.nixos.spare = { };
  flake.modules.homeManager.shell = { };
  flake.nixosConfigurations.box = lib.nixosSystem {
    modules = lib.attrValues config.flake.modules.nixos ++ [
      { home-manager.users.rowan.imports = lib.attrValues config.flake.modules.homeManager; }
    ];
  };
}
`;

/** Declares an option that an example sets, and reads it. */
function read(name: string): string {
  return `
#- /cells/option-${name}.nix
{ config, lib, ... }: {
  options.my.${name} = lib.mkOption { type = lib.types.anything; default = null; };
  config.flake.modules.nixos.base.environment.variables.X = config.my.${name};
}
`;
}

function empty(file: string): string {
  return `
#- /cells/${file}
{ }
`;
}

const named = options + hosts;
const user = published + read("user.name") + read("user.shell");

/** What must stand around an example that is not at home in `named` or `published`. */
const AROUND: Readonly<Record<string, string>> = {
  "duplicate-attribute": user,
  "duplicate-definition": user,
  "evaluation-error": published + empty("_hardware.nix"),
  "missing-path": published + empty("_disks.nix"),
  "recursive-imports": published + read("extras.enable") + read("packages") + empty("_extras.nix"),
  "repeated-selection": named.replace('"base" "desktop" "games"', '"games"'),
  "seam-bypass": flakeModules,
  "unanchored-match": published + empty("draft.nix"),
  "unmerged-class": `${options}
#- /cells/home.nix
{ config, lib, ... }: {
  my.branches.mail.hmModules = [ { programs.mbsync.enable = true; } ];
  flake.nixosConfigurations.box = lib.nixosSystem {
    modules = [ { home-manager.users.rowan.imports = lib.concatMap (one: one.hmModules) [ config.my.branches.mail config.my.branches.passwords or { hmModules = [ ]; } ]; } ];
  };
}
`,
  unresolved: published + empty("_desk.nix"),
};

/** Rules whose examples cannot be tried here, and why. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["untracked-cell", "needs a git repository: test/project/tracked-files.test.ts tries the same"],
]);

for (const { code, examples } of RULES.filter((rule) => !ELSEWHERE.has(rule.code))) {
  describe(code, () => {
    test("the wrong example is found", () => {
      const { findings } = analysed(code, examples.wrong);
      expect(findings.map((finding) => finding.code)).toContain(code);
    });
    test("of the right one there is nothing to say but hints of other rules, and its hosts are known whole", () => {
      const { findings, graph } = analysed(code, examples.right);
      const told = findings.filter((finding) => finding.code === code || finding.severity !== "hint");
      expect(told.map((finding) => `${finding.code}: ${finding.message}`)).toEqual([]);
      expect(graph.hosts.filter(({ complete }) => !complete).flatMap(({ unresolved }) => unresolved)).toEqual([]);
    });
  });
}

function analysed(code: string, example: string): Analysis {
  const around = AROUND[code] ?? (/my\.(branches|hosts)/.test(example) ? named : published);
  return analyseFiles(filesOfFixture(`${around}\n${filesOf(example)}`), { levels: new Map([[code, "error"]]) });
}

/** A comment `# cells/a.nix` starts a file of that name. */
function filesOf(example: string): string {
  const text = example.replaceAll(/^# (cells\/\S+?\.nix).*$/gm, "#- /$1");
  if (text.startsWith("#- /")) return `${text}\n`;
  if (!text.includes("mkFlake")) return `#- /cells/example.nix\n${text}\n`;
  return `#- /flake.nix\n${USUAL_ROOT.replace(/outputs = .*\n}/, text.slice(1).trim())}\n`;
}
