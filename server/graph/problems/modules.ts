import type { FlakeInput } from "../../flake/inputs.ts";
import { pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { ModuleInstance } from "../../modules/module.ts";
import { isNativePath } from "../../nix/paths.ts";
import type { Lazy, Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { GraphProblem } from "../graph.ts";
import { SYSTEM_CLASSES } from "../namespaces.ts";
import { foreignModule } from "./foreign-modules.ts";
import { problem } from "./found.ts";
import { instancesIn } from "./lookups.ts";

/** What is wrong with the form of an evaluation's modules: stray attributes, `import` for `imports`, another class than the system's. */
export function moduleProblems(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
  inputs: readonly FlakeInput[],
): readonly GraphProblem[] {
  return evaluation
    .collected()
    .modules.flatMap((module) => [
      ...unsupported(module, hosts),
      ...branchesAsModule(machine, evaluation, module, hosts),
      ...keysInConfig(machine, evaluation, module, hosts),
      ...importList(machine, evaluation, module, hosts),
      ...wrongSystem(module, evaluation.class, hosts),
      ...foreignModule(machine, evaluation, module, hosts, inputs),
    ]);
}

function unsupported({ content, condition }: ModuleInstance, hosts: readonly string[]): readonly GraphProblem[] {
  if (content.kind !== "module" || condition?.value === "unknown") return [];
  return content.unsupported.map(({ name, at, beside, besideAt }) =>
    name === "import"
      ? problem(
          { message: "A module sets `import', which is not an option.", at, path: [name], hosts },
          { kind: "import-list" },
        )
      : problem(
          { message: `The module has an unsupported attribute \`${name}'.`, at, path: [name], hosts },
          { kind: "unsupported", beside, besideAt },
        ),
  );
}

/** Nix takes the names of the branches for options. */
function branchesAsModule(
  machine: Machine,
  evaluation: ModuleEvaluation,
  { content, condition, place, role, wrapped, inherited }: ModuleInstance,
  hosts: readonly string[],
): readonly GraphProblem[] {
  if (content.kind !== "module" || content.path !== undefined || content.options || role !== "module") return [];
  if (!place || wrapped || inherited || condition?.value === "unknown" || evaluation.isFreeform()) return [];
  const config = machine.force(content.config);
  const path = config.type === "set" ? instancesIn(machine, config) : undefined;
  if (
    !path ||
    config.type !== "set" ||
    evaluation
      .level()
      .names()
      .has([...config.entries.keys()][0] ?? "")
  )
    return [];
  const message = `The set of branches \`${showOption(path)}' is not a module.`;
  return [problem({ message, at: place, path, hosts }, { kind: "branches-as-module" })];
}

/** What makes up a module, and is not a setting. */
const MODULE_KEYS = ["imports", "options", "config"] as const;

/** `imports` and the like below `config`, or in a module that a condition stands around: Nix takes them for options there. */
function keysInConfig(
  machine: Machine,
  evaluation: ModuleEvaluation,
  { content, condition }: ModuleInstance,
  hosts: readonly string[],
): readonly GraphProblem[] {
  if (content.kind !== "module" || condition?.value === "unknown" || evaluation.isFreeform()) return [];
  return pushDown(machine, content.config).sets.flatMap(({ set, wrappers }) =>
    MODULE_KEYS.flatMap((name) => {
      const { at, maybe } = set.entries.get(name) ?? {};
      const isUndecided = maybe || wrappers.some(({ kind }) => kind === "decided");
      if (!at || isUndecided || isNativePath(at.file) || evaluation.level().names().has(name)) return [];
      const message = `The option \`${name}' does not exist.`;
      return [problem({ message, at, path: [name], hosts }, { kind: "key-in-config" })];
    }),
  );
}

function importList(
  machine: Machine,
  evaluation: ModuleEvaluation,
  { content, condition }: ModuleInstance,
  hosts: readonly string[],
): readonly GraphProblem[] {
  if (content.kind !== "module" || condition?.value === "unknown") return [];
  const config = machine.force(content.config);
  const attribute = config.type === "set" ? config.entries.get("import") : undefined;
  if (!attribute?.at || attribute.maybe || evaluation.level().names().has("import") || evaluation.isFreeform())
    return [];
  const value = machine.force(attribute.value);
  if (value.type !== "list" || !value.items.some((item) => isModuleLike(machine, item))) return [];
  const message = "A module sets `import', which is not an option.";
  return [problem({ message, at: attribute.at, path: ["import"], hosts }, { kind: "import-list" })];
}

function isModuleLike(machine: Machine, item: Lazy): boolean {
  const value = machine.force(item);
  return ["path", "set", "lambda", "external"].includes(value.type);
}

function wrongSystem(
  module: ModuleInstance,
  systemClass: string | undefined,
  hosts: readonly string[],
): readonly GraphProblem[] {
  const { content, condition } = module;
  if (content.kind !== "module" || content.class === undefined || systemClass === undefined) return [];
  if (content.class === systemClass || !SYSTEM_CLASSES.has(systemClass) || condition?.value === "unknown") return [];
  const at = placeOfImport(module);
  const message = `A module for class ${content.class} is imported into a system of class ${systemClass}.`;
  const kind = { kind: "wrong-system", moduleClass: content.class, systemClass, shownBy: "class" } as const;
  return at ? [problem({ message, at, hosts }, kind)] : [];
}

function placeOfImport({ selection, place, at, role }: ModuleInstance) {
  return selection?.at ?? (role === "module" ? at : place) ?? place;
}
