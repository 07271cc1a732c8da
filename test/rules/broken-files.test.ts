import { describe, expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";
import { namedBranches } from "./dialects.ts";

const hosts = (desk: string) => `${namedBranches}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.desk.branches = [ "shell" ];
  my.hosts.rack.branches = [ "shell" ];
  my.hosts.home.branches = [ "shell" ];
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos ++ [ ${desk} ]; };
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
  flake.nixosConfigurations.home = lib.nixosSystem {
    modules = (gather "home").nixos ++ [ { home-manager.users.wren.imports = (gather "home").home; } ];
  };
}
#- /cells/shell.nix
{ my.branches.shell = { nixosModules = [ { } ]; hmModules = [ { } ]; }; my.branches.vpn.nixosModules = [ { } ]; }
`;

const broken = `#- /cells/_hardware.nix
{ boot.initrd.kernelModules = [ "dm" }
`;

function seen(text: string) {
  const { graph, findings } = analyseFixture(text).analysis;
  return {
    complete: graph.hosts.filter(({ complete }) => complete).map(({ name }) => name),
    codes: findings.map(({ code, hosts }) => [code, ...hosts].join(" ")).sort(),
  };
}

describe("a file that does not parse", () => {
  test("when a host alone takes it, the others are known as before; whether some branch is selected is not", () =>
    expect(seen(hosts("./_hardware.nix") + broken)).toEqual({
      complete: ["home", "rack"],
      codes: ["syntax", "unmerged-class nixosConfigurations.rack"],
    }));

  test("when it is sound again", () =>
    expect(seen(hosts("./_hardware.nix") + broken.replace('"dm"', '"dm" ]').replace("] }", "]; }"))).toEqual({
      complete: ["desk", "home", "rack"],
      codes: ["unmerged-class nixosConfigurations.desk", "unmerged-class nixosConfigurations.rack", "unmerged-leaf"],
    }));

  test("when its value may be anything", () =>
    expect(seen(hosts("(import ./_hardware.nix)") + broken)).toEqual({ complete: [], codes: ["syntax"] }));

  test("when the flake itself takes it", () =>
    expect(
      seen(`${hosts("./_hardware.nix") + broken}#- /cells/more.nix\n{ imports = [ ./_hardware.nix ]; }\n`),
    ).toEqual({
      complete: [],
      codes: ["syntax"],
    }));
});
