import { discharge, isUndecided, strongest } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import { conditionOf } from "../../nix/thunk.ts";
import type { Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import { problem } from "./found.ts";
import { undeclaredAt } from "./undeclared-definitions.ts";

/**
 * Settings of nixpkgs in modules whose `pkgs` is made elsewhere: `nixpkgs.config` of a system whose builder is given `pkgs` (NixOS still
 * applies its overlays), and both in Home Manager's modules where the system says `useGlobalPkgs`.
 */
export function ignoredSettings(
  machine: Machine,
  { id, found, evaluations: [own, ...inside] }: HostDraft,
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (!own || !found.system) return [];
  const homes = usesGlobalPkgs(machine, own) ? inside.filter((one) => one.class === "homeManager") : [];
  return [
    ...(isGivenPkgs(machine, found.system) ? settingsIn(machine, own, IGNORED.get(own.class ?? "") ?? [], "pkgs") : []),
    ...homes.flatMap((home) => settingsIn(machine, home, ["config", "overlays"], "useGlobalPkgs")),
  ].flatMap(({ name, at, because }) => {
    if (!at || !isOwn(at.file)) return [];
    const path = ["nixpkgs", name];
    const message = `\`${showOption(path)}' has no effect.`;
    return [problem({ message, at, path, hosts: [id] }, { kind: "ignored-setting", because })];
  });
}

/** What is ignored beside the argument `pkgs`, by the class of the system. */
const IGNORED: ReadonlyMap<string, readonly string[]> = new Map([
  ["nixos", ["config"]],
  ["darwin", ["config", "overlays"]],
]);

function isGivenPkgs(machine: Machine, { argument }: NonNullable<HostDraft["found"]["system"]>): boolean {
  const given = machine.force(argument);
  const pkgs = given.type === "set" ? given.entries.get("pkgs") : undefined;
  if (!pkgs || pkgs.maybe || conditionOf(pkgs.value)) return false;
  const { type } = machine.force(pkgs.value);
  return type === "external" || type === "set";
}

function usesGlobalPkgs(machine: Machine, system: ModuleEvaluation): boolean {
  if (system.class !== "nixos" && system.class !== "darwin") return false;
  const settings = machine.select(system.result, "home-manager");
  const value = settings.type === "set" ? settings.entries.get("useGlobalPkgs") : undefined;
  const held = value && !value.maybe ? machine.force(value.value) : undefined;
  return held?.type === "bool" && held.value;
}

function settingsIn(
  machine: Machine,
  evaluation: ModuleEvaluation,
  names: readonly string[],
  because: "pkgs" | "useGlobalPkgs",
) {
  return names.flatMap((name) => {
    const { kept } = discharge(machine, undeclaredAt(machine, evaluation.level(), ["nixpkgs", name]));
    return strongest(kept).flatMap((definition) => {
      const value = machine.force(definition.value);
      const isNothing = value.type === "null" || (value.type === "set" && value.entries.size === 0 && !value.open);
      return isNothing || isUndecided(definition) ? [] : [{ name, at: definition.at, because }];
    });
  });
}
