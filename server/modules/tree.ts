import { isOpaque, unknown } from "../nix/make.ts";
import type { Lazy, Machine, Opaque, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";
import { type Definition, type PushedDown, pushDown } from "./definition.ts";
import { makeOption, type OptionDeclaration } from "./merge-option.ts";
import { once } from "./once.ts";
import type { OptionNode, OptionSet, UndeclaredDefinition } from "./option.ts";
import { showOption } from "./types/merge.ts";
import { submoduleType } from "./types/submodule.ts";
import type { MergeContext } from "./types/type.ts";

/** A set of option declarations at one place of the tree. */
export interface DeclarationSet {
  readonly file: string | undefined;
  readonly value: Lazy;
}

/** Definitions at one place of the tree: sets whose attributes are looked at name by name. */
export interface DefinitionSet extends PushedDown {
  readonly file: string | undefined;
}

export interface TreeContext {
  readonly machine: Machine;
  readonly merge: Omit<MergeContext, "path">;
  /** What an option without any definition is worth: some module outside may define it. */
  readonly undefinedValue: (path: readonly string[]) => Value | undefined;
  readonly report: (problem: TreeProblem) => void;
}

export interface TreeProblem {
  readonly message: string;
  readonly path: readonly string[];
  readonly at: Span | undefined;
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
    () => groupDeclarations(context.machine, declarations),
    () => ({ groups: new Map(), open: [unknown("infinite recursion: option declarations depend on themselves")] }),
  );
  const defined = once(
    () => groupDefinitions(definitions()),
    () => undefined,
  );
  const children = new Map<string, LazyNode | undefined>();
  const child = (name: string): LazyNode | undefined => {
    if (!children.has(name)) {
      const group = declared().groups.get(name);
      children.set(name, group && buildNode(context, [...path, name], group, () => definitionsOf(defined(), name)));
    }
    return children.get(name);
  };
  const names = () => new Map([...declared().groups].map(([name, group]) => [name, group[0]?.at] as const));
  const undeclaredHere = () => new Map([...(defined() ?? [])].filter(([name]) => !declared().groups.has(name)));
  const undeclared = once(
    () => {
      const entries: UndeclaredEntry[] = [];
      for (const [name, group] of defined() ?? []) {
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
  groups: ReadonlyMap<string, readonly Definition[]> | undefined,
  name: string,
): readonly Definition[] | undefined {
  return groups && (groups.get(name) ?? []);
}

interface DeclarationGroups {
  readonly groups: ReadonlyMap<string, readonly OptionDeclaration[]>;
  readonly open: readonly Opaque[];
}

function groupDeclarations(machine: Machine, sets: readonly DeclarationSet[]): DeclarationGroups {
  const groups = new Map<string, OptionDeclaration[]>();
  const open: Opaque[] = [];
  for (const { file, value } of sets) {
    const set = machine.force(value);
    if (isOpaque(set)) open.push(set);
    if (set.type !== "set") continue;
    open.push(...(set.open ?? []));
    for (const [name, attribute] of set.entries) {
      const group = groups.get(name) ?? [];
      group.push({ file, at: attribute.at, value: attribute.value });
      groups.set(name, group);
    }
  }
  return { groups, open };
}

function groupDefinitions(sets: readonly DefinitionSet[]): ReadonlyMap<string, readonly Definition[]> {
  const groups = new Map<string, Definition[]>();
  for (const { file, set, wrappers } of sets) {
    for (const [name, attribute] of set.entries) {
      const group = groups.get(name) ?? [];
      const maybe = attribute.maybe ? [{ kind: "decided" as const, condition: attribute.maybe }] : [];
      group.push({ file, at: attribute.at ?? set.at, value: attribute.value, wrappers: [...wrappers, ...maybe] });
      groups.set(name, group);
    }
  }
  return groups;
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
    else
      context.report({
        message: value.type === "failure" ? value.message : "not an option declaration",
        path,
        at: declaration.at,
      });
  }
  if (options.length === 0) {
    const inner = () => (definitions() ?? []).flatMap((definition) => levelDefinitions(context, path, definition));
    return { kind: "level", level: buildLevel(context, path, sets, inner) };
  }
  // `options.a` is an option and `options.a.b` extends it: the extension is a submodule's.
  const extended = sets.map((declaration) => ({ ...declaration, value: optionOfSet(machine, declaration) }));
  return { kind: "option", option: makeOption(context, path, [...options, ...extended], definitions) };
}

/** Whether a set is something else than a set of declarations: a type without an option, a whole configuration. */
function isTagged(machine: Machine, set: SetValue): boolean {
  const tag = set.entries.get("_type");
  return tag !== undefined && machine.force(tag.value).type === "string";
}

function levelDefinitions(context: TreeContext, path: readonly string[], definition: Definition): DefinitionSet[] {
  const { sets, rest } = pushDown(context.machine, definition.value, definition.wrappers);
  for (const value of rest) {
    if (isOpaque(value) || value.type === "failure") continue;
    const message = `The option \`${showOption(path)}' is a set of options, but it is defined as a value of type ${value.type}.`;
    context.report({ message, path, at: definition.at });
  }
  return sets.map((pushed) => ({ ...pushed, file: definition.file }));
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

/** The sets that a definition of a whole level consists of. */
export function definitionSets(machine: Machine, definition: Definition): DefinitionSet[] {
  return pushDown(machine, definition.value, definition.wrappers).sets.map((pushed) => ({
    ...pushed,
    file: definition.file,
  }));
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
  for (const { path, definition } of level.undeclared()) {
    const name = path[level.path.length];
    if (name === undefined || children.has(name) || mayBeAbsent(definition)) continue;
    const entries = undeclared.get(name) ?? [];
    entries.push({ path, file: definition.file, at: definition.at, value: definition.value });
    undeclared.set(name, entries);
  }
  return { kind: "set", path: level.path, children, undeclared };
}
