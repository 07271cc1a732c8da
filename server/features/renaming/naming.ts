import type { NameIndex } from "../../names/name-index.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import type { Expression, Inherit } from "../../syntax/syntax-tree.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import { covers, type Edit, type OffsetRange } from "../../text.ts";
import { attributeName, isIdentifier, quotedName } from "./attribute-name.ts";
import { applied, distinct } from "./edit.ts";

/**
 * A place that writes the name: reading it, giving a value to it, as a string, as the name of a variable, as an argument that callers
 * give by its name, with all its uses, or as a piece of a path in angle brackets.
 */
export interface Naming {
  readonly file: string;
  readonly range: OffsetRange;
  readonly as: "read" | "given" | "string" | "variable" | "argument" | "searchPath";
}

/**
 * The edits that write another name at the places. Undefined when it cannot be written at one of them. An `inherit` that can no longer
 * inherit becomes a binding; with `follow`, a `let` that inherits the name takes the new one, and its uses too.
 */
export function writeName(
  flake: LiveFlake,
  namings: readonly Naming[],
  name: string,
  follow: boolean,
): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const file of new Set(namings.map((naming) => naming.file))) {
    const inFile = namings.filter((naming) => naming.file === file);
    const written = writeInFile(flake, file, inFile, name, follow && isIdentifier(name));
    if (!written) return undefined;
    edits.push(...written);
  }
  return edits;
}

function writeInFile(
  { textOf, treeOf, namesOf }: LiveFlake,
  file: string,
  namings: readonly Naming[],
  name: string,
  follow: boolean,
): readonly Edit[] | undefined {
  const text = textOf(file);
  const tree = treeOf(file);
  const names = namesOf(file);
  if (text === undefined || !tree || !names) return undefined;
  const inherits = inheritsOf(tree.root);
  const changed = new Changed(file, name);
  const todo = namings.flatMap((naming) => (naming.as === "argument" ? wholeArgument(names, naming) : [naming]));
  if (follow) todo.push(...namings.flatMap((naming) => usesOfInherited(names, inherits, naming)));
  for (const { range, as } of todo) {
    const inherited = inherits.get(range.start);
    if (inherited) changed.inherit(inherited, range, as, follow && inherited.inLet);
    else if (as === "searchPath") {
      if (!SEARCH_PATH_PIECE.test(name)) return undefined;
      changed.put(range, name);
    } else if (as === "string" || text[range.start] === '"') changed.put(range, quotedName(name));
    else if (as === "variable" || isFree(names, range)) {
      if (!isIdentifier(name)) return undefined;
      changed.put(range, name);
    } else changed.put(range, attributeName(name));
  }
  return changed.finish(text);
}

/** What may stand between the slashes of `<a/b>` and holds no further separator of den's names. */
const SEARCH_PATH_PIECE = /^[A-Za-z0-9_+-]+$/;

interface Inherited {
  readonly inherit: Inherit;
  readonly inLet: boolean;
}

/** By the start of each inherited name. */
function inheritsOf(root: Expression): ReadonlyMap<number, Inherited> {
  const found = new Map<number, Inherited>();
  forEachNode(root, (node) => {
    if (node.kind !== "set" && node.kind !== "let" && node.kind !== "hole") return;
    const below = node.kind === "hole" ? node.salvage : node.bindings;
    for (const inherit of below) {
      if (inherit.kind !== "inherit") continue;
      for (const { start } of inherit.names) found.set(start, { inherit, inLet: node.kind === "let" });
    }
  });
  return found;
}

/** A `with` supplies it. */
function isFree({ freeNames }: NameIndex, { start }: OffsetRange): boolean {
  return freeNames.some(({ range }) => range.start === start);
}

function usesOfInherited(
  { bindings, file }: NameIndex,
  inherits: ReadonlyMap<number, Inherited>,
  { range, as }: Naming,
): readonly Naming[] {
  const inherited = inherits.get(range.start);
  if (as !== "read" || !inherited?.inLet || !inherited.inherit.from) return [];
  const local = bindings.find(({ definitions }) => definitions.some(({ start }) => start === range.start));
  return (local?.uses ?? []).map((use) => ({ file, range: use, as: "variable" }));
}

