import type { GraphProblem } from "../graph/graph.ts";
import { cellsByFile } from "../graph/graph-lookup.ts";
import type { Span } from "../text.ts";
import type { Fix } from "./fix.ts";
import {
  formalAt,
  headAddition,
  isTakenAround,
  movedInside,
  removal,
  systemOfPackages,
} from "./fixes/module-arguments.ts";
import { hostNames } from "./problem-rules.ts";
import type { RuleContext } from "./rule.ts";

/** An argument that nobody gives to a module, at its name. */
export type Unsupplied = Extract<GraphProblem, { readonly kind: "unsupplied-argument" }> & { readonly at: Span };

/** What every module of flake-parts gets, for the flake as a whole. */
const OF_FLAKE: ReadonlySet<string> = new Set([
  ...["inputs", "self", "flake-parts-lib", "moduleLocation"],
  ...["withSystem", "moduleWithSystem", "getSystem"],
]);

/** What modules in `perSystem` get beside `pkgs` and `system`. */
const PER_SYSTEM: ReadonlySet<string> = new Set(["self'", "inputs'"]);

/** What is to be done about an argument that nobody gives, in a sentence. */
export function adviceOn(context: RuleContext, problem: Unsupplied): string {
  const {
    at,
    path: [name = ""],
    of,
  } = problem;
  if (isTakenAround(context, at)) return `The function around it has \`${name}\`: remove it from the arguments here.`;
  if (of.class === "flake" && !of.inside) return adviceForFlake(name);
  if (OF_FLAKE.has(name) && hasOwnHead(context, at))
    return `Take \`${name}\` from the function at the head of the file instead.`;
  if (of.class === "perSystem")
    return `There are \`pkgs\`, \`system\`, \`self'\` and \`inputs'\`; take others from the function around it, or define \`_module.args.${name}\` in \`perSystem\`.`;
  if (of.inside || of.class === undefined) return `Take it from a function around it, or pass it in \`specialArgs\`.`;
  if (name === "system") return "Use `pkgs.stdenv.hostPlatform.system`.";
  if (PER_SYSTEM.has(name))
    return `It exists only in \`perSystem\`: use \`${name.slice(0, -1)}\` and \`pkgs.stdenv.hostPlatform.system\`.`;
  return `Pass it in \`${specialArgsOf(problem)}\` of ${hostNames(context, problem.hosts)}.`;
}

function adviceForFlake(name: string): string {
  if (name === "pkgs") return "Take `pkgs` in the module that uses it: one in `perSystem`, or one for a system.";
  if (name === "system" || PER_SYSTEM.has(name))
    return `It exists only in \`perSystem\`: take it there, or use \`withSystem\`.`;
  if (/^(os|nixos|darwin)Config$|^modulesPath$/.test(name))
    return `Take \`${name}\` in the module for systems that uses it.`;
  return `Define \`_module.args.${name}\`, or pass it in \`specialArgs\` of \`mkFlake\`.`;
}

function specialArgsOf({ of, hosts }: Unsupplied): string {
  if (of.class !== "homeManager") return "specialArgs";
  const isAlone = hosts.every((id) => id.startsWith("homeConfigurations."));
  return isAlone ? "extraSpecialArgs" : "home-manager.extraSpecialArgs";
}

/** Fixes for the place where a module names an argument that it does not get, or must not use. */
export function argumentFixes(context: RuleContext, { at, path: [name = ""], of }: Unsupplied): readonly Fix[] {
  if (isTakenAround(context, at)) return removing(context, at, name);
  const isOfFlake = of.class === "flake" && !of.inside;
  if (isOfFlake) return name === "pkgs" ? movedInside(context, at, name) : [];
  if (OF_FLAKE.has(name) && hasOwnHead(context, at)) return takingAtHead(context, at, name);
  const isOfSystem = of.class !== undefined && of.class !== "perSystem";
  return isOfSystem && name === "system" ? systemOfPackages(context, at) : [];
}

/** Removes an argument that the function around has as well. */
export function removing(context: RuleContext, at: Span, name: string): readonly Fix[] {
  const edit = removal(context, at);
  return edit ? [{ title: `Remove \`${name}\` from the arguments`, edits: [edit], preferred: true }] : [];
}

function takingAtHead(context: RuleContext, at: Span, name: string): readonly Fix[] {
  const added = headAddition(context, at, name);
  const removed = removal(context, at);
  return added && removed
    ? [{ title: `Take \`${name}\` at the head of the file`, edits: [added, removed], preferred: true }]
    : [];
}

/** Whether the argument is that of a module within a file which is a module of the flake itself. */
function hasOwnHead(context: RuleContext, at: Span): boolean {
  const isOfFlake = cellsByFile(context.graph).get(at.file)?.status === "imported";
  return isOfFlake && formalAt(context, at)?.lambda !== context.treeOf(at.file)?.root;
}
