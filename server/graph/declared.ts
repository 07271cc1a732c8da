import { evaluateModules } from "../modules/evaluate.ts";
import { extendsModules, type ModuleEvaluation } from "../modules/evaluation.ts";
import type { Option } from "../modules/option.ts";
import type { LazyLevel } from "../modules/option-levels.ts";
import type { OptionType } from "../modules/types/type.ts";
import type { Lazy, Machine } from "../nix/value.ts";
import type { NameTree } from "./graph.ts";
import { isModelled } from "./problems/modelled.ts";

/** The names that options of an evaluation have, as far as their types tell. */
export function declaredTree(machine: Machine, lib: Lazy, evaluation: ModuleEvaluation): NameTree {
  const { length } = evaluation.collected().unknowns;
  const isOpen = length > 0 || evaluation.isFreeform() || evaluation.externals().length > 0;
  return levelTree({ machine, lib, whole: evaluation, left: 20_000 }, evaluation.level(), isOpen, 0);
}

interface Walk {
  readonly machine: Machine;
  readonly lib: Lazy;
  readonly whole: ModuleEvaluation;
  left: number;
}

const ANYTHING: NameTree = { names: new Map(), open: true };

/** Submodules within submodules are looked into this deep. */
const DEEPEST = 6;

function levelTree(walk: Walk, level: LazyLevel, open: boolean, depth: number): NameTree {
  const names = new Map<string, NameTree>();
  for (const name of level.names().keys()) {
    if (walk.left-- <= 0) return ANYTHING;
    const node = level.child(name);
    if (!node) continue;
    names.set(
      name,
      node.kind === "level" ? levelTree(walk, node.level, false, depth) : optionTree(walk, node.option, depth),
    );
  }
  return { names, open: open || level.openDeclarations().length > 0 };
}

function optionTree(walk: Walk, option: Option, depth: number): NameTree {
  return isModelled(option.declarations) ? ANYTHING : typeTree(walk, option.type(), option.path, depth);
}

function typeTree(walk: Walk, type: OptionType, path: readonly string[], depth: number): NameTree {
  const { shape } = type;
  switch (shape.kind) {
    case "submodule":
      return submoduleTree(walk, shape.modules, path, depth + 1);
    case "attrs":
      return { names: new Map(), any: typeTree(walk, shape.element(), path, depth), open: false };
    case "choice": {
      const [only, ...others] = shape.alternatives();
      return only && others.length === 0 ? typeTree(walk, only, path, depth) : ANYTHING;
    }
    case "list":
    case "leaf":
    case "module":
    case "function":
      return ANYTHING;
    default:
      return shape satisfies never;
  }
}

function submoduleTree(walk: Walk, modules: readonly Lazy[], path: readonly string[], depth: number): NameTree {
  const { machine, lib, whole } = walk;
  if (depth > DEEPEST || extendsModules(modules, whole)) return ANYTHING;
  const inner = evaluateModules(machine, { modules, specialArgs: new Map(), class: undefined, prefix: path, lib });
  const { unknowns } = inner.collected();
  const isOpen = unknowns.length > 0 || inner.isFreeform() || inner.externals().length > 0;
  return levelTree(walk, inner.level(), isOpen, depth);
}
