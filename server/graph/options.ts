import { evaluateModules } from "../modules/evaluate.ts";
import { evaluationOf, extendsModules, type ModuleEvaluation } from "../modules/evaluation.ts";
import type { Option } from "../modules/option.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import { describeType, type OptionType } from "../modules/types/type.ts";
import { showValue } from "../nix/show.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import { ANY_ITEM, ANY_NAME, type OptionPattern, pathKey, pieceText, showOption } from "../option-path.ts";
import { compareText, type Span, sortedSpans } from "../text.ts";
import { AliasRegistry } from "./aliases.ts";
import type { DeclaredOption, OptionAlias } from "./graph.ts";
import type { Level } from "./named-reads.ts";
import { isOfFlake } from "./per-system.ts";

/** Gathers declared options; what several evaluations or instances declare alike is one. */
export class OptionRegistry {
  private readonly options = new Map<string, MutableOption>();
  /** What stands for all instances of a submodule, with the class of the module system around it, by identity. */
  readonly inside = new Map<object, Level>();
  private readonly machine: Machine;
  private readonly isOwn: (file: string) => boolean;
  private readonly lib: Lazy;
  private readonly aliased: AliasRegistry;
  /** The evaluation that is being added. */
  private whole: ModuleEvaluation | undefined;

  /** `isOwn` tells the flake's files from others, whose options are not listed. */
  constructor(machine: Machine, lib: Lazy, isOwn: (file: string) => boolean) {
    this.machine = machine;
    this.lib = lib;
    this.isOwn = isOwn;
    this.aliased = new AliasRegistry(machine, isOwn);
  }

  /** Adds the options that an evaluation declares. `moduleClass`: undefined for the flake's own level. */
  addEvaluation(evaluation: ModuleEvaluation, moduleClass: string | undefined): void {
    this.whole = evaluation;
    this.aliased.addEvaluation(evaluation, moduleClass);
    this.addLevel(evaluation.level(), moduleClass, [], isOfFlake(moduleClass), 0);
  }

  finish(): readonly DeclaredOption[] {
    return [...this.options.values()]
      .map((option) => ({
        ...option,
        declarations: sortedSpans(option.declarations),
        definitions: sortedSpans(option.definitions),
      }))
      .sort(compareOptions);
  }

  /** What the evaluations alias to one another. */
  aliases(): readonly OptionAlias[] {
    return this.aliased.finish();
  }

  private addLevel(
    level: LazyLevel,
    moduleClass: string | undefined,
    path: OptionPattern,
    withDefinitions: boolean,
    depth: number,
  ): void {
    for (const name of level.names().keys()) {
      if (name === "_module") continue;
      const node = level.child(name);
      if (!node) continue;
      if (node.kind === "level") this.addLevel(node.level, moduleClass, [...path, name], withDefinitions, depth);
      else this.addOption(node.option, moduleClass, [...path, name], withDefinitions, depth);
    }
  }

  private addOption(
    option: Option,
    moduleClass: string | undefined,
    path: OptionPattern,
    withDefinitions: boolean,
    depth: number,
  ): void {
    const declarations = option.declarations.flatMap(({ at }) => (at && this.isOwn(at.file) ? [at] : []));
    if (declarations.length > 0) this.note(option, moduleClass, path, declarations, withDefinitions);
    if (depth < 6) this.addInside(option.type(), option, moduleClass, path, withDefinitions, depth + 1);
  }

  private note(
    option: Option,
    moduleClass: string | undefined,
    path: OptionPattern,
    declarations: readonly Span[],
    withDefinitions: boolean,
  ): void {
    const key = `${moduleClass ?? ""} ${pathKey(path)}`;
    const definitions = withDefinitions
      ? [...option.definitions().kept, ...option.definitions().dropped].flatMap(({ at }) =>
          at && this.isOwn(at.file) ? [at] : [],
        )
      : [];
    const known = this.options.get(key);
    if (known) {
      known.declarations.push(...declarations);
      known.definitions.push(...definitions);
      return;
    }
    const description = option.description === undefined ? undefined : this.machine.force(option.description);
    this.options.set(key, {
      path,
      class: moduleClass,
      type: describeType(option.type()),
      default: this.defaultText(option),
      description: description?.type === "string" ? description.text : undefined,
      declarations: [...declarations],
      definitions: [...definitions],
      ...(this.isForOutside() && { forOutside: true }),
    });
  }

  private isForOutside(): boolean {
    return this.whole !== undefined && this.whole.class === undefined && this.whole.externals().length > 0;
  }

  private defaultText(option: Option): string | undefined {
    const text = option.defaultText === undefined ? undefined : this.machine.force(option.defaultText);
    if (text?.type === "string") return text.text;
    const shown = text?.type === "set" ? text.entries.get("text") : undefined;
    const inner = shown && this.machine.force(shown.value);
    if (inner?.type === "string") return inner.text;
    return option.default === undefined ? undefined : showValue(this.machine, option.default);
  }

  /** Options of submodules, once for all instances; definitions come from the instances. */
  private addInside(
    type: OptionType,
    option: Option,
    moduleClass: string | undefined,
    path: OptionPattern,
    withDefinitions: boolean,
    depth: number,
    around: readonly OptionType[] = [],
  ): void {
    // A type may contain itself, or have no end.
    if (around.includes(type) || around.length >= MOST_TYPES || this.machine.spend(option.declarations[0]?.at)) return;
    const { shape } = type;
    switch (shape.kind) {
      case "submodule": {
        const { machine, whole } = this;
        const modules = shape.modules;
        // An extension of the whole (a partition of flake-parts) declares the same options again.
        if (whole && extendsModules(modules, whole)) return;
        const inner = evaluateModules(machine, {
          modules,
          specialArgs: new Map(),
          class: undefined,
          prefix: path.map(pieceText),
          lib: this.lib,
        });
        this.inside.set(inner.identity, { class: moduleClass, path });
        this.aliased.addEvaluation(inner, moduleClass, path);
        this.addLevel(inner.level(), moduleClass, path, false, depth);
        if (withDefinitions) this.addInstances(option, moduleClass, path, depth);
        return;
      }
      case "attrs":
      case "list":
        return this.addInside(
          shape.element(),
          option,
          moduleClass,
          [...path, shape.kind === "attrs" ? ANY_NAME : ANY_ITEM],
          withDefinitions,
          depth,
          [...around, type],
        );
      case "choice":
        for (const alternative of shape.alternatives())
          this.addInside(alternative, option, moduleClass, path, withDefinitions, depth, [...around, type]);
        return;
      case "leaf":
      case "module":
      case "function":
        return;
      default:
        shape satisfies never;
    }
  }

  private addInstances(option: Option, moduleClass: string | undefined, path: OptionPattern, depth: number): void {
    const value = option.merged();
    const whole = evaluationOf(value);
    if (whole) this.addLevel(whole.level(), moduleClass, path, true, depth);
    if (value.type !== "set" || whole) return;
    for (const attribute of value.entries.values()) {
      const instance = evaluationOf(this.machine.force(attribute.value));
      if (instance) this.addLevel(instance.level(), moduleClass, path, true, depth);
    }
  }
}

/** By path, then class. */
export function compareOptions(a: DeclaredOption, b: DeclaredOption): number {
  return compareText(showOption(a.path), showOption(b.path)) || compareText(a.class ?? "", b.class ?? "");
}

/** Options are looked for in types nested this deep. */
const MOST_TYPES = 40;

interface MutableOption extends DeclaredOption {
  readonly declarations: Span[];
  readonly definitions: Span[];
}
