import { type FlatBinding, flatBindings } from "../../syntax/flat-bindings.ts";
import type { Expression } from "../../syntax/syntax-tree.ts";
import type { Edit } from "../../text.ts";
import { isPlainName } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { indentationOf } from "./list-items.ts";

/** What flake.nix says below `inputs`, which Nix takes only as it is written there; paths begin with the input's name. */
export function writtenInputs({ graph, treeOf }: RuleContext): readonly FlatBinding[] {
  const root = treeOf(graph.root.file)?.root;
  if (root?.kind !== "set") return [];
  return flatBindings(root).flatMap(({ path, names, value }) =>
    path[0] === "inputs" ? [{ path: path.slice(1), names: names.slice(1), value }] : [],
  );
}

/** The string that an expression is, where nothing is put into it. */
export function plainString(value: Expression | undefined): string | undefined {
  return value?.kind === "string" && value.parts.every((part) => typeof part === "string")
    ? value.parts.join("")
    : undefined;
}

/** Declares an input below the last one, in the form that this one has. Its owner is for the user to fill in. */
export function inputAddition(context: RuleContext, name: string): Edit | undefined {
  const { file } = context.graph.root;
  const text = context.textOf(file);
  const last = writtenInputs(context).findLast(({ path, value }) => path.length === 2 && path[1] === "url" && value);
  const [, url] = last?.names ?? [];
  if (text === undefined || !last?.value || !url || !isPlainName(name)) return undefined;
  const lineStart = text.lastIndexOf("\n", last.value.start) + 1;
  const isFlat = /^[ \t]*inputs\./.test(text.slice(lineStart));
  const semicolon = text.indexOf(";", last.value.end);
  const blank =
    indentationOf(text, last.names[0]?.start ?? lineStart) ??
    indentationOf(text, text.slice(lineStart).search(/\S/) + lineStart);
  const before = blank === undefined ? " " : `\n${blank}`;
  const written = `${before}${isFlat ? "inputs." : ""}${name}.url = "github:owner/${name}";`;
  return semicolon < 0 ? undefined : { file, start: semicolon + 1, end: semicolon + 1, text: written };
}
