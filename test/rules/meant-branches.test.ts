import { describe, test } from "vitest";
import { checkFindings } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { flakeModules } from "./dialects.ts";

describe("unknown-branch, where it is known what was meant", () => {
  test("a file of that name that was copied, and still adds to another branch", () => {
    const dns = (name: string) => `{ flake.modules.nixos.${name}.services.unbound.enable = true; }`;
    const text = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base power config.flake.modules.nixos.dns ]; };
#                                                                                                                                       ^^^ unknown-branch: There is no branch \`dns\`, so \`desk\` cannot be built. \`cells/dns.nix\` adds to branch \`power\` instead.
}
#- /cells/power.nix
{ flake.modules.nixos.power.services.tlp.enable = true; }
#- /cells/dns.nix
${dns("power")}
`;
    checkFindings(text);
    checkFix(text, "Change `power` to `dns` in cells/dns.nix", { "/cells/dns.nix": dns("dns") });
  });

  test("inside a branch whose option a library declares", () =>
    checkFindings(
      `
#- /flake.nix
{
  inputs.den.url = "github:vic/den";
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./cells);
}
#- /cells/hosts.nix
{ den, inputs, ... }: {
  imports = [ inputs.den.flakeModule ];
  den.hosts.x86_64-linux.hollow.users.ash = { };
  den.aspects.disks.provides.zfs.nixos.boot.zfs.forceImportRoot = false;
  den.aspects.hollow.includes = [ den.aspects.disks._.zfs den.aspects.disks._.ntfs ];
#                                                                             ^^^^ unknown-branch: There is no branch \`ntfs\`, so \`hollow\` cannot be built.
}
`,
      ["unknown-branch"],
    ));

  test("a branch that is defined under another option of the same class", () => {
    const desk = (path: string) =>
      `{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.flake.${path}.dns config.flake.nixosModules.core ]; }; }`;
    checkFix(
      `${flakeModules}
#- /cells/desk.nix
${desk("nixosModules")}
#- /cells/dns.nix
{ flake.modules.nixos.dns.services.unbound.enable = true; flake.nixosModules.core.boot.tmp.cleanOnBoot = true; }
`,
      "Change to `modules.nixos.dns`",
      { "/cells/desk.nix": desk("modules.nixos") },
    );
  });
});

describe("outputs that fail as a whole", () => {
  test("an output that fails as a whole", () =>
    checkFindings(`
#- /cells/hosts.nix
{
  flake.nixosConfigurations = throw "not today";
#                             ^^^^^^^^^^^^^^^^^ evaluation-error: Not today.
}
`));

  test("an output that reads an option which nobody declares", () =>
    checkFindings(`
#- /cells/hosts.nix
{ config, ... }: {
  flake.nixosConfigurations = config.machines;
#                                    ^^^^^^^^ undeclared-option: No module declares the option \`machines\`, which is read here, so Nix stops when it gets here.
}
`));
});
