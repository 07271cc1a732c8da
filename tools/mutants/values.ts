// Mistakes in values and arguments.
import { basename } from "node:path";
import type { Occurrence } from "../../server/names/name-index.ts";
import { enclosing } from "../../server/syntax/enclosing.ts";
import type { Identifier, Lambda } from "../../server/syntax/syntax-tree.ts";
import { type Span, spanKey } from "../../server/text.ts";
import type { Mutant, Source } from "./source.ts";
import { bindingOf, isJudged, replaced, shownOption } from "./source.ts";

/** A literal that the option's type rejects. */
export function wrongType(source: Source): Mutant[] {
  return source.uses.flatMap(({ file, occurrence, options }) => {
    const [option] = options;
    if (occurrence.use !== "define" || occurrence.uncertain || options.length !== 1 || !option) return [];
    if (option.path.length !== occurrence.path.length || !isJudged(source.graph, option)) return [];
    const value = bindingOf(source, file, occurrence.range)?.value;
    if (!value) return [];
    const written = source.textOf(file).slice(value.start, value.end);
    const wrong = wrongLiteral((option.type ?? "").replace(/^null or /, ""), value.kind, written);
    if (wrong === undefined) return [];
    return [replaced(source, `${shownOption(option)} = ${wrong}`, { file, start: value.start, end: value.end }, wrong)];
  });
}

/**
 * Undefined where the type could take anything else, or the value is not a literal.
 * `type`: as nixpkgs describes it
 */
function wrongLiteral(type: string, kind: string, written: string) {
  if (/ or /.test(type) && !/^one of/.test(type)) return undefined;
  if (type === "boolean") return written === "true" || written === "false" ? '"yes"' : undefined;
  if (/^one of/.test(type)) return kind === "string" ? '"none of these"' : undefined;
  if (/^(non-empty )?string/.test(type)) return kind === "string" && !written.includes("\n") ? "17" : undefined;
  if (/integer/.test(type)) return kind === "integer" ? '"many"' : undefined;
  return /^list of/.test(type) && kind === "list" && !written.includes("\n") ? "true" : undefined;
}

/** A leaf asks for its own `config`, and what it reads of the flake's is looked for there. */
export function innerConfig(source: Source): Mutant[] {
  return leafFunctions(source).flatMap(({ file, lambda, reads }) => {
    const { formals } = lambda;
    if (!formals || formals.formals.some(({ name }) => name.name === "config")) return [];
    const written = source.textOf(file);
    const lost = reads.filter(
      ({ occurrence, options }) =>
        occurrence.scope.kind === "flake" &&
        options.length > 0 &&
        written.slice(...pieceBefore(written, occurrence)).endsWith("config."),
    );
    if (lost.length === 0) return [];
    const at = { file, start: formals.start + 1, end: formals.start + 1 };
    const places = lost.map(({ occurrence }) => ({ file, ...occurrence.range }));
    const comma = formals.formals.length > 0 || formals.open ? ", " : " ";
    return [replaced(source, `config of a leaf in ${basename(file)}`, at, ` config${comma}`, [at, ...places])];
  });
}

/** The text before the first written piece of a path. */
function pieceBefore(text: string, { pieces }: Occurrence): [number, number] {
  const start = pieces.find((piece) => piece !== undefined)?.start ?? 0;
  return [Math.max(0, start - 40), Math.min(start, text.length)];
}

/** A leaf no longer asks for its own `config`, and what it reads of it is looked for in the flake's. */
export function outerConfig(source: Source): Mutant[] {
  return leafFunctions(source).flatMap(({ file, lambda, reads, outer }) => {
    const own = lambda.formals?.formals.find(({ name }) => name.name === "config");
    const lost = reads.filter(
      ({ occurrence }) => occurrence.scope.kind === "module" && !occurrence.guarded && !occurrence.uncertain,
    );
    if (!own || !outer.has("config") || lost.length === 0) return [];
    const places = lost.map(({ occurrence }) => ({ file, ...occurrence.range }));
    return withoutFormal(source, file, own.name, `no config of a leaf in ${basename(file)}`, places);
  });
}

/** A module no longer asks for an argument that it uses. Where another function around it has an argument of that name, that one is used. */
export function missingArgument(source: Source): Mutant[] {
  return source.files.flatMap((file) => {
    const bindings = source.snapshot.namesOf(file)?.bindings ?? [];
    const lambdas = source.expressionsOf(file).filter((one) => one.kind === "lambda");
    return lambdas.flatMap((lambda) =>
      (lambda.kind === "lambda" && lambda.formals?.open ? lambda.formals.formals : []).flatMap(({ name, fallback }) => {
        const binding = bindings.find(
          ({ kind, definitions }) => kind === "formal" && definitions[0]?.start === name.start,
        );
        if (!binding || binding.uses.length === 0 || fallback) return [];
        const above = bindings.filter((one) => one !== binding && one.name === name.name);
        if (above.length > 0) return [];
        const places = binding.uses.map((use) => ({ file, ...use }));
        return withoutFormal(source, file, name, `no ${name.name} in ${basename(file)}`, places);
      }),
    );
  });
}

function withoutFormal(
  source: Source,
  file: string,
  name: Identifier,
  title: string,
  places: readonly Span[],
): Mutant[] {
  const text = source.textOf(file);
  const [after = ""] = /^[ \t]*,[ \t]*/.exec(text.slice(name.end)) ?? [];
  const [before = ""] = /,[ \t]*$/.exec(text.slice(0, name.start)) ?? [];
  if (after === "" && before === "") return [];
  const at =
    after !== ""
      ? { file, start: name.start, end: name.end + after.length }
      : { file, start: name.start - before.length, end: name.end };
  return [replaced(source, title, at, "", places)];
}

function argumentsOf({ parameter, formals }: Lambda) {
  return [...(parameter ? [parameter.name] : []), ...(formals?.formals ?? []).map(({ name }) => name.name)];
}

/** Functions that are leaves, with what is read inside of them and the arguments of the functions around them. */
function leafFunctions(source: Source) {
  const spans = new Set(source.graph.leaves.map(({ at }) => spanKey(at)));
  return source.files.flatMap((file) =>
    source.expressionsOf(file).flatMap((lambda) => {
      if (lambda.kind !== "lambda" || !spans.has(spanKey({ file, start: lambda.start, end: lambda.end }))) return [];
      const reads = source.uses.filter(
        ({ file: other, occurrence }) =>
          other === file &&
          occurrence.use === "read" &&
          lambda.start <= occurrence.range.start &&
          occurrence.range.end <= lambda.end,
      );
      const tree = source.snapshot.treeOf(file);
      const around = tree ? enclosing(tree, lambda).slice(0, -1) : [];
      const outer = around.flatMap((one) => (one.kind === "lambda" ? argumentsOf(one) : []));
      return [{ file, lambda, reads, outer: new Set(outer) }];
    }),
  );
}
