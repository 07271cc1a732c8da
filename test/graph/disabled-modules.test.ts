import { describe, test } from "vitest";
import { branchCell, modulesCell } from "../small-flake.ts";
import { checkHosts } from "./check-graph.ts";

const setup = [
  modulesCell,
  branchCell("base", "boot.tmp.cleanOnBoot = true;"),
  branchCell("shell", "programs.zsh.enable = true;"),
].join("");

describe("modules that are disabled", () => {
  test("what only they would bring is no longer there: files, branches, doubts", () =>
    checkHosts(
      `${setup}
#- /cells/desk.nix
{ inputs, config, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    modules = [ ./_old.nix ./_kept.nix { disabledModules = [ ./_old.nix ]; } ];
    specialArgs = { inherit (config.flake.modules) nixos; };
  };
}
#- /cells/_old.nix
{ nixos, other, ... }: { imports = [ nixos.base ./_more.nix ] ++ other.modules ++ (if other.x then [ ] else [ ./_x.nix ]); }
#- /cells/_more.nix
{ }
#- /cells/_x.nix
{ }
#- /cells/_kept.nix
{ nixos, ... }: { imports = [ nixos.shell ]; }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  select flake.modules.nixos.shell reference cells/_kept.nix:1
  nixos
    cells/_kept.nix:1
    cells/desk.nix:3
    flake.modules.nixos.shell
      cells/shell.nix:1
`,
    ));

  test("a module that is disabled itself disables others, and doubts about it stay", () =>
    checkHosts(
      `
#- /cells/desk.nix
{ inputs, ... }: {
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem {
    specialArgs.which = inputs.nixpkgs;
    modules = [ ./_a.nix ./_b.nix { disabledModules = [ ./_a.nix ]; } ];
  };
}
#- /cells/_a.nix
{ which, ... }: { disabledModules = [ ./_b.nix ] ++ which.paths; }
#- /cells/_b.nix
{ }
`,
      `
nixosConfigurations.desk nixos complete  cells/desk.nix:2
  nixos
    cells/desk.nix:4
`,
    ));
});
