import { decide, discharge, isUndecided, pushDown, type Wrapper } from "../modules/definitions.ts";
import { evaluateModules } from "../modules/evaluate.ts";
import type { EvaluationRequest, ModuleEvaluation } from "../modules/evaluation.ts";
import { describeMissing, type ModuleInstance, type RootOrigin, type UnknownModules } from "../modules/module.ts";
import { noListOfModules } from "../modules/module-instance.ts";
import { EMPTY_SET, isOpaque, record, string } from "../nix/make.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import {
  ANY_NAME,
  fits,
  isAny,
  type OptionPath,
  type OptionPattern,
  type PatternPiece,
  showOption,
  startFits,
  type WrittenPath,
} from "../option-path.ts";
import type { Span } from "../text.ts";
import { userSupply } from "./system-arguments.ts";

/*
 * Systems inside a system: Home Manager users, containers, specialisations, virtual machines. Each kind is a row: the path of the option that holds
 * the modules, the class that they are of, what every instance gets besides. The options are declared by modules from outside that we do not
 * have, so their definitions are found in what the host's modules say, with conditions and priorities as for any option, and evaluated as a
 * system of their own. A slot may lie within another, and a specialisation inherits all modules of its host.
 */

/** A place inside a system's configuration that takes modules of another evaluation. */
interface SlotKind {
  /** Classes of systems that have it. */
  readonly in: readonly string[];
  readonly path: OptionPattern;
  readonly class: string;
  /** Modules that every instance gets. */
  readonly shared?: OptionPath;
  /** Special arguments that every instance gets. */
  readonly specialArgs?: OptionPath;
  /** Every instance is the system around it, with more modules, unless the option at `unless` is false. */
  readonly inherits?: { readonly unless?: OptionPattern };
  /** The option that the system's own module empties in every instance, whatever anybody defines there. */
  readonly clears?: string;
}

/** From the option documentation of Home Manager, hjem, nixvim, microvm.nix and NixOS. */
const SLOTS: readonly SlotKind[] = [
  {
    in: ["nixos", "darwin"],
    path: ["home-manager", "users", ANY_NAME],
    class: "homeManager",
    shared: ["home-manager", "sharedModules"],
    specialArgs: ["home-manager", "extraSpecialArgs"],
  },
  {
    in: ["nixOnDroid"],
    path: ["home-manager", "config"],
    class: "homeManager",
    shared: ["home-manager", "sharedModules"],
    specialArgs: ["home-manager", "extraSpecialArgs"],
  },
  {
    in: ["nixos", "darwin"],
    path: ["hjem", "users", ANY_NAME],
    class: "hjem",
    shared: ["hjem", "extraModules"],
    specialArgs: ["hjem", "specialArgs"],
  },
  { in: ["nixos"], path: ["containers", ANY_NAME, "config"], class: "nixos" },
  { in: ["nixos"], path: ["microvm", "vms", ANY_NAME, "config"], class: "nixos" },
  {
    in: ["nixos"],
    path: ["specialisation", ANY_NAME, "configuration"],
    class: "nixos",
    inherits: { unless: ["specialisation", ANY_NAME, "inheritParentConfig"] },
    clears: "specialisation",
  },
  { in: ["nixos"], path: ["virtualisation", "vmVariant"], class: "nixos", inherits: {} },
  { in: ["nixos"], path: ["virtualisation", "vmVariantWithBootLoader"], class: "nixos", inherits: {} },
  {
    in: ["homeManager"],
    path: ["specialisation", ANY_NAME, "configuration"],
    class: "homeManager",
    inherits: {},
    clears: "specialisation",
  },
  { in: ["nixos", "darwin", "homeManager"], path: ["programs", "nixvim"], class: "nixvim" },
];

/** Classes whose modules a system of the class can take in a slot. */
export function slotClassesOf(systemClass: string): readonly string[] {
  return [...new Set(SLOTS.filter((slot) => slot.in.includes(systemClass)).map((slot) => slot.class))];
}

/** The slot that a path in a system of the class leads into: its class, and how many pieces lead there. Undefined: none. */
export function slotAt(
  systemClass: string,
  path: WrittenPath,
): { readonly class: string; readonly length: number } | undefined {
  for (const slot of SLOTS) {
    if (!slot.in.includes(systemClass)) continue;
    for (const way of [slot.path, ...(slot.shared ? [slot.shared] : [])]) {
      if (startFits(path, way)) return { class: slot.class, length: way.length };
    }
  }
  return undefined;
}

