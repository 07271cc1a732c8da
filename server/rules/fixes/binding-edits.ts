import { enclosing } from "../../syntax/enclosing.ts";
import type { AttributeSet, Bind, SyntaxTree } from "../../syntax/syntax-tree.ts";
import type { Edit, OffsetRange } from "../../text.ts";
import { isPlainName } from "../fix.ts";
import { endOfLine, indentationOf, isSorted } from "./list-items.ts";

/** A binding of a set, and which piece of its path was asked for. */
export interface BindingAt {
  readonly set: AttributeSet;
  readonly bind: Bind;
  readonly piece: number;
}

/** The binding one of whose names begins there. */
export function bindingAt(tree: SyntaxTree | undefined, { start, end }: OffsetRange): BindingAt | undefined {
  const around = tree ? enclosing(tree, { start, end }) : [];
  for (const set of around.toReversed()) {
    if (set.kind !== "set") continue;
    for (const bind of set.bindings) {
      const piece = bind.kind === "bind" ? bind.path.findIndex((name) => name.start === start) : -1;
      if (bind.kind === "bind" && piece >= 0) return { set, bind, piece };
    }
  }
  return undefined;
}

/** Names as they are written in an attribute path. */
export function attributePath(names: readonly string[]): string {
  return names.map((name) => (isPlainName(name) ? name : JSON.stringify(name))).join(".");
}

/**
 * Puts a binding beside another, as these stand there: on lines of its own, with a blank line where the others have one, in its
 * place where they are sorted. `written` is given the indentation of its first line, none where all stand on one line.
 */
export function bindingAddition(
  text: string,
  file: string,
  { set, bind }: BindingAt,
  path: string,
  written: (indentation: string | undefined) => string,
): Edit {
  const binds = set.bindings.filter((one) => one.kind === "bind");
  const after = placeAfter(text, binds, bind, path);
  const indentation = indentationOf(text, bind.start);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const code = `${path} = ${written(indentation)};`.replaceAll("\n", lineBreak);
  if (indentation === undefined) {
    const at = after ? after.end : bind.start;
    return { file, start: at, end: at, text: after ? ` ${code}` : `${code} ` };
  }
  const gap = isSpaced(text, binds, bind) ? lineBreak : "";
  if (!after) return { file, start: bind.start, end: bind.start, text: `${code}${lineBreak}${gap}${indentation}` };
  const at = endOfLine(text, after.end);
  return { file, start: at, end: at, text: `${lineBreak}${gap}${indentation}${code}` };
}

/** The binding to stand behind: `bind`, unless all are sorted. */
function placeAfter(text: string, binds: readonly Bind[], bind: Bind, path: string): Bind | undefined {
  const written = binds.map(({ path: names }) => text.slice(names[0]?.start, names.at(-1)?.end));
  if (!isSorted(written)) return bind;
  const greater = written.findIndex((one) => one > path);
  return greater < 0 ? binds.at(-1) : binds[greater - 1];
}

/** Whether a blank line parts the binding from its neighbour. */
function isSpaced(text: string, binds: readonly Bind[], bind: Bind): boolean {
  const at = binds.indexOf(bind);
  const [before, behind] = [binds[at - 1], binds[at + 1]];
  const gap = before ? text.slice(before.end, bind.start) : behind ? text.slice(bind.end, behind.start) : "";
  return /\n[ \t]*\r?\n/.test(gap);
}
