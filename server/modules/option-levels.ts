import { isOpaque, NULL, set, unknown } from "../nix/make.ts";
import { handedOn } from "../nix/selection.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, Opaque, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import { type Definition, type PushedDown, pushDown } from "./definitions.ts";
import { makeOption, type OptionDeclaration } from "./merge-option.ts";
import { once } from "./once.ts";
import { definitionsFrom, type OpenPart } from "./open-parts.ts";
import type { OptionNode, OptionSet, UndeclaredDefinition } from "./option.ts";
import { submoduleType } from "./types/submodule.ts";
import { describeType, type MergeContext } from "./types/type.ts";
import { typeOf } from "./types/type-value.ts";

/*
 * The tree of options, built as nixpkgs' `mergeModules'` does it: level by level, and at each level name by name. A level has two questions with
 * different costs: which names are declared here (forces the sets of declarations), and what is defined for a name (forces the sets of
 * definitions). Keeping them apart lets a module declare options by looking at `config`. `docs/design/lazy-levels.md` has the reasons.
 * A name that is declared as an option ends the tree; the rest of a definition's path lies inside its value. A name that nothing declares is
 * kept with its definitions, for whoever asks whether that is an error: the freeform type, a module from outside, or nobody.
 */

/** A set of option declarations at one place of the tree. */
export interface DeclarationSet {
  readonly file: string | undefined;
  readonly value: Lazy;
  /** It stands behind a condition that is not known. */
  readonly undecided?: boolean | undefined;
}

/** Definitions at one place of the tree: sets whose attributes are looked at name by name. What is not known is an empty open one. */
export interface DefinitionSet extends PushedDown {
  readonly file: string | undefined;
  /** The name whose definition it is; undefined for the whole of a module. */
  readonly definedAt?: Span | undefined;
}

export interface TreeContext {
  readonly machine: Machine;
  readonly merge: Omit<MergeContext, "path">;
  /** What an option without any definition is worth: some module outside may define it. */
  readonly undefinedValue: (path: readonly string[]) => Value | undefined;
  readonly report: (problem: TreeProblem) => void;
  /** Whether a definition of this level that fails as a whole may do so for what is not at hand: then it counts for nothing. */
  readonly bearsFailure: (path: readonly string[]) => boolean;
}

export interface TreeProblem {
  readonly message: string;
  readonly path: readonly string[];
  readonly at: Span | undefined;
  /** The option is declared more than once, in ways that do not go together: by the same code each time, or by other code. */
  readonly twice?: "same" | "other" | undefined;
}

/** A level of the option tree that is built name by name, when asked. */
export interface LazyLevel {
  readonly path: readonly string[];
  /** Names that something declares. Forces the declaration sets, no definition. */
  readonly names: () => ReadonlyMap<string, Span | undefined>;
  readonly child: (name: string) => LazyNode | undefined;
  /** Definitions of names that nothing declares at this level. Forces no declaration. */
  readonly undeclaredHere: () => ReadonlyMap<string, readonly Definition[]>;
  /** Definitions of names that nothing declares, here and below. */
  readonly undeclared: () => readonly UndeclaredEntry[];
  /** Parts of declaration sets that are not known: more may be declared. */
  readonly openDeclarations: () => readonly Opaque[];
}

/** One undeclared definition, properties and all. */
export interface UndeclaredEntry {
  readonly path: readonly string[];
  readonly definition: Definition;
}

export type LazyNode = { readonly kind: "level"; readonly level: LazyLevel } | Extract<OptionNode, { kind: "option" }>;

