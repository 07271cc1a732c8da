import type { FlakeInput } from "../../flake/inputs.ts";
import { pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { ModuleInstance } from "../../modules/module.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { External, Machine } from "../../nix/value.ts";
import type { GraphProblem } from "../graph.ts";
import { SYSTEM_CLASSES } from "../namespaces.ts";
import { problem } from "./found.ts";
import { librariesOf } from "./well-known-modules.ts";

/** Modules that do not say which class they are for, but whose settings, or whose name in an input, leave no doubt. */
export function foreignModule(
  machine: Machine,
  evaluation: ModuleEvaluation,
  module: ModuleInstance,
  hosts: readonly string[],
  inputs: readonly FlakeInput[],
): readonly GraphProblem[] {
  if (module.condition?.value === "unknown" || module.inherited) return [];
  return [...moduleOfInput(evaluation, module, hosts, inputs), ...moduleOfFlake(machine, evaluation, module, hosts)];
}

/** Outputs of flakes that hold modules, by the class that these are for. */
const OUTPUTS: ReadonlyMap<string, string> = new Map([
  ["nixosModule", "nixos"],
  ["nixosModules", "nixos"],
  ["darwinModule", "darwin"],
  ["darwinModules", "darwin"],
  ["homeModule", "homeManager"],
  ["homeModules", "homeManager"],
  ["homeManagerModule", "homeManager"],
  ["homeManagerModules", "homeManager"],
  ["hmModule", "homeManager"],
  ["hmModules", "homeManager"],
  ["flakeModule", "flake"],
  ["flakeModules", "flake"],
]);

function moduleOfInput(
  { class: systemClass = "" }: ModuleEvaluation,
  { content, place }: ModuleInstance,
  hosts: readonly string[],
  inputs: readonly FlakeInput[],
): readonly GraphProblem[] {
  if (content.kind !== "external" || content.value.args || !place || isNativePath(place.file)) return [];
  const moduleClass = classOfOutput(content.value, inputs);
  if (moduleClass === undefined || !CLASSES.has(systemClass) || moduleClass === systemClass) return [];
  const { path } = content.value;
  // Some modules fit both; whoever has one for each keeps them apart.
  const isShared = SYSTEMS.has(moduleClass) && SYSTEMS.has(systemClass);
  const isTwofold = librariesOf(content.value, inputs).some(
    ({ modules }) => modules[moduleClass] && modules[systemClass],
  );
  if (isShared && !isTwofold) return [];
  const message = `\`${path}' is a module for class ${moduleClass}, and is imported into a system of class ${systemClass}.`;
  const kind = { kind: "wrong-system", moduleClass, systemClass, shownBy: "output", module: path } as const;
  return [problem({ message, at: place, hosts, certain: false }, kind)];
}

const CLASSES: ReadonlySet<string> = new Set([...SYSTEM_CLASSES, "flake"]);

/** Classes of whole systems, which have many options in common. */
const SYSTEMS: ReadonlySet<string> = new Set(["nixos", "darwin"]);

/** The class that the names of a module in an input say. Undefined where they do not, or say two (`nixosModules.home-manager`). */
function classOfOutput(value: External, inputs: readonly FlakeInput[]): string | undefined {
  const [, output = "", rest = ""] = /^inputs\.[\w'-]+\.([\w'-]+)(?:\.(.*))?$/.exec(value.path) ?? [];
  const [first = "", ...others] = rest.split(".");
  const isByClass = output === "modules";
  const found = isByClass ? first : OUTPUTS.get(output);
  if (found === undefined || !CLASSES.has(found)) return undefined;
  const names = isByClass ? others : [first, ...others];
  const isKnown = librariesOf(value, inputs).some(({ modules }) => modules[found] === `${output}.${rest}`);
  return isKnown || !names.some((name) => /home|^hm$|darwin|nixos|flake/i.test(name)) ? found : undefined;
}

/** What only modules for flake-parts set. */
const FLAKES = ["flake", "perSystem"];

function moduleOfFlake(
  machine: Machine,
  evaluation: ModuleEvaluation,
  { content, importedAt, file }: ModuleInstance,
  hosts: readonly string[],
): readonly GraphProblem[] {
  const { class: systemClass = "" } = evaluation;
  if (content.kind !== "module" || !SYSTEM_CLASSES.has(systemClass) || evaluation.isFreeform()) return [];
  const declared = evaluation.level().names();
  const set = pushDown(machine, content.config).sets.flatMap(({ set, wrappers }) =>
    wrappers.some(({ kind }) => kind === "decided") ? [] : [...set.entries],
  );
  const [name, attribute] = set.find(([one, { maybe }]) => FLAKES.includes(one) && !maybe && !declared.has(one)) ?? [];
  const at = content.path === undefined ? attribute?.at : importedAt;
  if (name === undefined || !at) return [];
  const message = `A module that sets \`${name}' is imported into a system of class ${systemClass}.`;
  const told = { message, at, path: [name], hosts, certain: evaluation.externals().length === 0 };
  const module = content.path === undefined ? undefined : file;
  return [problem(told, { kind: "wrong-system", moduleClass: "flake", systemClass, shownBy: "settings", module })];
}
