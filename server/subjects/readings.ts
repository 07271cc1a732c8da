import { type ContextSource, contextsOf } from "./contexts.ts";
import { type GraphIndex, graphIndexOf } from "./graph-index.ts";
import { stepsInto } from "./module-steps.ts";
import { mayBeAliased, throughAliases } from "./other-names.ts";
import type { PathInScope, WrittenInScope } from "./path-in-scope.ts";

/**
 * What a path at an offset of a file may mean: for each module system that the code is part of, the ways to read it, the innermost first.
 * Empty: nothing is known of its surroundings.
 */
export function pathReadings(
  source: ContextSource,
  file: string,
  { path, scope }: WrittenInScope,
  offset: number,
): readonly (readonly PathInScope[])[] {
  const index = graphIndexOf(source.graph);
  const contexts = contextsOf(source, file, scope, offset);
  return contexts.map((context) =>
    readingsOf(index, withArguments(index, { path: [...context.path, ...path], class: context.class })),
  );
}

/** All readings of a path, the likeliest first. */
export function pathsOf(
  source: ContextSource,
  file: string,
  path: WrittenInScope,
  offset: number,
): readonly PathInScope[] {
  return pathReadings(source, file, path, offset).flat();
}

/** Libraries hand their whole option over as a module argument of its name: `den.aspects.x` of `{ den, ... }:`. */
function withArguments(index: GraphIndex, asked: PathInScope): PathInScope {
  const [first, second, name, ...rest] = asked.path;
  if (first !== "_module" || second !== "args" || typeof name !== "string" || rest.length === 0) return asked;
  const path = [name, ...rest];
  const isKnown = index.options.get("")?.below.has(name) || index.branches.below.has(name) || mayBeAliased(index, path);
  return isKnown ? { path, class: undefined } : asked;
}

/**
 * The ways to read a path, the innermost first: `flake.modules.nixos.base.services.x` is `services.x` of a nixos module, else what it
 * is literally. The innermost that the flake declares something for is meant.
 */
function readingsOf(index: GraphIndex, { path, class: moduleClass }: PathInScope): readonly PathInScope[] {
  const literal: PathInScope = { path, class: moduleClass };
  const inner = stepsInto(index, literal)
    .filter(({ rest }) => rest.length > 0)
    .flatMap((step) => readingsOf(index, { path: step.rest, class: step.class }));
  const aliased = throughAliases(index, literal);
  // An option of its own is meant by its name, though what it holds goes on to another.
  const own = aliased.filter(({ asked, replaces }) => asked === path.length && !replaces);
  const others = aliased.filter((one) => !own.includes(one));
  return [...inner, ...others.map(inScope), literal, ...own.map(inScope)];
}

function inScope({ path, class: moduleClass }: PathInScope): PathInScope {
  return { path, class: moduleClass };
}