/** Builds a level from declaration sets and definition sets, as nixpkgs' `mergeModules'`. */
export function buildLevel(
  context: TreeContext,
  path: readonly string[],
  declarations: readonly DeclarationSet[],
  definitions: () => readonly DefinitionSet[],
): LazyLevel {
  const declared = once(
    () => groupDeclarations(context, path, declarations),
    () => ({ groups: new Map(), open: [unknown("infinite recursion: option declarations depend on themselves")] }),
  );
  const defined = once(
    () => groupDefinitions(context.machine, definitions()),
    () => undefined,
  );
  const children = new Map<string, LazyNode | undefined>();
  const child = (name: string): LazyNode | undefined => {
    if (!children.has(name)) {
      const group = declared().groups.get(name);
      children.set(
        name,
        group && buildNode(context, [...path, name], group, () => definitionsOf(context.machine, defined(), name)),
      );
    }
    return children.get(name);
  };
  const names = () => {
    const places = new Map<string, Span | undefined>();
    for (const [name, group] of declared().groups) places.set(name, group[0]?.at);
    return places;
  };
  const undeclaredHere = () => new Map([...(defined()?.byName ?? [])].filter(([name]) => !declared().groups.has(name)));
  const undeclared = once(
    () => {
      const entries: UndeclaredEntry[] = [];
      for (const [name, group] of defined()?.byName ?? []) {
        const node = child(name);
        if (!node) for (const definition of group) entries.push({ path: [...path, name], definition });
        else if (node.kind === "level") entries.push(...node.level.undeclared());
      }
      return entries;
    },
    () => [],
  );
  return { path, names, child, undeclaredHere, undeclared, openDeclarations: () => declared().open };
}

/** Undefined: the definitions depend on themselves. */
function definitionsOf(
  machine: Machine,
  groups: DefinitionGroups | undefined,
  name: string,
): readonly Definition[] | undefined {
  return groups && [...(groups.byName.get(name) ?? []), ...definitionsFrom(machine, groups.open, name)];
}

interface DefinitionGroups {
  readonly byName: ReadonlyMap<string, readonly Definition[]>;
  /** They may define any name. */
  readonly open: readonly OpenPart[];
}

interface DeclarationGroups {
  readonly groups: ReadonlyMap<string, readonly OptionDeclaration[]>;
  readonly open: readonly Opaque[];
}

function groupDeclarations(
  { machine, report }: TreeContext,
  path: readonly string[],
  sets: readonly DeclarationSet[],
): DeclarationGroups {
  const groups = new Map<string, OptionDeclaration[]>();
  const open: Opaque[] = [];
  for (const { file, value, undecided } of sets) {
    const set = machine.force(value);
    if (isOpaque(set)) open.push(set);
    if (set.type !== "set") {
      if (set.type !== "failure" && !isOpaque(set)) report(noSetProblem(path, set, placeOf(value)));
      continue;
    }
    open.push(...(set.open ?? []));
    for (const [name, attribute] of set.entries) {
      const group = groups.get(name) ?? [];
      const maybe = undecided === true || attribute.maybe !== undefined;
      const { at, placeless } = attribute;
      group.push({ file, at, value: attribute.value, placeless, undecided: maybe });
      groups.set(name, group);
    }
  }
  return { groups, open };
}

function noSetProblem(path: readonly string[], value: Value, at: Span | undefined): TreeProblem {
  const what = `An option declaration for \`${showOption(path)}' has type \`${typeName(value)}' rather than an attribute set.`;
  return { message: `${what} Did you mean to define this outside of \`options'?`, path, at };
}

function groupDefinitions(machine: Machine, sets: readonly DefinitionSet[]): DefinitionGroups {
  const groups = new Map<string, Definition[]>();
  for (const { file, set, wrappers, definedAt } of sets) {
    for (const [name, attribute] of set.entries) {
      const group = groups.get(name) ?? [];
      const maybe = attribute.maybe ? [{ kind: "decided" as const, condition: attribute.maybe }] : [];
      // Of a configuration that is handed on (`inherit (osConfig) my;`), nothing is written for this definition.
      const at = (attribute.option && definedAt) ?? attribute.at ?? set.at;
      group.push({ file, at, value: handedOn(machine, attribute, definedAt), wrappers: [...wrappers, ...maybe] });
      groups.set(name, group);
    }
  }
  return { byName: groups, open: sets.flatMap(openPartsOf) };
}

