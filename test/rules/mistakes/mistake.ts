import { flakeModules, flakeModulesHost, mappedHost, mappedHosts, namedBranches, namedHost } from "../dialects.ts";

/** Whole flakes, each with a host \`desk\`, to plant mistakes in. */
export const LAYOUTS = {
  /** Branches selected by strings. */
  named: `${namedBranches}${namedHost}`,
  /** `flake.modules`. */
  byClass: `${flakeModules}${flakeModulesHost}`,
  /** Own options, and hosts made by `mapAttrs`. */
  mapped: `${mappedHosts}${mappedHost}`,
  /** `flake.nixosModules`, and nothing else. */
  published: `
#- /cells/base.nix
{ flake.nixosModules.base = { boot.tmp.cleanOnBoot = true; }; systems = [ "x86_64-linux" ]; }
#- /cells/desk.nix
{ lib, self, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ self.nixosModules.base ]; }; }
`,
  /** Own options: the parts of a trait stand below its name. */
  traits: `
#- /cells/schema.nix
{ config, inputs, lib, ... }:
let
  inherit (lib) mkOption types;
  module = mkOption { type = types.deferredModule; default = { }; };
  names = mkOption { type = types.listOf types.str; default = [ ]; };
in
{
  options.traits = mkOption {
    type = types.attrsOf (types.submodule { options = { nixos = module; home = module; needs = names; }; });
    default = { };
  };
  options.machines = mkOption { type = types.attrsOf (types.submodule { options.traits = names; options.home = names; }); default = { }; };
  config.flake.wants = lib.mapAttrs (_: trait: trait.needs) config.traits;
  config.flake.nixosConfigurations = lib.mapAttrs (_: machine: inputs.nixpkgs.lib.nixosSystem {
    modules = map (name: config.traits.\${name}.nixos) machine.traits ++ [
      inputs.home-manager.nixosModules.home-manager
      { home-manager.users.wren.imports = map (name: config.traits.\${name}.home) machine.home; }
    ];
  }) config.machines;
}
#- /cells/base.nix
{ traits.base.nixos.boot.tmp.cleanOnBoot = true; machines.desk = { traits = [ "base" ]; home = [ ]; }; }
`,
} as const;

export type Layout = keyof typeof LAYOUTS;

/** A flake with one mistake, and the same flake without it. */
export interface Mistake {
  readonly rule: string;
  readonly layout: Layout;
  /** The cells beside those of the layout. `«…»`: what the rule reports. */
  readonly wrong: string;
  readonly right: string;
  /**
   * A part of what Nix 2.8 says, with flake-parts and nixpkgs' `lib`, once every host and every option of the flake is evaluated;
   * `accepted` where it says nothing. `npm run nix-verdicts` asks it again.
   */
  readonly nix: string;
}

/** What is wrong; what of it is replaced by what, to mend it; what Nix says, where that differs. */
type Case = readonly [wrong: string, from: string, to: string, nix?: string];

export function mistakes(rule: string, nix: string, cases: Partial<Record<Layout, Case>>): readonly Mistake[] {
  return (Object.keys(cases) as Layout[]).flatMap((layout) => {
    const given = cases[layout];
    if (!given) return [];
    const [wrong, from, to, verdict = nix] = given;
    if (!plain(wrong).includes(from)) throw new Error(`${rule}, ${layout}: nothing to mend`);
    return [{ rule, layout, wrong, right: plain(wrong).replace(from, () => to), nix: verdict }];
  });
}

/** The text without marks. */
export function plain(text: string): string {
  return text.replace(/[«»]/g, "");
}

export const ACCEPTED = "accepted";
