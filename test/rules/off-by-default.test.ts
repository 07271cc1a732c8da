import { describe, expect, test } from "vitest";
import { analyse } from "../../server/rules/analyse.ts";
import type { Rule } from "../../server/rules/rule.ts";
import { seamBypass } from "../../server/rules/seam-bypass.ts";
import { unresolved } from "../../server/rules/unresolved.ts";
import { filesOfFixture, snapshotOfFiles } from "../flake.ts";
import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

/** What a rule that is off says once it is turned on, as `file: message`. */
function told({ code, severity }: Rule, text: string): readonly string[] {
  expect(severity).toBe("off");
  const { findings } = analyse(snapshotOfFiles(filesOfFixture(text)), { levels: new Map([[code, "hint"]]) });
  return findings
    .filter((finding) => finding.code === code)
    .map(({ message, at }) => `${at.file.replace("/flake/", "")}: ${message}`);
}

describe("seam-bypass", () => {
  test("a host with a module of its own", () => {
    const lamp = `
#- /cells/lamp.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ config.flake.modules.nixos.base { services.openssh.enable = true; } ]; };
}
`;
    expect(told(seamBypass, `${flakeModules}${flakeModulesHost}${lamp}`)).toEqual([
      "cells/lamp.nix: `lamp` contains 1 module of its own, which no other host can select.",
    ]);
  });

  test("hosts that select branches only", () => {
    expect(told(seamBypass, `${namedBranches}${namedHost}`)).toEqual([]);
    expect(told(seamBypass, `${flakeModules}${flakeModulesHost}`)).toEqual([]);
  });
});

describe("unresolved", () => {
  test("a builder from outside, a list from outside", () => {
    const lamp = `
#- /cells/lamp.nix
{ inputs, ... }: { flake.nixosConfigurations.lamp = inputs.nixpkgs.lib.mkStrangeHost { name = "lamp"; }; }
`;
    for (const flake of [`${flakeModules}${flakeModulesHost}`, `${mappedHosts}${mappedHost}`])
      expect(told(unresolved, `${flake}${lamp}`).length).toBeGreaterThan(0);
  });

  test("hosts that are known whole", () => {
    for (const flake of [
      `${flakeModules}${flakeModulesHost}`,
      `${mappedHosts}${mappedHost}`,
      `${namedBranches}${namedHost}`,
    ])
      expect(told(unresolved, flake)).toEqual([]);
  });
});
