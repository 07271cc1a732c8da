import { describe, test } from "vitest";
import { checkFindings } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}`;

describe("calls that do not go together with a function", () => {
  const call = (set: string) =>
    `{ inputs, lib, ... }: { flake.modules.nixos.base.imports = [ (import ../_disk.nix ${set}) ]; }`;
  const disk = "{ device, inputs, lib, size ? 1 }: { fileSystems.x.device = lib.mkDefault device; }";

  test("arguments that a call does not pass, all of them", () =>
    checkFix(
      `${byClass}\n#- /_disk.nix\n${disk}\n#- /cells/disk.nix\n${call('{ device = "/dev/x"; }')}\n`,
      "Pass `inputs` and `lib`",
      { "/cells/disk.nix": call('{ inherit inputs lib; device = "/dev/x"; }') },
    ));

  test("a leaf that does not take all that modules are given", () => {
    const leaf = (formals: string) =>
      `{ flake.modules.nixos.base = ${formals}: { environment.systemPackages = [ pkgs.hello ]; }; }`;
    checkFix(`${byClass}\n#- /cells/leaf.nix\n${leaf("{ pkgs }")}\n`, "Add `...` to the arguments", {
      "/cells/leaf.nix": leaf("{ pkgs, ... }"),
    });
  });

  test("a package among the cells", () =>
    checkFindings(`${byClass}
#- /cells/grab.nix
{ stdenv, fetchurl }: stdenv.mkDerivation { }
#<^^^^^^^^^^^^^^^^^^ evaluation-error: This file is imported as a module of the flake, but it is not one: no module gets \`stdenv\`. Rename it to \`_grab.nix\`
`));

  test("a path that is called", () => {
    const cell = (called: string) => `{ nixos.modules.base.imports = [ (${called} { device = "/dev/x"; }) ]; }`;
    checkFix(
      `${mappedHosts}${mappedHost}\n#- /cells/_disk.nix\n{ device }: { boot.x = device; }\n#- /cells/disk.nix\n${cell("./_disk.nix")}\n`,
      "Import the file",
      { "/cells/disk.nix": cell("import ./_disk.nix") },
    );
  });
});

describe("what is not a list of modules", () => {
  test("imports without brackets", () => {
    const cell = (value: string) => `{ nixos.modules.base.imports = ${value}; }`;
    const flake = `${mappedHosts}${mappedHost}\n#- /cells/_x.nix\n{ ... }: { boot.x = true; }\n#- /cells/x.nix\n`;
    checkFix(`${flake}${cell("./_x.nix")}\n`, "Put it in brackets", { "/cells/x.nix": cell("[ ./_x.nix ]") });
    const made = 'import ./_x.nix { device = "x"; }';
    checkFix(`${flake}${cell(made)}\n`, "Put it in brackets", { "/cells/x.nix": cell(`[ (${made}) ]`) });
  });

  test("a call whose arguments are further items", () => {
    const cell = (items: string) => `{ lib, ... }: { nixos.modules.base.imports = [ ./_x.nix ${items} ]; }`;
    checkFix(
      `${mappedHosts}${mappedHost}\n#- /cells/_x.nix\n{ }\n#- /cells/x.nix\n${cell("lib.mkIf true { boot.y = 1; }")}\n`,
      "Put the call in parentheses",
      { "/cells/x.nix": cell("(lib.mkIf true { boot.y = 1; })") },
    );
  });
});

describe("attributes that are missing", () => {
  test("a typo in the name of an output", () => {
    const cell = (name: string) =>
      `{ lib, self, ... }: { flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ self.${name}.base ]; }; }`;
    checkFix(
      `#- /cells/base.nix\n{ flake.nixosModules.base.boot.x = 1; }\n#- /cells/lamp.nix\n${cell("nixosModuels")}\n`,
      "Change to `nixosModules`",
      { "/cells/lamp.nix": cell("nixosModules") },
    );
  });

  test("a folder of the tree with a typo", () =>
    checkFindings(`
#- /flake.nix
{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cels);
#                                                                                          ^^^^^^ missing-path: Did you mean \`cells\`?
}
#- /cells/base.nix
{ flake.nixosModules.base.boot.x = 1; }
`));
});
