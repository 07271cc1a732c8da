import { endOf, identifierOf, type Lowering, report } from "./lowering.ts";
import type { GrammarNode } from "./nodes.ts";
import type { Formal, Formals, Identifier, Lambda } from "./syntax-tree.ts";

/** `x: …`, `{ … }: …`, with `@` on either side. */
export function lowerFunction(lowering: Lowering, node: GrammarNode): Lambda {
  const children = node.soundChildren;
  const heads = children.slice(0, -1);
  const name = heads.find((head) => head.type === "identifier");
  const set = heads.find((head) => head.type === "formals");
  const parameter = name && parameterOf(lowering, name);
  const formals = set && lowerFormals(lowering, set);
  reportDuplicates(lowering, parameter, formals);
  const body = lowering.expression(children.at(-1), endOf(node));
  return { kind: "lambda", seen: false, parameter, formals, body, start: node.start, end: node.end };
}

function lowerFormals(lowering: Lowering, node: GrammarNode): Formals {
  const children = node.soundChildren;
  const formals = children.flatMap((child) => (child.type === "formal" ? lowerFormal(lowering, child) : []));
  const open = children.some((child) => child.type === "ellipses");
  return { formals, open, start: node.start, end: node.end };
}

function lowerFormal(lowering: Lowering, node: GrammarNode): Formal[] {
  const [name, fallback] = node.soundChildren;
  if (!name || name.start === name.end) return [];
  return [
    {
      name: parameterOf(lowering, name),
      fallback: fallback && lowering.expression(fallback, endOf(node)),
      start: node.start,
      end: node.end,
    },
  ];
}

function parameterOf(lowering: Lowering, node: GrammarNode): Identifier {
  const identifier = identifierOf(lowering, node);
  if (identifier.name === "or") report(lowering, node, "`or` cannot be the name of an argument");
  return identifier;
}

function reportDuplicates(lowering: Lowering, parameter: Identifier | undefined, formals: Formals | undefined): void {
  const seen = new Set(parameter && [parameter.name]);
  for (const { name } of formals?.formals ?? []) {
    if (seen.has(name.name)) report(lowering, name, `the argument \`${name.name}\` is already named here`);
    seen.add(name.name);
  }
}
