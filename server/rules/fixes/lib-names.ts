import { enclosing } from "../../syntax/enclosing.ts";
import type { Binding, Expression, SyntaxTree } from "../../syntax/syntax-tree.ts";

/** How names of nixpkgs' `lib` are written at a place: bare, or behind something. */
export interface LibNames {
  /** `mkOption` or `lib.mkOption`; undefined where it cannot be had. */
  readonly write: (name: string) => string | undefined;
  /** `types.` or `lib.types.`, or nothing. */
  readonly types: string | undefined;
}

/**
 * `like`: a declaration that stands at the same place, whose style is taken over. A bare name is written only where it is bound.
 */
export function libNames(tree: SyntaxTree, text: string, offset: number, like: Expression | undefined): LibNames {
  const around = enclosing(tree, { start: offset, end: offset });
  const isBound = (name: string) => around.some((one) => bound(one, name));
  const opened = around.flatMap((one) => (one.kind === "with" ? [text.slice(one.scope.start, one.scope.end)] : []));
  const isOpen = opened.some((scope) => /(^|\.)lib$/.test(scope));
  const model = like ? text.slice(like.start, like.end) : "";
  const qualified = /^((?:[\w'-]+\.)*)mk\w*Option\b/.exec(model)?.[1];
  const lib = qualified || (isBound("lib") ? "lib." : undefined);
  const write = (name: string) => {
    const bare = isBound(name) || isOpen ? name : undefined;
    return qualified ? qualified + name : (bare ?? (lib === undefined ? undefined : lib + name));
  };
  return { write, types: typesPrefix(model, write("types")) };
}

function typesPrefix(model: string, otherwise: string | undefined): string | undefined {
  const prefix = /\btype\s*=\s*\(?((?:[\w'-]+\.)+)[a-zA-Z]/.exec(model)?.[1];
  const opened = /\btype\s*=\s*with\s+([\w'.-]+)\s*;/.exec(model)?.[1];
  if (prefix && /(^|\.)(types|t)\.$/.test(prefix)) return prefix;
  return opened ? `${opened}.` : otherwise && `${otherwise}.`;
}

/** Whether an expression binds a name for what is in it. */
export function bound(expression: Expression, name: string): boolean {
  switch (expression.kind) {
    case "lambda":
      return (
        expression.parameter?.name === name ||
        (expression.formals?.formals.some((formal) => formal.name.name === name) ?? false)
      );
    case "let":
      return expression.bindings.some((binding) => bindsName(binding, name));
    case "set":
      return expression.recursive && expression.bindings.some((binding) => bindsName(binding, name));
    default:
      return false;
  }
}

function bindsName(binding: Binding, name: string): boolean {
  const names = binding.kind === "inherit" ? binding.names : binding.path.slice(0, 1);
  return names.some((one) => one.kind === "static" && one.name === name);
}
