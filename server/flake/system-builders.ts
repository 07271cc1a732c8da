import { evaluateModules, extendModules } from "../modules/evaluate.ts";
import type { ArgumentSupply, EvaluationRequest, ModuleEvaluation } from "../modules/evaluation.ts";
import { noListOfModules } from "../modules/module-instance.ts";
import { once } from "../modules/once.ts";
import {
  EMPTY_LIST,
  EMPTY_SET,
  external,
  isOpaque,
  isOpen,
  primop,
  record,
  string,
  unfit,
  unknown,
} from "../nix/make.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { External, Lazy, Machine, NativeFact, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { argumentSupply, type RepositoryOf } from "./system-arguments.ts";

/** A system that a builder was asked for: which modules, of which class. */
export interface SystemFact extends NativeFact {
  readonly fact: "system";
  readonly class: string;
  /** An image made of a system: no host, but it consumes modules. */
  readonly image: boolean;
  /** The last name of the builder's function. */
  readonly builder: string;
  /** The path of that function, where it is outside; undefined: it is that of nixpkgs' own `lib`. */
  readonly called: string | undefined;
  /** The builder's call. */
  readonly at: Span | undefined;
  /** What the builder was given. */
  readonly argument: Lazy;
  readonly evaluation: () => ModuleEvaluation;
}

export function systemOf(value: Value): SystemFact | undefined {
  return value.type === "set" && value.native?.fact === "system" ? (value.native as SystemFact) : undefined;
}

interface Builder {
  /** As in `SystemFact`. */
  readonly called?: string;
  /** The last names of the function's path, whichever input it comes from. */
  readonly suffix: string;
  readonly class: string;
  readonly image?: boolean;
  /** The argument that holds special arguments. */
  readonly specialArgs: string;
  /** The repository whose function it is; what another's of that name gives to modules is not known. */
  readonly repository?: string;
  /** Parameters of the function by which modules get further arguments. */
  readonly further?: readonly string[];
}

/** Functions that build systems, by the names they have in every flake that offers them. */
const BUILDERS: readonly Builder[] = [
  {
    suffix: "nixosSystem",
    class: "nixos",
    specialArgs: "specialArgs",
    repository: "nixpkgs",
    further: ["extraArgs", "baseModules"],
  },
  {
    suffix: "darwinSystem",
    class: "darwin",
    specialArgs: "specialArgs",
    repository: "nix-darwin",
    further: ["inputs", "baseModules"],
  },
  {
    suffix: "homeManagerConfiguration",
    class: "homeManager",
    specialArgs: "extraSpecialArgs",
    repository: "home-manager",
    further: ["configuration"],
  },
  { suffix: "nixosGenerate", class: "nixos", image: true, specialArgs: "specialArgs" },
  { suffix: "nixOnDroidConfiguration", class: "nixOnDroid", specialArgs: "extraSpecialArgs" },
  { suffix: "makeSystemConfig", class: "systemManager", specialArgs: "extraSpecialArgs" },
  { suffix: "/nixos/lib/eval-config.nix)", class: "nixos", specialArgs: "specialArgs" },
];

/** What a call of a function from outside builds, if that is a system. */
export function systemFromCall(
  machine: Machine,
  lib: Lazy,
  called: External,
  argument: Lazy,
  at: Span | undefined,
  repositoryOf: RepositoryOf,
): Value | undefined {
  const builder = BUILDERS.find(
    ({ suffix }) => called.path === suffix || called.path.endsWith(suffix.startsWith("/") ? suffix : `.${suffix}`),
  );
  const isItself = builder?.repository !== undefined && repositoryOf(called.path) === builder.repository;
  return (
    builder && buildSystem(machine, lib, { ...builder, isItself, called: called.path, repositoryOf }, argument, at)
  );
}

/** The builders that nixpkgs' own `lib` has. */
export function systemFunctions(
  machine: Machine,
  lib: Lazy,
  repositoryOf: RepositoryOf,
): Readonly<Record<string, Value>> {
  const builder = BUILDERS[0] as Builder;
  return {
    nixosSystem: primop("nixosSystem", 1, (_machine, [argument], at) =>
      buildSystem(machine, lib, { ...builder, isItself: true, repositoryOf }, argument ?? EMPTY_SET, at),
    ),
  };
}

/** `isItself`: the function is known, not only its name. */
interface FoundBuilder extends Builder {
  readonly isItself: boolean;
  readonly repositoryOf: RepositoryOf;
}

