import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}
#- /wall.png
picture
#- /cells/_data/hosts.txt
box
#- /pkgs/saw.nix
{ hello }: hello
`;

describe("paths as values that lead nowhere", () => {
  test("a file of that name lies elsewhere on the way up", () => {
    const cell = (path: string) => `{ flake.modules.nixos.base.environment.etc.wall.text = "show \${${path}}"; }`;
    checkFix(`${byClass}#- /cells/wall.nix\n${cell("./wall.png")}\n`, "Change to `../wall.png`", {
      "/cells/wall.nix": cell("../wall.png"),
    });
  });

  test("an option, a file that is read, and a package", () =>
    checkFindings(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base.environment.etc.a.source = ./home/configuration.yaml;
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-path: \`cells/home/configuration.yaml\` does not exist, so Nix stops when it needs this path. Create the file, or change the path.
  flake.modules.nixos.base.networking.extraHosts = builtins.readFile ./_data/host.txt;
#                                                                    ^^^^^^^^^^^^^^^^ missing-path: Did you mean \`./_data/hosts.txt\`?
  perSystem = { pkgs, ... }: { packages.saw = pkgs.callPackage ../pkgs/saw.nix.nix { }; };
#                                                              ^^^^^^^^^^^^^^^^^^^ missing-path: Did you mean \`../pkgs/saw.nix\`?
}
`));

  test("files and folders that are there, and questions whether they are", () => {
    checkSilence(`${byClass}
#- /cells/more.nix
{
  flake.modules.nixos.base.environment.etc = { a.source = ../wall.png; b.source = ./_data; c.source = ./_data/hosts.txt; };
}
`);
    checkSilence(`${byClass}
#- /cells/more.nix
{ lib, ... }: {
  flake.modules.nixos.base.environment.etc = lib.optionalAttrs (builtins.pathExists ./secret.txt) { a.source = ./secret.txt; };
}
`);
  });
});
