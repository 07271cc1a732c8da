import { leadsToSlot } from "../flake/slots.ts";
import { aliasOf } from "../modules/alias.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import { propertyOf } from "../modules/properties.ts";
import type { OptionType } from "../modules/types/type.ts";
import type { Lazy, Machine, Value } from "../nix/value.ts";
import { type OptionPattern, pathKey, showOption } from "../option-path.ts";
import { compareText, type Span } from "../text.ts";
import type { OptionAlias } from "./graph.ts";

/** Gathers options whose definitions count for others; what several systems or instances have alike is one. */
export class AliasRegistry {
  private readonly aliases = new Map<string, OptionAlias>();
  private readonly machine: Machine;
  private readonly isOwn: (file: string) => boolean;

  constructor(machine: Machine, isOwn: (file: string) => boolean) {
    this.machine = machine;
    this.isOwn = isOwn;
  }

  /**
   * `moduleClass`: undefined for the flake's own level. `path`: where the evaluation's options lie, if that is not where one system has
   * them. Looks at definitions no further than the evaluation has to.
   */
  addEvaluation(
    evaluation: ModuleEvaluation,
    moduleClass: string | undefined,
    path: OptionPattern = evaluation.prefix,
  ): void {
    const level = evaluation.level();
    for (const { content, place, at } of evaluation.collected().modules) {
      if (content.kind !== "module") continue;
      const here = [place, at].find((each) => each && this.isOwn(each.file));
      this.walk(content.config, { top: path, path, class: moduleClass, level, type: undefined, at: here });
    }
  }

  finish(): readonly OptionAlias[] {
    return [...this.aliases.values()].sort(
      (a, b) =>
        compareText(showOption(a.from), showOption(b.from)) ||
        compareText(showOption(a.to), showOption(b.to)) ||
        compareText(a.class ?? "", b.class ?? ""),
    );
  }

  private walk(definition: Lazy, around: Surroundings): void {
    const { machine } = this;
    if (machine.spend(around.at)) return;
    const value = machine.force(definition);
    const alias = aliasOf(machine, value);
    if (alias) {
      const { length } = around.top;
      return this.note(
        [...around.top, ...alias.from.slice(length)],
        [...around.path, ...alias.to],
        alias.replaces,
        around,
      );
    }
    for (const inner of inside(machine, value)) this.walk(inner, around);
    if (value.type !== "set" || propertyOf(machine, value)) return;
    for (const [name, attribute] of value.entries) {
      const next = below(around, name);
      const at = attribute.at && this.isOwn(attribute.at.file) ? attribute.at : around.at;
      if (next) this.walk(attribute.value, { ...next, at });
    }
  }

  private note(
    from: OptionPattern,
    to: OptionPattern,
    replaces: boolean,
    { class: moduleClass, at }: Surroundings,
  ): void {
    const key = `${moduleClass} ${pathKey(from)} ${pathKey(to)}`;
    if (!this.aliases.has(key)) this.aliases.set(key, { from, to, class: moduleClass, replaces, at });
  }
}

/** Where a definition stands: at a level of the option tree, in the value of an option, or on the way to a slot. */
interface Surroundings {
  /** Where the options of the evaluation lie. */
  readonly top: OptionPattern;
  readonly path: OptionPattern;
  readonly class: string | undefined;
  readonly level: LazyLevel | undefined;
  readonly type: OptionType | undefined;
  readonly at: Span | undefined;
}

/** Undefined where the definition is not taken apart. */
function below(around: Surroundings, name: string): Surroundings | undefined {
  const { path, class: moduleClass, type, level } = around;
  if (type) {
    const { shape } = type;
    return shape.kind === "attrs"
      ? { ...around, path: [...path, name], level: undefined, type: shape.element() }
      : undefined;
  }
  const node = level?.child(name);
  if (node?.kind === "level") return { ...around, path: [...path, name], level: node.level };
  if (node?.kind === "option") return { ...around, path: [...path, name], level: undefined, type: node.option.type() };
  if (moduleClass === undefined) return undefined;
  const next = [...path, name];
  return leadsToSlot(moduleClass, next) ? { ...around, path: next, level: undefined } : undefined;
}

/** What the properties of a definition hold. */
function inside(machine: Machine, value: Value): readonly Lazy[] {
  const property = propertyOf(machine, value);
  switch (property?.kind) {
    case undefined:
      return [];
    case "if":
    case "override":
    case "order":
      return [property.content];
    case "definition":
      return [property.value];
    case "merge": {
      const contents = machine.force(property.contents);
      return contents.type === "list" ? contents.items : [];
    }
    default:
      return property satisfies never;
  }
}
