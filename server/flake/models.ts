import { bool, external, list, path as pathValue, primop, record, set, string } from "../nix/make.ts";
import { NATIVE_ROOT } from "../nix/paths.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { FlakeInput } from "./inputs.ts";
import pinned from "./native/pinned.nix";

/** import-tree tested absolute paths before this time (seconds since 1970): 2025-10-22. */
const RELATIVE_TESTS_SINCE = 1_761_091_200;
/** import-tree takes functions of itself since some revision after this one, of 2026-03-16. */
const COMBINATORS_SINCE = 1_773_693_635;
/** Since 2026-09-02 import-tree keeps files that are named one by one. */
const EXPLICIT_FILES_SINCE = 1_788_307_200;

/** Since 2025-11-10 flake-parts gives `flake.nixosModules` their class. */
const PUBLISHED_CLASSES_SINCE = 1_762_810_396;
/** Since 2025-12-12 the modules that flake-parts publishes by class are functions; before, they were sets. */
const PUBLISHED_FUNCTIONS_SINCE = 1_765_495_779;

/** Until 2025-11-21 flake-file's dendritic module brought flake-aspects and den, where they are inputs. */
const FLAKE_FILE_ASPECTS_UNTIL = 1_763_706_734;

/** Since 2026-02-20 den gives hosts Home Manager when a user has that class; before, a battery had to be included. */
const DEN_HOMES_SINCE = 1_771_573_000;
/** Since 2026-03-04 users have no such class by default. */
const DEN_PLAIN_USERS_SINCE = 1_772_584_000;
/** Until 2026-03-17 the Home Manager modules of a host's aspects went to its users. */
const DEN_HOST_ASPECTS_UNTIL = 1_773_714_000;
/** Since 2026-03-31 den declares the option `flake` where flake-parts is not an input. */
const DEN_OUTPUTS_SINCE = 1_774_975_215;
/** Since 2026-04-10 hosts hold their aspect itself, not its name. */
const DEN_REFERENCES_SINCE = 1_775_858_000;
/** Since 2026-04-17 den merges no more what aspects that are functions give. */
const DEN_EFFECTS_SINCE = 1_776_447_003;
/** Since 2026-05-09 den resolves entities by policies, and everything is another model's matter. */
const DEN_POLICIES_SINCE = 1_778_335_000;

/** What is known of an input without its source. */
export interface InputModel {
  readonly value: Lazy;
  /** Whether the model can replace the input's source; else the source is taken where it is at hand. */
  readonly native: boolean;
  /** Where the value comes from. */
  readonly source: "none" | "directory" | "store" | "native";
}

/** The value of one input: a native model of what dendritic flakes call of it, External for the rest. */
export function inputValue(machine: Machine, input: FlakeInput, lib: Lazy): InputModel {
  const known = knownAttributes(machine, input, lib);
  const path = `inputs.${input.name}`;
  const base = new Map<string, Attribute>([
    ["_type", { value: string("flake") }],
    ["outPath", { value: external(path, undefined, "string") }],
    ["sourceInfo", { value: external(`${path}.sourceInfo`, undefined, "set") }],
  ]);
  if (!known) return { value: external(path), native: false, source: "none" };
  const value: SetValue = set(new Map([...base, ...known.entries]), [external(path)]);
  return { value, native: !isApproximate(input), source: "native" };
}

/** Models that the library's own source is better than, where it is at hand. */
function isApproximate(input: FlakeInput): boolean {
  const repository = input.repository.toLowerCase();
  return repository === "flake-aspects" || (repository === "den" && !hasPolicies(input.lastModified));
}

function knownAttributes(machine: Machine, input: FlakeInput, lib: Lazy): SetValue | undefined {
  switch (input.repository.toLowerCase()) {
    case "nixpkgs":
    case "nixpkgs.lib":
      return record({ lib });
    case "flake-parts":
      return flakePartsValue(machine, lib, input.lastModified);
    case "import-tree":
      return importTree(machine, input);
    case "home-manager":
      return record({
        flakeModules: flakeModules(machine, input, { "home-manager": "home-manager.nix", default: "home-manager.nix" }),
      });
    case "nix-darwin":
      return record({ flakeModules: flakeModules(machine, input, { default: "nix-darwin.nix" }) });
    case "disko":
      return disko(machine, input);
    case "haumea":
      return record({ lib: machine.lazy(() => machine.apply(nativeFile(machine, "haumea.nix"), record({ lib }))) });
    case "blueprint":
      return blueprint(machine, input, lib);
    case "flake-file":
      return flakeFile(machine, input);
    case "den":
      return den(machine, input);
    case "clan-core":
      return clanCore(machine, input, lib);
    case "unify":
      return record({ flakeModule: pathValue(`${NATIVE_ROOT}/unify.nix`) });
    case "flake-aspects":
      return nativeSet(machine, "flake-aspects/flake.nix");
    default:
      return undefined;
  }
}