function buildSystem(machine: Machine, lib: Lazy, builder: FoundBuilder, argument: Lazy, at: Span | undefined): Value {
  const args = machine.force(argument);
  if (args.type !== "set") return unfit(args, "a set", at);
  const field = (name: string) => args.entries.get(name)?.value;
  const request = (): EvaluationRequest => ({
    class: builder.class,
    prefix: [],
    lib: field("lib") ?? lib,
    open: "config",
    modules: [
      ...moduleItems(machine, field("modules"), "modules"),
      ...moduleItems(machine, field("extraModules"), "extraModules"),
      ...doubtfulArguments(args),
    ],
    specialArgs: namedValues(machine, field(builder.specialArgs)),
    supply: supplyOf(builder, args),
    moreArguments: isOpen(machine.force(field(builder.specialArgs) ?? EMPTY_SET)),
  });
  return systemValue(machine, builder, request, { at, argument: args });
}

/** What modules get, where the builder and all that it was given are known. */
function supplyOf(
  { isItself, class: systemClass, further = [], repositoryOf }: FoundBuilder,
  args: SetValue,
): ArgumentSupply | undefined {
  const isKnown = isItself && args.open === undefined && !further.some((name) => args.entries.has(name));
  return isKnown ? argumentSupply(systemClass, repositoryOf) : undefined;
}

function systemValue(
  machine: Machine,
  builder: Builder,
  request: () => EvaluationRequest,
  call: Pick<SystemFact, "at" | "argument">,
): SetValue {
  const recursive: EvaluationRequest = {
    modules: [],
    specialArgs: new Map(),
    class: builder.class,
    prefix: [],
    lib: EMPTY_SET,
    open: "config",
  };
  const evaluation = once(
    () => evaluateModules(machine, request()),
    () => evaluateModules(machine, recursive),
  );
  const native: SystemFact = {
    fact: "system",
    survivesUpdate: true,
    class: builder.class,
    image: builder.image ?? false,
    builder: builder.suffix,
    called: builder.called,
    ...call,
    evaluation,
  };
  const extend = (extended: EvaluationRequest) => systemValue(machine, builder, () => extended, call);
  const fields = record({
    _type: string("configuration"),
    config: machine.lazy(() => machine.force(evaluation().result)),
    options: machine.lazy(() => machine.force(evaluation().options)),
    extendModules: machine.lazy(() => extendModules(machine, request(), extend)),
  });
  return { ...fields, open: [external("system")], native, at: call.at };
}

/**
 * What a builder from outside was given: an evaluation of the modules in its arguments. What it adds or leaves out is not known.
 * Undefined when its arguments hold no list of modules.
 */
export function evaluationOfCall(
  machine: Machine,
  lib: Lazy,
  called: External,
  systemClass: string,
): ModuleEvaluation | undefined {
  for (const argument of called.args ?? []) {
    const set = machine.force(argument);
    const modules = set.type === "set" ? set.entries.get("modules")?.value : undefined;
    if (set.type !== "set" || modules === undefined) continue;
    const specialArgs = namedValues(
      machine,
      (set.entries.get("specialArgs") ?? set.entries.get("extraSpecialArgs"))?.value,
    );
    const request = {
      modules: moduleItems(machine, modules, "modules"),
      specialArgs,
      class: systemClass,
      prefix: [],
      lib,
      open: "config",
    };
    return evaluateModules(machine, request);
  }
  return undefined;
}

/** Arguments that something outside may override: what stands instead of the modules is not known then. */
function doubtfulArguments(args: SetValue): readonly Lazy[] {
  const modules = args.entries.get("modules");
  const isDoubtful = modules && (modules.maybe || conditionOf(modules.value)?.value === "unknown");
  const open = args.open?.find((part) => part.type === "unknown");
  return isDoubtful || open ? [open ?? unknown("something outside may replace the list of modules", args.at)] : [];
}

function moduleItems(machine: Machine, modules: Lazy | undefined, name: string): readonly Lazy[] {
  const list = machine.force(modules ?? EMPTY_LIST);
  if (list.type !== "list" && list.type !== "failure" && !isOpaque(list))
    return [noListOfModules(list, modules && placeOf(modules), name)];
  return list.type === "list" ? [...list.items, ...(list.open ?? []).map(partOfList)] : [partOfList(list)];
}

/** A list from outside holds outside modules; but one that an outside function made of ours may hold anything. */
function partOfList(part: Value): Value {
  return part.type === "external" && part.args ? unknown(`what ${part.path} gives is not known`, part.at) : part;
}

function namedValues(machine: Machine, value: Lazy | undefined): ReadonlyMap<string, Lazy> {
  const set = machine.force(value ?? EMPTY_SET);
  if (set.type !== "set") return new Map();
  return new Map([...set.entries].map(([name, attribute]) => [name, attribute.value]));
}