/** The parts of a defined set that are not known. */
export function openPartsOf({ set, wrappers, place }: DefinitionSet): readonly OpenPart[] {
  return (set.open ?? []).map((part) => ({ part, wrappers, at: set.at ?? place, known: set.entries }));
}

function buildNode(
  context: TreeContext,
  path: readonly string[],
  group: readonly OptionDeclaration[],
  definitions: () => readonly Definition[] | undefined,
): LazyNode {
  const { machine } = context;
  const options: OptionDeclaration[] = [];
  const sets: OptionDeclaration[] = [];
  for (const declaration of group) {
    const value = machine.force(declaration.value);
    if (isOption(machine, value)) options.push({ ...declaration, value });
    else if ((value.type === "set" && !isTagged(machine, value)) || isOpaque(value))
      sets.push({ ...declaration, value });
    else context.report(declarationProblem(machine, path, declaration, value));
  }
  if (options.length === 0) {
    // What is not known may be an option, for which any value is right.
    const mayBeOption = sets.some(({ value }) => isOpaque(value));
    const around = mayBeOption ? { ...context, report: () => {} } : context;
    const inner = () => (definitions() ?? []).flatMap((definition) => levelDefinitions(around, path, definition));
    return { kind: "level", level: buildLevel(context, path, sets, inner) };
  }
  // `options.a` is an option and `options.a.b` extends it: the extension is a submodule's.
  const extendable = options.every(({ value }) => isSubmoduleOption(machine, machine.force(value)));
  if (!extendable) {
    const known = sets.filter(({ value }) => !isOpaque(value));
    if (known.length > 0 && [...options, ...known].every(({ undecided }) => !undecided))
      context.report(parentProblem(machine, path, options, known));
    return { kind: "option", option: makeOption(context, path, options, definitions) };
  }
  const extended = sets.map((declaration) => ({ ...declaration, value: optionOfSet(machine, declaration) }));
  return { kind: "option", option: makeOption(context, path, [...options, ...extended], definitions) };
}

/** Whether an option's type takes more options inside; where the type is not known, it may. */
function isSubmoduleOption(machine: Machine, option: Value): boolean {
  const type = option.type === "set" ? option.entries.get("type") : undefined;
  if (!type) return false;
  const forced = machine.force(type.value);
  return isOpaque(forced) || typeOf(machine, forced).name === "submodule";
}

function parentProblem(
  machine: Machine,
  path: readonly string[],
  options: readonly OptionDeclaration[],
  inside: readonly OptionDeclaration[],
): TreeProblem {
  const [parent] = options;
  const set = parent && machine.force(parent.value);
  const type = set?.type === "set" ? set.entries.get("type") : undefined;
  const text = type ? describeType(typeOf(machine, type.value)) : "<no description>";
  const lines = inside.map(
    ({ file, value }) =>
      `\n- option(s) with prefix \`${showOption([...path, ...firstName(machine, value)])}' in module \`${file ?? "<unknown-file>"}'`,
  );
  const what = `The option \`${showOption(path)}' in module \`${parent?.file ?? "<unknown-file>"}'`;
  const message = `${what} would be a parent of the following options, but its type \`${text}' does not support nested options.${lines.join("")}`;
  return { message, path, at: inside[0]?.at };
}

function firstName(machine: Machine, value: Lazy): readonly string[] {
  const set = machine.force(value);
  return set.type === "set" ? [...set.entries.keys()].slice(0, 1) : [];
}

/** What stands where an option or a set of options should. */
function declarationProblem(
  machine: Machine,
  path: readonly string[],
  { file, at }: OptionDeclaration,
  value: Value,
): TreeProblem {
  if (value.type === "failure") return { message: value.message, path, at };
  if (value.type !== "set") return noSetProblem(path, value, at);
  const tag = machine.force(value.entries.get("_type")?.value ?? NULL);
  const kind = tag.type === "string" ? tag.text : "?";
  const what = `In module ${file ?? "<unknown-file>"}: expected an option declaration at option path \`${showOption(path)}\` but got an attribute set with type ${kind}`;
  return {
    message: kind === "option-type" ? `${what}. A type must be wrapped in a \`mkOption\` call.` : what,
    path,
    at,
  };
}