/** clan-core: its flake module and what makes a clan without flake-parts. */
function clanCore(machine: Machine, input: FlakeInput, lib: Lazy): SetValue {
  const module = pathValue(`${NATIVE_ROOT}/clan/module.nix`);
  const path = `inputs.${input.name}`;
  const library = machine.lazy(() => {
    const made = machine.apply(nativeFile(machine, "clan/library.nix"), record({ lib }));
    return made.type === "set" ? { ...made, open: [external(`${path}.lib`)] } : made;
  });
  return record({
    lib: library,
    clanLib: library,
    flakeModules: { ...record({ default: module }), open: [external(`${path}.flakeModules`)] },
    flakeModule: module,
  });
}

/** blueprint is a callable flake: what it is called with makes all outputs. */
function blueprint(machine: Machine, input: FlakeInput, lib: Lazy): SetValue {
  const path = `inputs.${input.name}`;
  const made = machine.apply(nativeFile(machine, "blueprint/library.nix"), record({ lib, outside: string(path) }));
  if (made.type !== "set") return record({ lib: made });
  const make = made.entries.get("mkBlueprint")?.value ?? external(`${path}.lib.mkBlueprint`);
  return record({
    __functor: primop("__functor", 1, () => machine.force(make)),
    lib: { ...made, open: [external(`${path}.lib`)] },
  });
}

/** disko: its flake module, under each of its names. */
function disko(machine: Machine, input: FlakeInput): SetValue {
  const module = nativeFile(machine, "disko.nix");
  const names = { default: "disko.nix", disko: "disko.nix" };
  return record({ flakeModule: module, flakeModules: flakeModules(machine, input, names) });
}

/** flake-file: its modules for flakes that flake-parts makes. */
function flakeFile(machine: Machine, input: FlakeInput): SetValue {
  const make = nativeFile(machine, "flake-file.nix");
  const path = `inputs.${input.name}.flakeModules`;
  const hasAspects = (input.lastModified ?? Number.POSITIVE_INFINITY) < FLAKE_FILE_ASPECTS_UNTIL;
  const module = (name: string, dendritic: boolean) => {
    const settings = { dendritic: bool(dendritic), aspects: bool(dendritic && hasAspects) };
    return machine.lazy(() => machine.apply(make, record({ ...settings, outside: string(`${path}.${name}`) })));
  };
  const known = record({ default: module("default", false), dendritic: module("dendritic", true) });
  return record({ flakeModules: { ...known, open: [external(path)] } });
}

/** den: its flake modules, and what makes namespaces. */
function den(machine: Machine, input: FlakeInput): SetValue {
  const policies = hasPolicies(input.lastModified);
  const file = policies ? `${NATIVE_ROOT}/den/since-2026-05-09/module.nix` : `${pinnedDirectory(input)}/default.nix`;
  const module = pathValue(file);
  const flakeModules = record({ default: module, dendritic: module });
  return record({
    flakeModule: module,
    flakeModules: { ...flakeModules, open: [external(`inputs.${input.name}.flakeModules`)] },
    modules: record({ flake: flakeModules }),
    flakeOutputs: nativeFile(machine, "den/outputs.nix"),
    namespace: machine.lazy(() =>
      machine.apply(nativeFile(machine, "den/namespace.nix"), record({ policies: bool(policies) })),
    ),
  });
}

/** A native file that holds a set: what a flake offers. */
function nativeSet(machine: Machine, name: string): SetValue | undefined {
  const value = machine.force(nativeFile(machine, name));
  return value.type === "set" ? value : undefined;
}

/** flake-parts: its library and the modules that it publishes, as of the revision of a time; the newest without one. */
export function flakePartsValue(machine: Machine, lib: Lazy, made: number = Number.POSITIVE_INFINITY): SetValue {
  const settings = record({ functions: bool(made >= PUBLISHED_FUNCTIONS_SINCE) });
  const byClass = machine.lazy(() => machine.apply(nativeFile(machine, "flake-parts/modules.nix"), settings));
  const given = record({ lib, classes: bool(made >= PUBLISHED_CLASSES_SINCE), modules: byClass });
  const library = machine.lazy(() => machine.apply(nativeFile(machine, "flake-parts/library.nix"), given));
  const modules = record({
    modules: byClass,
    flakeModules: nativeFile(machine, "flake-parts/flake-modules.nix"),
    partitions: nativeFile(machine, "flake-parts/partitions.nix"),
  });
  return record({ lib: library, flakeModules: { ...modules, open: [external("inputs.flake-parts.flakeModules")] } });
}