/** Whether a path in a system of the class leads to a slot, or on the way to one. */
export function leadsToSlot(systemClass: string, path: WrittenPath): boolean {
  return SLOTS.some((slot) => slot.in.includes(systemClass) && fits(path, slot.path.slice(0, path.length)));
}

/** Modules of Home Manager and hjem get the configuration of the system around them as `osConfig`. */
function takesSystemConfig({ class: moduleClass }: SlotKind): boolean {
  return moduleClass === "homeManager" || moduleClass === "hjem";
}

/** The argument by which Home Manager's modules get it beside `osConfig`. */
function systemArgumentOf(systemClass: string | undefined): "nixosConfig" | "darwinConfig" {
  return systemClass === "darwin" ? "darwinConfig" : "nixosConfig";
}

/** Classes of systems whose configuration modules of the class in a slot can get by that argument. */
export function systemsGiving(
  argument: "osConfig" | "nixosConfig" | "darwinConfig",
  moduleClass: string,
): readonly string[] {
  const systems = SLOTS.filter((slot) => slot.class === moduleClass && takesSystemConfig(slot)).flatMap(
    (slot) => slot.in,
  );
  return [...new Set(systems)].filter((one) => argument === "osConfig" || argument === systemArgumentOf(one));
}

/** One evaluation inside a system. */
export interface Slot {
  /** `home-manager.users.ben` */
  readonly name: string;
  readonly class: string;
  readonly at: Span | undefined;
  readonly evaluation: ModuleEvaluation;
  readonly unknowns: readonly UnknownModules[];
}

/** The slots that the modules of a system fill. */
export function slotsOf(machine: Machine, system: ModuleEvaluation, lib: Lazy): FoundSlots {
  const systemClass = system.class ?? "";
  const kinds = SLOTS.filter((kind) => kind.in.includes(systemClass));
  const found = kinds.map((kind) => slotsOfKind(machine, system, kind, lib));
  return { slots: found.flatMap((each) => each.slots), unknowns: found.flatMap((each) => each.unknowns) };
}

export interface FoundSlots {
  readonly slots: readonly Slot[];
  /** What may fill further slots. */
  readonly unknowns: readonly UnknownModules[];
}

function slotsOfKind(machine: Machine, system: ModuleEvaluation, kind: SlotKind, lib: Lazy): FoundSlots {
  const instances = new Map<string, SlotDefinition[]>();
  const filled = definitionsAt(machine, system, kind.path);
  for (const found of filled.found) {
    const name = showOption(found.path);
    instances.set(name, [...(instances.get(name) ?? []), found]);
  }
  const shared = kind.shared ? definitionsAt(machine, system, kind.shared) : { found: [], unknowns: [] };
  const unknowns = [...filled.unknowns, ...shared.unknowns];
  if (instances.size === 0 && shared.found.length > 0 && kind.shared) instances.set(showOption(kind.shared), []);
  if (instances.size === 0) return { slots: [], unknowns };
  const common = sharedModules(machine, filled.found.length > 0 ? kind.shared : undefined, shared.found);
  const specialArgs = specialArguments(machine, system, kind);
  const alone = namesAlone(machine, system, kind);
  const slots = [...instances].flatMap(([name, definitions]): Slot[] => {
    const all = [...definitions, ...shared.found];
    // The system that this one extends has it just so.
    if (all.length > 0 && all.every(({ module }) => module.inherited)) return [];
    const own = definitions.flatMap((definition) => moduleRoots(machine, definition));
    const roots = [...own, ...common.roots, ...clearingModules(kind)];
    const origins = new Map(roots.map((root) => [root.value, root.origin]));
    const inherits = kind.inherits !== undefined && !definitions.every(({ path }) => alone.has(nameIn(kind, path)));
    const evaluation = inherits
      ? system.extendedBy(origins)
      : evaluateModules(machine, {
          modules: roots.map((root) => root.value),
          origins,
          specialArgs,
          class: kind.class,
          prefix: [],
          lib,
          open: "config",
          ...slotSupply(machine, system, kind),
        });
    return [{ name, class: kind.class, at: definitions[0]?.at, evaluation, unknowns: common.unknowns }];
  });
  return { slots, unknowns };
}

/** What Home Manager gives to the modules of a user. */
function slotSupply(
  machine: Machine,
  system: ModuleEvaluation,
  { class: slotClass, specialArgs }: SlotKind,
): Pick<EvaluationRequest, "supply" | "moreArguments"> {
  if (slotClass !== "homeManager" || !specialArgs) return {};
  const given = definitionsAt(machine, system, specialArgs);
  const isClosed = ({ value }: SlotDefinition) => {
    const { sets, rest } = pushDown(machine, value);
    return rest.length === 0 && sets.every(({ set }) => set.open === undefined);
  };
  return { supply: userSupply(system), moreArguments: given.unknowns.length > 0 || !given.found.every(isClosed) };
}