/** Whether a set is something else than a set of declarations: a type without an option, a whole configuration. */
function isTagged(machine: Machine, set: SetValue): boolean {
  const tag = set.entries.get("_type");
  return tag !== undefined && machine.force(tag.value).type === "string";
}

/** The sets that a definition of a whole level consists of; what is none is reported. */
export function levelDefinitions(
  context: TreeContext,
  path: readonly string[],
  definition: Definition,
): DefinitionSet[] {
  const { sets, rest } = pushDown(context.machine, definition.value, definition.wrappers);
  const { file, at } = definition;
  const hidden = rest.flatMap(({ value, wrappers, place }): DefinitionSet[] => {
    if (value.type === "failure" && context.bearsFailure(path)) return [];
    const part = value.type === "failure" ? unknown(value.message, value.at) : value;
    if (isOpaque(part)) return [{ set: set(new Map(), [part]), wrappers, place: place ?? at, file }];
    context.report(definitionProblem(path, file, value, at));
    return [];
  });
  return [...sets.map((pushed) => ({ ...pushed, file, definedAt: at })), ...hidden];
}

/** A definition of a set of options that is none. */
function definitionProblem(
  path: readonly string[],
  file: string | undefined,
  value: Value,
  at: Span | undefined,
): TreeProblem {
  const what = `In module \`${file ?? "<unknown-file>"}', you're trying to define a value of type \`${typeName(value)}' rather than an attribute set for the option \`${showOption(path)}'!`;
  return { message: what, path, at };
}

/** As `builtins.typeOf` says it. */
function typeName({ type }: Value): string {
  return type === "lambda" || type === "primop" ? "lambda" : type;
}

function optionOfSet(machine: Machine, declaration: OptionDeclaration): SetValue {
  const module: SetValue = {
    type: "set",
    entries: new Map([
      ["options", { value: declaration.value }],
      ...(declaration.file ? ([["_file", { value: { type: "string", text: declaration.file } }]] as const) : []),
    ]),
  };
  const type = submoduleType({ modules: [module], shorthandOnlyDefinesConfig: false });
  const native = { fact: "type", type } as const;
  const typeValue: SetValue = {
    type: "set",
    entries: new Map([["_type", { value: { type: "string", text: "option-type" } }]]),
    native,
  };
  machine.spend(declaration.at);
  return {
    type: "set",
    at: declaration.at,
    entries: new Map([
      ["_type", { value: { type: "string", text: "option" } }],
      ["type", { value: typeValue }],
    ]),
  };
}

export function isOption(machine: Machine, value: Value): boolean {
  if (value.type !== "set") return false;
  const tag = value.entries.get("_type");
  const type = tag && machine.force(tag.value);
  return type?.type === "string" && type.text === "option";
}

/** It stands in a set that may not have it at all, where `mkIf` would still be checked. */
function mayBeAbsent({ wrappers }: Definition): boolean {
  return wrappers.some((wrapper) => wrapper.kind === "decided" && wrapper.condition.value === "unknown");
}

/** The whole tree below a level, for those who walk it. */
export function wholeTree(level: LazyLevel): OptionSet {
  const children = new Map<string, OptionNode>();
  for (const name of level.names().keys()) {
    const node = level.child(name);
    if (node) children.set(name, node.kind === "option" ? node : wholeTree(node.level));
  }
  const undeclared = new Map<string, UndeclaredDefinition[]>();
  // Where declarations come from outside, they may cover anything.
  for (const { path, definition } of level.openDeclarations().length > 0 ? [] : level.undeclared()) {
    const name = path[level.path.length];
    if (name === undefined || children.has(name) || mayBeAbsent(definition)) continue;
    const entries = undeclared.get(name) ?? [];
    entries.push({ path, file: definition.file, at: definition.at, value: definition.value });
    undeclared.set(name, entries);
  }
  return { kind: "set", path: level.path, children, undeclared };
}
