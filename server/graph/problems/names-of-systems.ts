import type { FlakeInput } from "../../flake/inputs.ts";
import { type Definition, pushDown } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import type { Machine } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { Span } from "../../text.ts";
import type { GraphProblem } from "../graph.ts";
import type { HostDraft } from "../host-draft.ts";
import { SYSTEM_CLASSES, SYSTEM_NAMESPACES, topNamesOf } from "../namespaces.ts";
import { isNearName } from "../typos.ts";
import { problem } from "./found.ts";
import { isSure } from "./sure-systems.ts";
import type { OwnOptions } from "./system-options.ts";
import { type Library, librariesDeclaring, librariesOf, moduleReference } from "./well-known-modules.ts";

/** What these problems are looked for with. */
export interface NamesContext extends OwnOptions {
  readonly machine: Machine;
  readonly inputs: readonly FlakeInput[];
}

interface Host {
  readonly id: string;
  /** Well-known libraries of which it has modules. */
  readonly libraries: readonly Library[];
  /** It has modules from elsewhere outside, which may declare anything. */
  readonly hasStrangers: boolean;
}

/**
 * First names that modules of a host set though neither they nor the system have them: those of a library whose module is missing, and
 * typos; and names of a library's own that this library does not have.
 */
export function namesOfSystems(context: NamesContext, { id, evaluations }: HostDraft): readonly GraphProblem[] {
  const found = evaluations
    .flatMap((evaluation) => evaluation.externals())
    .map((external) => librariesOf(external, context.inputs));
  const host = { id, libraries: found.flat(), hasStrangers: found.some((libraries) => libraries.length === 0) };
  return evaluations.flatMap((evaluation) => namesIn(context, evaluation, host));
}

function namesIn(context: NamesContext, evaluation: ModuleEvaluation, host: Host): readonly GraphProblem[] {
  const systemClass = evaluation.class ?? "";
  if (!SYSTEM_CLASSES.has(systemClass) || !isSure(evaluation)) return [];
  const level = evaluation.level();
  if (level.openDeclarations().length > 0) return [];
  return [...level.undeclaredHere()].flatMap(([name, definitions]): readonly GraphProblem[] => {
    if (context.isDeclared(systemClass, [name])) return [];
    const declaring = librariesDeclaring(name, "names");
    const taken = declaring.find((library) => host.libraries.includes(library));
    if (taken) return definitions.flatMap((definition) => namesInside(context, taken, name, definition, host));
    const at = definitions.flatMap((definition) => writtenAt(definition, context) ?? [])[0];
    if (!at || host.hasStrangers) return [];
    const told = { message: `The option \`${name}' does not exist.`, at, path: [name], hosts: [host.id] };
    const [library] = declaring;
    if (library) {
      const reference = moduleReference(library, systemClass, context.inputs);
      return [problem(told, { kind: "absent-library", title: library.title, reference })];
    }
    if (SYSTEM_NAMESPACES.has(name)) return [];
    const alternatives = topNamesOf(systemClass).filter((meant) => isNearName(name, meant));
    return alternatives.length > 0 ? [problem({ ...told, alternatives }, { kind: "undeclared" })] : [];
  });
}

/** What is set below a library's name that is almost one of its options. */
function namesInside(
  context: NamesContext,
  { inside }: Library,
  name: string,
  definition: Definition,
  { id, hasStrangers }: Host,
): readonly GraphProblem[] {
  return pushDown(context.machine, definition.value).sets.flatMap(({ set }) =>
    [...set.entries].flatMap(([inner, { at, maybe }]) => {
      const alternatives = inside.includes(inner) ? [] : inside.filter((meant) => isNearName(inner, meant));
      if (alternatives.length === 0 || maybe || !at || !context.isOwn(at.file)) return [];
      const path = [name, inner];
      const message = `The option \`${showOption(path)}' does not exist.`;
      const told = { message, at, path, alternatives, hosts: [id], certain: !hasStrangers };
      return [problem(told, { kind: "undeclared" })];
    }),
  );
}

/** Where the flake writes the name; undefined where it may not be set at all (`mkIf` would still be checked). */
function writtenAt({ at, wrappers }: Definition, { isOwn }: OwnOptions): Span | undefined {
  return at && isOwn(at.file) && wrappers.every(({ kind }) => kind !== "decided") ? at : undefined;
}
