import { startsWith } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import { branchDefinitions } from "./branch-places.ts";
import { definersOf, groupDeclarers } from "./definers.ts";
import { graphIndexOf } from "./graph-index.ts";
import { inputPlaces } from "./input-words.ts";
import { type LiveFlake, nowSpans, type Place } from "./live-flake.ts";
import { optionsAlong } from "./option-tree.ts";
import { passedAt } from "./passed-arguments.ts";
import type { PathInScope } from "./path-in-scope.ts";
import { fileAt } from "./path-targets.ts";
import type { Subject } from "./subject.ts";

/*
 * Where a word leads. The graph knows declarations of options and places of branches from the evaluation; they are brought to where they
 * are in the files now. What the graph has no place for is looked for in the files' words (`definers.ts`). A second step goes further, where
 * the word stands at its own definition: from a value that is set to the option that it is part of, from an argument of a module to where
 * that is passed. Declaration, implementation and type are other choices among the same places; the questions make them.
 */

/** Where what a word speaks of is defined, in the files as they are now. `place`: that of the word. */
export function definitionsOf(flake: LiveFlake, { file }: Place, subject: Subject): readonly Span[] {
  switch (subject.kind) {
    case "options":
      return nowSpans(
        flake,
        subject.options.flatMap(({ declarations }) => declarations),
      );
    case "branches":
      return branchDefinitions(flake, subject.branches);
    case "value":
      return valueDefinitions(flake, file, subject);
    case "group": {
      const places = groupDeclarers(flake, subject.path);
      return places.length > 0 ? places : nowSpans(flake, declaredBelow(flake, subject.path));
    }
    case "binding":
      return bindingDefinitions(flake, file, subject);
    case "path":
      return fileTargets(flake, file, subject.path.text);
    case "input":
      return inputPlaces(flake, subject.name);
    case "free":
      return subject.free.withs.map((range) => ({ file, ...range }));
    default:
      return subject satisfies never;
  }
}

/** From its use to where it is bound; from there, if it is an argument of a module, to where that is passed. */
function bindingDefinitions(
  flake: LiveFlake,
  file: string,
  { binding, range }: Subject & { readonly kind: "binding" },
): readonly Span[] {
  const { definitions, kind, name } = binding;
  const isBound = kind === "formal" && definitions.some(({ start }) => start === range.start);
  const passed = isBound ? passedAt(flake, file, { ...range, name }) : [];
  return passed.length > 0 ? passed : definitions.map((one) => ({ file, ...one }));
}

/** Where a value is set; from there, to the declaration of the option that it is part of. */
function valueDefinitions(flake: LiveFlake, file: string, { path, range }: Subject & { readonly kind: "value" }) {
  const places = definersOf(flake, path);
  const isHere = places.every((at) => startKey(at) === startKey({ file, ...range }));
  const { options } = optionsAlong(graphIndexOf(flake.graph), path);
  const declared = isHere ? options.flatMap(({ declarations }) => declarations) : [];
  return declared.length > 0 ? nowSpans(flake, declared) : places;
}

/** Declarations of the options below a path. */
function declaredBelow({ graph }: LiveFlake, { path, class: moduleClass }: PathInScope): readonly Span[] {
  return graph.options
    .filter((option) => option.class === moduleClass && startsWith(option.path, path))
    .flatMap(({ declarations }) => declarations);
}

/** A directory stands for its default.nix. */
function fileTargets(flake: LiveFlake, from: string, text: string): readonly Span[] {
  const file = fileAt(flake, from, text);
  return file === undefined ? [] : [{ file, start: 0, end: 0 }];
}
