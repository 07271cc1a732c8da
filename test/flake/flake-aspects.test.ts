import { describe, expect, test } from "vitest";
import { graphOf, hostLines, pullLines } from "./aspects.ts";

const FLAKE = `
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.flake-parts.flakeModules.modules inputs.flake-aspects.flakeModule ]; }
#- /cells/desk.nix
{ inputs, self, ... }: {
  flake.aspects = { aspects, ... }: {
    desk = {
      includes = with aspects; [ shell ben._.mail ];
      nixos.home-manager.users.ben.imports = [ self.modules.homeManager.desk ];
      homeManager = { };
    };
  };
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ self.modules.nixos.desk ]; };
}
#- /cells/shell.nix
{ flake.aspects.shell = { nixos.programs.zsh.enable = true; homeManager = { ... }: { programs.zsh.enable = true; }; }; }
#- /cells/mail.nix
{ flake.aspects.ben._.mail.homeManager = { ... }: { programs.mail.enable = true; }; }
#- /cells/unused.nix
{ flake.aspects.unused.nixos.services.x.enable = true; }
`;

describe("flake-aspects without its source", () => {
  test("a host pulls what its aspect includes, of its class", () => {
    expect(hostLines(FLAKE)).toEqual(["nixosConfigurations.desk complete: desk.nix mail.nix shell.nix"]);
  });

  test("each aspect's class is a branch, which flake.modules passes on", () => {
    expect(pullLines(FLAKE, "nixosConfigurations.desk")).toContain(
      "flake.modules.nixos.desk>flake.aspects.desk.nixos>flake.aspects.shell.nixos |  | shell.nix",
    );
    expect(pullLines(FLAKE, "nixosConfigurations.desk")).toContain(
      "flake.modules.nixos.desk>flake.aspects.desk.nixos>flake.modules.homeManager.desk>flake.aspects.desk.homeManager>flake.aspects.ben.provides.mail.homeManager | home-manager.users.ben | mail.nix",
    );
  });

  test("provides has one name", () => {
    const ids = graphOf(FLAKE).branches.map(({ id }) => id);
    expect(ids).toContain("flake.aspects.ben.provides.mail.homeManager");
    expect(ids.filter((id) => id.includes("._."))).toEqual([]);
  });
});
