import { enclosing } from "../syntax/enclosing.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import { covers, type Edit, type Span } from "../text.ts";
import type { RuleContext } from "./rule.ts";

/** A way to do something about a finding. */
export interface Fix {
  readonly title: string;
  /** In the texts that the finding was made from. They do not overlap. */
  readonly edits: readonly Edit[];
  /** Files that it makes beside. */
  readonly creates?: readonly NewFile[];
  /** The one that is most likely meant. */
  readonly preferred?: boolean;
  /** It cannot change what a sound flake means, so that it may be done everywhere at once, unseen. */
  readonly safe?: boolean;
  /** What no edit can do. */
  readonly command?: FixCommand;
}

/** A file that is not there yet. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** `track`: tell git that the file belongs to the repository (`git add -N`). */
export interface FixCommand {
  readonly kind: "track";
  readonly file: string;
}

/**
 * Puts another name in the place of a wrong one: a piece of an attribute path, a variable, or a string, whose quotes stay. Empty
 * where the place does not spell that name, or where more would have to change than the name.
 */
export function renaming({ textOf, treeOf }: RuleContext, at: Span, wrong: string, right: string): readonly Fix[] {
  const written = textOf(at.file)?.slice(at.start, at.end);
  const tree = treeOf(at.file);
  if (!tree || (written !== wrong && written !== JSON.stringify(wrong))) return [];
  const around = enclosing(tree, at).at(-1);
  const isVariable = around?.kind === "variable";
  if (!around || isInherited(around, at) || (isVariable && !isPlainName(right))) return [];
  const text = written === wrong && isPlainName(right) ? right : JSON.stringify(right);
  return [{ title: `Change to \`${right}\``, edits: [{ ...at, text }], preferred: true }];
}

/** A name in an `inherit` is bound as well as read. */
function isInherited(around: Expression, at: Span): boolean {
  const bindings = around.kind === "set" || around.kind === "let" ? around.bindings : [];
  return bindings.some((binding) => binding.kind === "inherit" && covers(binding, at));
}

/** What needs no quotes in an attribute path. */
export function isPlainName(name: string): boolean {
  return /^[a-zA-Z_][\w'-]*$/.test(name) && !keywords.has(name);
}

const keywords: ReadonlySet<string> = new Set("if then else let inherit in rec with assert or".split(" "));

/** Puts another file name in the place of the last piece of a path. Empty where the place is not such a path. */
export function renamedPath({ textOf }: RuleContext, at: Span, wrong: string, right: string): readonly Fix[] {
  const written = textOf(at.file)?.slice(at.start, at.end);
  if (!written?.endsWith(`/${wrong}`) || !/^[\w.+-]+$/.test(right)) return [];
  const start = at.end - wrong.length;
  return [{ title: `Change to \`${right}\``, edits: [{ ...at, start, text: right }], preferred: true }];
}

export function trackingFix(file: string): Fix {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return { title: `Add \`${name}\` to git`, edits: [], preferred: true, command: { kind: "track", file } };
}
