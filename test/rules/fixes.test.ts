import { describe, expect, test } from "vitest";
import { checkFix, fixesIn } from "./check-fix.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("change to the near name", () => {
  test("in a string, whose quotes stay", () =>
    checkFix(
      `${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shel" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}
#- /cells/rack.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "shell" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
`,
      "Change to `shell`",
      {
        "/cells/desk.nix": `{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}`,
      },
    ));

  test("in an attribute path, quoted where the name needs it", () =>
    checkFix(
      `${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.bas1 config.nixos.modules.base ]; }
#- /cells/odd.nix
{ nixos.modules."bas.1" = { }; }
`,
      "Change to `bas.1`",
      {
        "/cells/desk.nix": `{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules."bas.1" config.nixos.modules.base ]; }`,
      },
    ));

  test("a variable below `with`; none where the new name is none for a variable, or the name is bound as well", () => {
    const host = (modules: string) => `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = ${modules}; }; }
#- /cells/shells.nix
{ flake.modules.nixos.shell = { }; flake.modules.nixos."fi.sh" = { }; }
`;
    expect(titles(host("with config.flake.modules.nixos; [ base shel ]"))).toContain("Change to `shell`");
    expect(titles(host("with config.flake.modules.nixos; [ base fi_sh ]"))).not.toContain("Change to `fi.sh`");
    expect(titles(host("let inherit (config.flake.modules.nixos) shel; in [ shel ]"))).not.toContain(
      "Change to `shell`",
    );
  });
});

describe("add to the arguments", () => {
  const leaf = (outer: string, inner: string, read: string) => `{ ${outer} }: {
  flake.modules.nixos.base = { ${inner} }: { networking.domain = ${read}; };
}`;
  const title = "Add `config` to the arguments";
  const flake = (cell: string) => `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/schema.nix
{ lib, ... }: { options.my.domain = lib.mkOption { type = lib.types.str; default = "example.org"; }; }
#- /cells/leaf.nix
${cell}
`;

  test("of the leaf, where something of the system is read", () =>
    checkFix(flake(leaf("lib, ...", "pkgs, ...", "config.networking.hostName")), title, {
      "/cells/leaf.nix": leaf("lib, ...", "pkgs, config, ...", "config.networking.hostName"),
    }));

  test("of the cell, where something of the flake is read", () =>
    checkFix(flake(leaf("lib, ...", "pkgs, ...", "config.my.domain")), title, {
      "/cells/leaf.nix": leaf("lib, config, ...", "pkgs, ...", "config.my.domain"),
    }));

  test("set apart as the others are", () => {
    const forms: Readonly<Record<string, string>> = {
      "...": "config, ...",
      "\n  lib,\n  ...\n": "\n  lib,\n  config,\n  ...\n",
      "\n  lib\n, ...\n": "\n  lib\n, config\n, ...\n",
      "lib, # why\n  ...\n": "lib, # why\n  config,\n  ...\n",
    };
    for (const [before, after] of Object.entries(forms))
      checkFix(flake(leaf("lib, ...", before, "config.networking.hostName")), title, {
        "/cells/leaf.nix": leaf("lib, ...", after, "config.networking.hostName"),
      });
  });

  test("of a leaf that reads its system's configuration from the flake's", () =>
    checkFix(
      flake(leaf("config, lib, ...", "lib, ...", "config.networking.hostName")),
      "Add `config` to the arguments of the module",
      { "/cells/leaf.nix": leaf("config, lib, ...", "lib, config, ...", "config.networking.hostName") },
    ));

  test("one of the flake's own, as other cells take it", () => {
    const cell = (args: string) => `{ ${args} }: { flake.lib.twice = garden.double 2; }`;
    const text = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/garden.nix
{ _module.args.garden.double = number: number * 2; }
#- /cells/one.nix
{ garden, ... }: { flake.garden = garden; }
#- /cells/two.nix
${cell("lib, ...")}
`;
    checkFix(text, "Add `garden` to the arguments", { "/cells/two.nix": cell("lib, garden, ...") });
  });
});

describe("remove the repeated selection", () => {
  const cell = (list: string) => `{ lib, gather, ... }: {
  my.hosts.desk.branches = ${list};
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; };
}`;
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    alone: [`[ "base" ]`, `[ ]`],
    first: [`[ "base" "shell" ]`, `[ "shell" ]`],
    last: [`[ "shell" "base" ]`, `[ "shell" ]`],
    "on its own line": [
      `[
    "shell"
    "base"
  ]`,
      `[
    "shell"
  ]`,
    ],
    "with a remark behind it": [
      `[
    "base" # why
    "shell"
  ]`,
      `[
    # why
    "shell"
  ]`,
    ],
  };
  for (const [name, [before, after]] of Object.entries(cases)) {
    test(name, () =>
      checkFix(
        `${namedBranches}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
#- /cells/desk.nix
${cell(before)}
`,
        "Remove the repeated selection",
        { "/cells/desk.nix": cell(after) },
      ),
    );
  }
});

function titles(text: string): readonly string[] {
  return fixesIn(text).map(({ title }) => title);
}
