import type { Graph, NameTree } from "../graph/graph.ts";
import { isOneTypo } from "../graph/typos.ts";
import type { Occurrence } from "../names/name-index.ts";
import { isAny, isComputed, type OptionPattern, type PatternPiece, showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import { renaming } from "./fix.ts";
import { declaringFixes } from "./fixes/declare-option.ts";
import { optionsRead } from "./fixes/new-options.ts";
import { nearMatch } from "./near-match.ts";
import { leafClass } from "./outer-config.ts";
import type { Report, RuleContext } from "./rule.ts";
import { occurrencesWhere, soundOccurrences, type WrittenOption } from "./written-options.ts";

/** Reads of names that no option of the flake has, in a namespace whose options are all known. */
export function misspeltReads(context: RuleContext): readonly Report[] {
  // A broken file may hold the declaration.
  if (context.syntaxProblems.size > 0) return [];
  return soundOccurrences(context, readsOfMissing).flatMap((read) => reportOn(context, read));
}

const readsOfMissing = occurrencesWhere(
  (occurrence, { graph }) => occurrence.use === "read" && missingName(graph, occurrence) !== undefined,
);

function reportOn(context: RuleContext, { file, occurrence }: WrittenOption): readonly Report[] {
  const found = missingName(context.graph, occurrence);
  if (!found) return [];
  const { path, name, names, piece } = found;
  const range = occurrence.pieces[piece];
  const near = nearMatch(name, names);
  // Where absence is allowed for, only a typo is worth reporting.
  if (!range || (near === undefined && occurrence.guarded)) return [];
  const at = { file, ...range };
  // In a leaf, the other `config` is meant.
  if (found.path.length === 0 && leafClass(context, at) !== undefined) return [];
  const advice = near === undefined ? "" : ` Did you mean \`${showOption([...path, near])}\`?`;
  const effect = occurrence.guarded ? "it is never found" : "Nix stops when it gets here";
  const message = `No module declares the option \`${showOption([...path, name])}\`, which is read here, so ${effect}.${advice}`;
  const whole = [...path, name];
  const fixes = () => [
    ...(near === undefined ? [] : renaming(context, at, name, near)),
    ...(isOneTypo(name, near ?? "")
      ? []
      : declaringFixes(context, { path: whole, at, hosts: [] }, (option) => optionsRead(context, option))),
  ];
  return [{ message, at, severity: stopsNix(context.graph, at) ? "error" : "warning", fixes }];
}

/** Whether the read at the place is reported as one that no option answers. */
export function isMisspeltRead(context: RuleContext, { file, start }: Span): boolean {
  return misspeltReads(context).some(({ at }) => at.file === file && at.start === start);
}

/** Whether Nix gets to the place, and stops there. */
function stopsNix({ problems }: Graph, { file, start }: Span): boolean {
  return problems.some(({ kind, at }) => kind === "failure" && at?.file === file && at.start === start);
}

interface MissingName {
  readonly path: OptionPattern;
  readonly name: string;
  readonly names: readonly string[];
  /** Which piece of the path it is. */
  readonly piece: number;
}

/** The first piece of a path that is not a name there. Undefined: all are, or nobody can say. */
function missingName(graph: Graph, { scope, path, uncertain }: Occurrence): MissingName | undefined {
  if (scope.kind !== "flake" || uncertain) return undefined;
  let tree: NameTree = graph.declared;
  const above: PatternPiece[] = [];
  for (const [piece, name] of path.entries()) {
    const next: NameTree | undefined = (typeof name === "string" ? tree.names.get(name) : undefined) ?? tree.any;
    if (isComputed(name)) return undefined;
    if (!next) {
      if (isAny(name)) return undefined;
      const isKnown = !tree.open && !isSharedWithInput(graph.root.inputs, path[0]);
      return isKnown ? { path: above, name, names: [...tree.names.keys()], piece } : undefined;
    }
    above.push(name);
    tree = next;
  }
  return undefined;
}

/** The module of an input may declare more under the input's name. */
function isSharedWithInput(
  inputs: readonly { readonly name: string }[],
  root: Occurrence["path"][number] | undefined,
): boolean {
  return inputs.some(({ name }) => name === root);
}