/** As `no-clone.nix` of NixOS has it, and Home Manager: in a specialisation, there are no further ones. */
function clearingModules({ clears }: SlotKind): readonly Root[] {
  if (clears === undefined) return [];
  const nothing = record({ _type: string("override"), priority: { type: "int", value: 0n }, content: EMPTY_SET });
  const origin = { steps: [], file: undefined, condition: undefined };
  return [{ value: record({ [clears]: nothing }), origin }];
}

/** The names of the instances that inherit nothing from the system around them. */
function namesAlone(machine: Machine, system: ModuleEvaluation, kind: SlotKind): ReadonlySet<PatternPiece> {
  const { unless } = kind.inherits ?? {};
  const told = unless ? definitionsAt(machine, system, unless).found : [];
  const kept = told.flatMap(({ path, value, wrappers, at }) =>
    discharge(machine, [{ file: undefined, at, value, wrappers }]).kept.map((each) => ({ path, ...each })),
  );
  const names = kept.filter(({ value, conditions }) => {
    const forced = machine.force(value);
    return forced.type === "bool" && !forced.value && conditions.every((condition) => condition.value !== "unknown");
  });
  return new Set(names.map(({ path }) => nameIn(kind, path)));
}

/** The instance's name in a path to it, or beside it. */
function nameIn(kind: SlotKind, path: OptionPattern): PatternPiece {
  return path[kind.path.findIndex(isAny)] ?? "";
}

/** One definition of a slot, by one module. */
interface SlotDefinition {
  readonly path: OptionPattern;
  readonly value: Lazy;
  readonly wrappers: readonly Wrapper[];
  readonly module: ModuleInstance;
  readonly at: Span | undefined;
}

interface SlotDefinitions {
  readonly found: SlotDefinition[];
  /** Parts of the way to the slot that are not known: they may define it. */
  readonly unknowns: UnknownModules[];
}

function definitionsAt(machine: Machine, system: ModuleEvaluation, path: OptionPattern): SlotDefinitions {
  const definitions: SlotDefinitions = { found: [], unknowns: [] };
  // Names of instances are below the option.
  const length = path.includes(ANY_NAME) ? path.indexOf(ANY_NAME) : path.length;
  const ofOption: SlotDefinitions = { found: [], unknowns: definitions.unknowns };
  for (const module of system.collected().modules) {
    if (module.content.kind !== "module") continue;
    const from = { path: [], value: module.content.config, wrappers: [], module, at: module.at };
    descend(machine, from, path.slice(0, length), ofOption);
  }
  for (const from of strongestOf(machine, ofOption.found)) descend(machine, from, path.slice(length), definitions);
  return definitions;
}

/** The definitions of an option that no stronger one beats (`specialisation = mkForce { }`). */
function strongestOf(machine: Machine, found: readonly SlotDefinition[]): readonly SlotDefinition[] {
  const parts = found.flatMap((definition) => {
    const { value, wrappers, at } = definition;
    const { kept } = discharge(machine, [{ file: undefined, at, value, wrappers }]);
    return kept.map((part) => ({ definition, part }));
  });
  const certain = parts.filter(({ part }) => !isUndecided(part) && !part.anyPriority);
  const best = Math.min(...certain.map(({ part }) => part.priority));
  const isBeaten = ({ part }: (typeof parts)[number]) => part.priority > best && !part.anyPriority;
  if (!parts.some(isBeaten)) return found;
  return parts.flatMap((each) => {
    if (isBeaten(each)) return [];
    const { value, conditions } = each.part;
    const wrappers = conditions.map((condition) => ({ kind: "decided", condition }) as const);
    return [{ ...each.definition, value, wrappers }];
  });
}

function descend(machine: Machine, from: SlotDefinition, path: OptionPattern, into: SlotDefinitions): void {
  const [name, ...rest] = path;
  if (name === undefined) {
    into.found.push(from);
    return;
  }
  const pushed = pushDown(machine, from.value, from.wrappers);
  for (const { value } of pushed.rest) noteDoubt(from, value, into);
  for (const { set, wrappers } of pushed.sets) {
    const attribute = isAny(name) ? undefined : set.entries.get(name);
    // So it is with most modules and most slots.
    if (!isAny(name) && !attribute && !set.open) continue;
    const step = (key: PatternPiece, { value, at, maybe }: Attribute) => {
      const around: readonly Wrapper[] = maybe ? [...wrappers, { kind: "decided", condition: maybe }] : wrappers;
      descend(machine, { ...from, path: [...from.path, key], value, wrappers: around, at: at ?? from.at }, rest, into);
    };
    if (!isAny(name)) {
      if (attribute) step(name, attribute);
      else for (const open of set.open ?? []) noteDoubt(from, open, into);
      continue;
    }
    for (const [key, attribute] of set.entries) step(key, attribute);
    for (const open of set.open ?? []) {
      for (const value of open.holds ?? []) step(ANY_NAME, { value, at: placeOf(value) });
      if (!open.holds) noteDoubt(from, open, into);
    }
  }
}

