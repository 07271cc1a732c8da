import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}`;

const root = (inputs: string) => `{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";${inputs}
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}`;

describe("unknown-input", () => {
  const theme = `
#- /cells/theme.nix
{ inputs, ... }: {
  flake.modules.nixos.base.imports = [ inputs.stylix.nixosModules.stylix ];
`;

  test("a host needs it", () =>
    checkFindings(`${byClass}${theme}#                                             ^^^^^^ unknown-input: \`stylix\` is not an input of this flake, so \`desk\` cannot be built. Declare it below \`inputs\` in flake.nix.
}
`));

  test("declared in the form of the others", () =>
    checkFix(`#- /flake.nix\n${root("")}\n${byClass}${theme}}\n`, "Declare the input `stylix` in flake.nix", {
      "/flake.nix": root('\n  inputs.stylix.url = "github:owner/stylix";'),
    }));

  test("a question that is never answered with yes", () =>
    checkFindings(`${byClass}
#- /cells/home.nix
{ inputs, lib, ... }: {
  flake.modules.nixos.base.imports = lib.optional (inputs ? home-manger) inputs.home-manager.nixosModules.home-manager;
#                                                           ^^^^^^^^^^^ unknown-input: Did you mean \`home-manager\`?
}
`));

  test("a question about an input that other flakes may have", () =>
    checkSilence(`${byClass}
#- /cells/more.nix
{ inputs, lib, ... }: { flake.modules.nixos.base.imports = lib.optional (inputs ? garden) inputs.garden.nixosModules.gate; }
`));

  test("follows to nowhere, to nothing, and to what another input has", () =>
    checkFindings(`
#- /flake.nix
{
  inputs.flake-parts = { url = "github:hercules-ci/flake-parts"; inputs.nixpkgs-lib.follows = "nixpkg"; };
#                                                                                             ^^^^^^^^ unknown-input: \`flake-parts.inputs.nixpkgs-lib\` follows \`nixpkg\`, which is not an input of this flake, so Nix cannot lock it. Did you mean \`nixpkgs\`?
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.import-tree.inputs.x.follows = "";
  inputs.import-tree.inputs.y.follows = "flake-parts/nixpkgs-lib";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
${byClass}`));
});

describe("what is meant is known", () => {
  test("an input without its set", () => {
    const cell = (module: string, args: string) => `{ ${args} }: { flake.modules.nixos.base.imports = [ ${module} ]; }`;
    const text = `${byClass}#- /cells/home.nix\n`;
    const [wrong, right] = ["nixpkgs.nixosModules.notDetected", "inputs.nixpkgs.nixosModules.notDetected"];
    const title = "Change to `inputs.nixpkgs`";
    checkFix(`${text}${cell(wrong, "inputs, ...")}\n`, title, { "/cells/home.nix": cell(right, "inputs, ...") });
    checkFix(`${text}${cell(wrong, "lib, ...")}\n`, title, { "/cells/home.nix": cell(right, "lib, inputs, ...") });
  });

  test("an output without flake", () => {
    const cell = (path: string) => `{ lib, ... }: { ${path}.lamp = lib.nixosSystem { modules = [ ]; }; }`;
    checkFix(
      `${byClass}#- /cells/lamp.nix\n${cell("nixosConfigurations")}\n`,
      "Change to `flake.nixosConfigurations`",
      {
        "/cells/lamp.nix": cell("flake.nixosConfigurations"),
      },
    );
  });

  test("a list among modules", () =>
    checkFindings(`
#- /cells/all.nix
{ config, lib, ... }: {
  options.my.base = lib.mkOption { type = lib.types.listOf lib.types.deferredModule; default = [ ]; };
  config.my.base = [ { boot.x = 1; } (lib.optional true { boot.y = 2; }) ];
#                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ type-mismatch: To add the items of one list to another, join the two with \`++\`.
  config.flake.nixosConfigurations.desk = lib.nixosSystem { modules = config.my.base; };
}
`));
});
