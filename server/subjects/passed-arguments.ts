import type { AttributeName, Binding, Expression, Lambda, SyntaxTree } from "../syntax/syntax-tree.ts";
import { forEachNode } from "../syntax/tree-walk.ts";
import { covers, type OffsetRange, type Span } from "../text.ts";
import { graphIndexOf } from "./graph-index.ts";
import { entryOf } from "./grouping.ts";
import type { LiveFlake } from "./live-flake.ts";

/** The parameter of builders of systems whose attributes modules get as arguments, and that of Home Manager for its own modules. */
type Parameter = "specialArgs" | "extraSpecialArgs";

interface PassedArgument extends OffsetRange {
  readonly name: string;
  readonly by: Parameter;
}

/** Names that the flake passes to the modules of systems, as far as they are written there. */
export function passedNames(flake: LiveFlake): readonly string[] {
  return [...new Set(passedArguments(flake).map(({ name }) => name))];
}

/** Where what a module of a system takes as an argument is passed to it; empty when the range is not such an argument. */
export function passedAt(
  flake: LiveFlake,
  file: string,
  formal: OffsetRange & { readonly name: string },
): readonly Span[] {
  const lambda = lambdaTaking(flake, file, formal);
  const leaf =
    lambda &&
    graphIndexOf(flake.graph)
      .leavesIn.get(file)
      ?.find(({ at }) => isWhole(flake, flake.nowSpan(at), lambda));
  if (!leaf) return [];
  const passed = passedArguments(flake).filter(({ name }) => name === formal.name);
  const wanted = leaf.class === "homeManager" ? "extraSpecialArgs" : "specialArgs";
  const fitting = passed.filter(({ by }) => by === wanted);
  return (fitting.length > 0 ? fitting : passed).map((one) => ({ file: one.file, start: one.start, end: one.end }));
}

function lambdaTaking(flake: LiveFlake, file: string, { start }: OffsetRange): Lambda | undefined {
  const root = flake.treeOf(file)?.root;
  let found: Lambda | undefined;
  if (root)
    forEachNode(root, (node) => {
      if (node.kind === "lambda" && node.formals?.formals.some(({ name }) => name.start === start)) found = node;
    });
  return found;
}

/** Whether the function is all that the span holds but brackets. */
function isWhole(flake: LiveFlake, at: Span, lambda: Lambda): boolean {
  const before = flake.textOf(at.file)?.slice(at.start, lambda.start) ?? "";
  return covers(at, lambda) && /^[\s(]*$/.test(before);
}

const remembered = new WeakMap<SyntaxTree, readonly PassedArgument[]>();

function passedArguments(flake: LiveFlake): readonly (PassedArgument & { readonly file: string })[] {
  return flake.files.flatMap((file) => {
    const tree = flake.treeOf(file);
    if (!tree) return [];
    const known = remembered.get(tree) ?? passedIn(tree.root);
    remembered.set(tree, known);
    return known.map((one) => ({ ...one, file }));
  });
}

function passedIn(root: Expression): readonly PassedArgument[] {
  const found = new Map<number, PassedArgument>();
  const note = (name: AttributeName | undefined, by: Parameter) => {
    if (name?.kind === "static")
      entryOf(found, name.start, () => ({ name: name.name, start: name.start, end: name.end, by }));
  };
  const noteAll = (value: Expression, by: Parameter): void => {
    if (value.kind === "binary" && value.operator === "//") {
      noteAll(value.left, by);
      noteAll(value.right, by);
    }
    for (const binding of value.kind === "set" ? value.bindings : [])
      for (const name of namesOf(binding)) note(name, by);
  };
  forEachNode(root, (node) => {
    if (node.kind !== "bind") return;
    const at = node.path.findIndex((name) => name.kind === "static" && isParameter(name.name));
    const parameter = node.path[at];
    if (parameter?.kind !== "static" || !isParameter(parameter.name)) return;
    if (at === node.path.length - 1) noteAll(node.value, parameter.name);
    else note(node.path[at + 1], parameter.name);
  });
  return [...found.values()];
}

function namesOf(binding: Binding): readonly AttributeName[] {
  return binding.kind === "bind" ? binding.path.slice(0, 1) : binding.names;
}

function isParameter(name: string): name is Parameter {
  return name === "specialArgs" || name === "extraSpecialArgs";
}