function wholeArgument({ bindings }: NameIndex, { file, range }: Naming): readonly Naming[] {
  const local = bindings.find(({ definitions }) => definitions.some(({ start }) => start === range.start));
  return [range, ...(local?.uses ?? [])].map((one) => ({ file, range: one, as: "variable" }));
}

/** The edits of one file while they are gathered. */
class Changed {
  private readonly file: string;
  private readonly name: string;
  private readonly edits: Edit[] = [];
  /** What becomes of inherited names: what is read, and what it is called here. */
  private readonly inherits = new Map<Inherit, Map<number, { read: boolean; given: boolean }>>();

  constructor(file: string, name: string) {
    this.file = file;
    this.name = name;
  }

  put({ start, end }: OffsetRange, text: string): void {
    this.edits.push({ file: this.file, start, end, text });
  }

  inherit({ inherit }: Inherited, { start }: OffsetRange, as: Naming["as"], both: boolean): void {
    const names = this.inherits.get(inherit) ?? new Map<number, { read: boolean; given: boolean }>();
    this.inherits.set(inherit, names);
    const known = names.get(start) ?? { read: false, given: false };
    const reads = as === "read" || as === "variable";
    names.set(start, {
      read: known.read || reads,
      given: known.given || as === "given" || (reads && both && !!inherit.from),
    });
  }

  finish(text: string): readonly Edit[] | undefined {
    const plain = distinct(this.edits);
    if (!plain) return undefined;
    const inherits = [...this.inherits].sort(([a], [b]) => b.start - a.start);
    return inherits.reduce((edits, [inherit, names]) => this.withInherit(text, edits, inherit, names), plain);
  }

  private withInherit(
    text: string,
    edits: readonly Edit[],
    inherit: Inherit,
    names: ReadonlyMap<number, { read: boolean; given: boolean }>,
  ): readonly Edit[] {
    const { from, start, end } = inherit;
    const whole = inherit.names.filter((one) => names.get(one.start)?.read !== names.get(one.start)?.given);
    if (whole.length === 0) {
      const renamed = inherit.names.filter((one) => names.has(one.start));
      const put = renamed.map((one) => ({
        file: this.file,
        start: one.start,
        end: one.end,
        text: attributeName(this.name),
      }));
      return [...edits, ...put];
    }
    const inFrom = edits.filter((edit) => from && covers(from, edit));
    const source = from && applied(text.slice(from.start, from.end), inFrom, from.start);
    const rest = inherit.names.filter((one) => !whole.includes(one));
    const written = (one: OffsetRange, changes: boolean) =>
      changes ? attributeName(this.name) : text.slice(one.start, one.end);
    const parts = whole.map((one) => {
      const { read, given } = names.get(one.start) ?? { read: false, given: false };
      const left = written(one, given);
      if (from) return `${left} = ${selectable(from, source ?? "")}.${written(one, read)};`;
      return `${left} = ${written(one, read)};`;
    });
    if (rest.length > 0) {
      const kept = rest.map((one) => written(one, names.has(one.start))).join(" ");
      parts.unshift(`inherit ${from ? `(${source}) ` : ""}${kept};`);
    }
    const lineStart = text.lastIndexOf("\n", start) + 1;
    const indent = /^[ \t]*$/.test(text.slice(lineStart, start)) ? `\n${text.slice(lineStart, start)}` : " ";
    const others = edits.filter((edit) => edit.end <= start || edit.start >= end);
    return [...others, { file: this.file, start, end, text: parts.join(indent) }];
  }
}

/** What a path can be selected from as it is. */
function selectable(from: Expression, source: string): string {
  const simple = from.kind === "variable" || from.kind === "set" || (from.kind === "select" && !from.fallback);
  return simple ? source : `(${source})`;
}