function flakeModules(machine: Machine, input: FlakeInput, files: Readonly<Record<string, string>>): SetValue {
  const entries = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, nativeFile(machine, file)]));
  return { ...record(entries), open: [external(`inputs.${input.name}.flakeModules`)] };
}

function nativeFile(machine: Machine, name: string): Lazy {
  return machine.lazy(() => machine.importFile(`${NATIVE_ROOT}/${name}`));
}

/** import-tree is a callable flake; importing its source gives the same function. */
function importTree(machine: Machine, input: FlakeInput): SetValue {
  const directory = pinnedDirectory(input);
  const made = machine.importFile(`${directory}/default.nix`);
  const outPath = string(directory);
  return made.type === "set"
    ? { ...made, entries: new Map([...made.entries, ["outPath", { value: outPath }]]) }
    : record({ outPath });
}

/** The files of models that depend on the input's pin: beside a model's stand-in lies what the model is called with. */
export function pinnedModels(inputs: readonly FlakeInput[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const input of inputs) {
    const settings = pinnedSettings(input);
    if (!settings) continue;
    files.set(`${pinnedDirectory(input)}/default.nix`, pinned);
    files.set(`${pinnedDirectory(input)}/settings.json`, JSON.stringify(settings));
  }
  return files;
}

function pinnedDirectory(input: FlakeInput): string {
  return `${NATIVE_ROOT}/pinned/${input.name}`;
}

/** Which model an input has, and what its library did at the time of the pinned revision. */
function pinnedSettings(input: FlakeInput): { model: string; settings: Record<string, boolean> } | undefined {
  switch (input.repository.toLowerCase()) {
    case "import-tree":
      return { model: "import-tree.nix", settings: importTreeSettings(input.lastModified) };
    case "den":
      return { model: "den/before-2026-05-09/module.nix", settings: denSettings(input.lastModified) };
    default:
      return undefined;
  }
}

function importTreeSettings(made: number = Number.POSITIVE_INFINITY) {
  return {
    relative: made >= RELATIVE_TESTS_SINCE,
    keepExplicit: made >= EXPLICIT_FILES_SINCE,
    combinators: made >= COMBINATORS_SINCE,
  };
}

/** Without a revision, den is the last one before policies came. */
function denSettings(made: number = DEN_POLICIES_SINCE - 1) {
  return {
    homes: made >= DEN_HOMES_SINCE,
    plainUsers: made >= DEN_PLAIN_USERS_SINCE,
    hostAspects: made < DEN_HOST_ASPECTS_UNTIL,
    references: made >= DEN_REFERENCES_SINCE,
    outputs: made >= DEN_OUTPUTS_SINCE,
    effects: made >= DEN_EFFECTS_SINCE,
  };
}

function hasPolicies(made: number | undefined): boolean {
  return made !== undefined && made >= DEN_POLICIES_SINCE;
}

/** How importing nixpkgs' library from an input looks: `import "${inputs.nixpkgs}/lib"`. */
export function libraryFiles(inputs: readonly FlakeInput[]): readonly string[] {
  const files = ["/lib", "/lib/", "/lib/default.nix"];
  return inputs
    .filter((input) => input.repository.toLowerCase() === "nixpkgs")
    .flatMap(({ name }) => files.map((file) => `\${inputs.${name}}${file}`));
}

/** What the inputs of github:nix-systems are when imported: lists of system names. */
export function systemsInputs(inputs: readonly FlakeInput[]): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const { name, repository } of inputs) {
    const [owner, which] = repository.split("/");
    if (owner !== "nix-systems" || which === undefined) continue;
    const systems = SYSTEMS.get(which) ?? [which];
    found.set(`inputs.${name}`, list(systems.map((system) => string(system))));
  }
  return found;
}

const SYSTEMS: ReadonlyMap<string, readonly string[]> = new Map([
  ["default", ["aarch64-darwin", "aarch64-linux", "x86_64-darwin", "x86_64-linux"]],
  ["default-linux", ["aarch64-linux", "x86_64-linux"]],
  ["default-darwin", ["aarch64-darwin", "x86_64-darwin"]],
]);
