import type { FlakeInput } from "../../flake/inputs.ts";
import type { SystemFact } from "../../flake/system-builders.ts";
import { conditionOf } from "../../nix/thunk.ts";
import type { Machine } from "../../nix/value.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import { isNearName } from "../typos.ts";
import { problem } from "./found.ts";

/** What a builder of systems takes, in all of its versions that are in use. */
interface Formals {
  readonly repository: string;
  readonly takes: readonly string[];
  readonly needs: readonly string[];
  /** What other builders call what this one calls otherwise. */
  readonly others: Readonly<Record<string, string>>;
  /** What only versions take that had no argument `modules`. */
  readonly former: readonly string[];
}

const words = (text: string): readonly string[] => text.split(/\s+/);

/** From `eval-config.nix` of NixOS and nix-darwin, and `lib` of Home Manager. */
const BUILDERS: Readonly<Record<string, Formals>> = {
  nixosSystem: {
    repository: "nixpkgs",
    takes: words("baseModules check extraArgs extraModules lib modules modulesLocation pkgs prefix specialArgs system"),
    needs: ["modules"],
    others: { extraSpecialArgs: "specialArgs" },
    former: [],
  },
  darwinSystem: {
    repository: "nix-darwin",
    takes: words("baseModules check enableNixpkgsReleaseCheck inputs lib modules pkgs prefix specialArgs system"),
    needs: ["modules"],
    others: { extraSpecialArgs: "specialArgs" },
    former: [],
  },
  homeManagerConfiguration: {
    repository: "home-manager",
    takes: words("check extraSpecialArgs lib minimal modules pkgs"),
    needs: ["pkgs"],
    others: { specialArgs: "extraSpecialArgs" },
    former: words("configuration extraModules homeDirectory stateVersion system username"),
  },
};

/** Arguments that the builder of a host does not take, and those that it lacks: Nix refuses the call. */
export function builderArguments(
  machine: Machine,
  { id, found }: HostDraft,
  inputs: readonly FlakeInput[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  const { system } = found;
  const formals = system && formalsOf(system, inputs);
  const given = formals && machine.force(system.argument);
  if (!formals || !system.at || !isOwn(system.at.file) || given?.type !== "set") return [];
  const { takes, needs, others, former } = formals;
  const names = [...given.entries.keys()];
  if (!names.includes("modules") && former.some((name) => names.includes(name))) return [];
  const builder = system.builder;
  const unexpected = [...given.entries].flatMap(([name, { at, maybe, value }]): readonly GraphProblem[] => {
    if (takes.includes(name) || !at || !isOwn(at.file) || maybe || conditionOf(value)?.value === "unknown") return [];
    const near = takes.filter((meant) => isNearName(name, meant));
    const alternatives = others[name] === undefined ? near : [others[name]];
    const message = `function '${builder}' called with unexpected argument '${name}'`;
    const told = { message, at, path: [name], alternatives, hosts: [id] };
    return [problem(told, { kind: "builder-argument", builder, isMissing: false })];
  });
  if (given.open || unexpected.length > 0) return unexpected;
  const missing = needs.filter((name) => !given.entries.has(name));
  return missing.map((name) => {
    const message = `function '${builder}' called without required argument '${name}'`;
    const told = { message, at: system.at, path: [name], hosts: [id] };
    return problem(told, { kind: "builder-argument", builder, isMissing: true });
  });
}

/** Undefined for functions of other flakes that have the same name. */
function formalsOf({ builder, called }: SystemFact, inputs: readonly FlakeInput[]): Formals | undefined {
  const formals = BUILDERS[builder];
  if (!formals || called === undefined) return formals;
  const [, name] = /^inputs\.([\w'-]+)\.lib\.\w+$/.exec(called) ?? [];
  return inputs.find((input) => input.name === name)?.repository.toLowerCase() === formals.repository
    ? formals
    : undefined;
}
