import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { flakeNix } from "../small-flake.ts";
import { hostLines } from "./aspects.ts";

const ROOT_WITH_UNIFY = `\n${flakeNix({ inputs: { unify: true } }).trimEnd()}`;

const SETUP = `
#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.unify.flakeModule ]; }
#- /cells/base.nix
{ unify.nixos = { hostConfig, ... }: { networking.hostName = hostConfig.name; }; }
#- /cells/shell.nix
{ unify.home.programs.zsh.enable = true; }
#- /cells/gui.nix
{ unify.modules.gui.home.programs.foot.enable = true; }
#- /cells/laptop.nix
{ unify.modules.laptop.nixos.services.tlp.enable = true; }
#- /cells/server.nix
{ unify.modules.server.nixos.services.openssh.enable = true; }
`;

describe("unify without its source", () => {
  test("a host takes what is for all, its tags, and the tags of its users", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/desk.nix
{ config, ... }: let inherit (config.unify) modules; in {
  unify.hosts.nixos.desk = { config, ... }: {
    modules = [ modules.laptop modules.gui ];
    nixos.boot.tmp.cleanOnBoot = true;
    users.ben = { inherit (config) modules; };
  };
}
`),
    ).toEqual(["nixosConfigurations.desk complete: base.nix desk.nix gui.nix laptop.nix shell.nix"]);
  });

  test("what a host lists does not reach its users by itself", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/desk.nix
{ config, ... }: {
  unify.hosts.nixos.desk = { modules = [ config.unify.modules.gui config.unify.modules.laptop ]; users.ben = { }; };
}
`),
    ).toEqual(["nixosConfigurations.desk complete: base.nix laptop.nix shell.nix"]);
  });

  test("its modules are published as flake.modules too", () => {
    expect(
      hostLines(`${SETUP}
#- /cells/desk.nix
{ inputs, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  unify.hosts.nixos.desk.nixos.imports = [ inputs.self.modules.nixos.server ];
  unify.hosts.nixos.desk.users.ben.home.imports = [ inputs.self.modules.homeManager.gui ];
}
`),
    ).toEqual(["nixosConfigurations.desk complete: base.nix desk.nix gui.nix server.nix shell.nix"]);
  });

  // What a library's model lacks is nobody's mistake, but this is hardly the library's.
  test("a typo in what a host lists is reported", () => {
    const { analysis } = analyseFixture(`${ROOT_WITH_UNIFY}${SETUP}
#- /cells/desk.nix
{ config, ... }: let inherit (config.unify) modules; in {
  unify.hosts.nixos.desk.modules = builtins.attrValues { inherit (modules) laptpo gui; };
}
`);
    expect(analysis.findings.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)).toEqual([
      "error unknown-branch: There is no branch `laptpo`, so `desk` cannot be built. Did you mean `laptop`?",
    ]);
  });

  test("another name is not", () => {
    const { analysis } = analyseFixture(`${ROOT_WITH_UNIFY}${SETUP}
#- /cells/desk.nix
{ config, ... }: { unify.hosts.nixos.desk.modules = [ config.unify.modules.printer ]; }
`);
    expect(analysis.findings).toEqual([]);
  });
});