/** An attribute of an input can hold none of our modules; what an outside function made, what is not known may hold any. */
function noteDoubt({ path, at }: SlotDefinition, value: Value, { unknowns }: SlotDefinitions): void {
  const isInput = value.type === "external" && !value.args && /^inputs\.[\w.'-]+$/.test(value.path);
  const isOutside = value.type === "external" && path.length === 0;
  // A module that fails as a whole may do so for what is not at hand; on the way to the slot, its name or its set is what fails.
  const fails = value.type === "failure" && path.length > 0;
  if (!(isOpaque(value) || fails) || isInput || isOutside) return;
  const where = path.length === 0 ? "" : `${showOption(path)}: `;
  unknowns.push({ reason: `${where}${describeMissing(value)}`, at: value.at ?? at });
}

interface Root {
  readonly value: Lazy;
  readonly origin: RootOrigin;
}

/** The modules that a slot's definition consists of; what stands behind a false condition is none. */
function moduleRoots(machine: Machine, definition: SlotDefinition): Root[] {
  const { sets, rest } = pushDown(machine, definition.value, definition.wrappers);
  const roots: Root[] = [];
  for (const { set, wrappers, place } of sets) {
    const origin = originOf(machine, definition, wrappers);
    if (origin) roots.push({ value: set, origin: { ...origin, place } });
  }
  const origin = originOf(machine, definition, definition.wrappers);
  if (origin) roots.push(...rest.map(({ value, place }) => ({ value, origin: { ...origin, place } })));
  return roots;
}

function originOf(machine: Machine, definition: SlotDefinition, wrappers: readonly Wrapper[]): RootOrigin | undefined {
  const { steps, definitiveFile: file, condition, inherited } = definition.module;
  let undecided = condition;
  for (const wrapper of wrappers) {
    if (wrapper.kind === "override") continue;
    const decided = wrapper.kind === "if" ? decide(machine, wrapper.condition, wrapper.at) : wrapper.condition;
    if (decided.value === "false") return undefined;
    if (decided.value === "unknown") undecided = decided;
  }
  return { steps, file, condition: undecided, inherited };
}

/** `name`: the option, where somebody reads it. */
function sharedModules(
  machine: Machine,
  name: OptionPath | undefined,
  definitions: readonly SlotDefinition[],
): { roots: Root[]; unknowns: UnknownModules[] } {
  const roots: Root[] = [];
  const unknowns: UnknownModules[] = [];
  for (const { value, wrappers, module, at } of definitions) {
    const { steps, definitiveFile: file, condition, inherited } = module;
    for (const kept of discharge(machine, [{ file, at, value, wrappers }]).kept) {
      const undecided = kept.conditions.find((each) => each.value === "unknown");
      const origin = { steps, file, condition: undecided ?? condition, inherited };
      const list: Value = machine.force(kept.value);
      const isMistake = list.type !== "list" && !isOpaque(list) && list.type !== "failure";
      if (name && isMistake && !undecided) {
        roots.push({ value: noListOfModules(list, placeOf(kept.value) ?? at, showOption(name)), origin });
        continue;
      }
      const parts = list.type === "list" ? (list.open ?? []) : [list];
      unknowns.push(...parts.map((part) => ({ reason: describeMissing(part), at: placeOf(part) ?? at })));
      if (list.type === "list") roots.push(...list.items.map((item) => ({ value: item, origin })));
    }
  }
  return { roots, unknowns };
}

function specialArguments(machine: Machine, system: ModuleEvaluation, kind: SlotKind): ReadonlyMap<string, Lazy> {
  const args = new Map<string, Lazy>();
  if (takesSystemConfig(kind)) {
    args.set("osConfig", system.config);
    args.set(systemArgumentOf(system.class), system.config);
  }
  if (!kind.specialArgs) return args;
  for (const { value } of definitionsAt(machine, system, kind.specialArgs).found) {
    const sets: SetValue[] = pushDown(machine, value).sets.map((pushed) => pushed.set);
    for (const set of sets) for (const [name, attribute] of set.entries) args.set(name, attribute.value);
  }
  return args;
}
