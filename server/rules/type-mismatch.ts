import { showOption } from "../option-path.ts";
import { enclosing } from "../syntax/enclosing.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { type Fix, renaming } from "./fix.ts";
import { calledName } from "./fixes/value-types.ts";
import { nearMatch } from "./near-match.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const typeMismatch: Rule = {
  code: "type-mismatch",
  group: "options",
  severity: "error",
  description: "A value does not have the type that its option declares.",
  explanation: `An option declares what it accepts: a boolean, a port, one of a few words. Nix refuses any other value with "A definition
for option … is not of type …" as soon as something reads the option.

Only values that are written out are checked, and only where the type of the option is known.`,
  examples: {
    wrong: `{ lib, ... }: {
  options.my.theme = lib.mkOption { type = lib.types.enum [ "dark" "light" ]; };
  config.my.theme = "drak";
}`,
    right: `{ lib, ... }: {
  options.my.theme = lib.mkOption { type = lib.types.enum [ "dark" "light" ]; };
  config.my.theme = "dark";
}`,
  },
  check: (context) =>
    problemsOfKind(context, "mismatch").flatMap(({ at, path, type, found, alternatives, hosts }) => {
      const literal = literalAt(context, at);
      if (!literal) return [];
      const text = literal.kind === "string" ? literal.parts.join("") : undefined;
      const near = text === undefined ? undefined : nearMatch(text, alternatives);
      const advice = near !== undefined ? ` Did you mean \`${JSON.stringify(near)}\`?` : adviceFor(path, found);
      return [
        {
          message: `\`${optionName(path)}\` accepts ${describedType(type)}, but this is ${found}, which Nix refuses as soon as something reads the option.${advice}`,
          at,
          hosts,
          fixes:
            near === undefined || text === undefined
              ? inTheirForm(context, at, type, literal)
              : renaming(context, at, text, near),
        },
      ];
    }),
};

function adviceFor(path: readonly string[], found: string): string {
  if (found === "a function") return " Take its arguments in the function of the module around it.";
  return isNestedList(path, found) ? LISTS : "";
}

const LISTS = " To add the items of one list to another, join the two with `++`.";

/** Whether a list is an item of a list. */
function isNestedList(path: readonly string[], found: string): boolean {
  return found === "a list" && (path.at(-1)?.startsWith("[definition ") ?? false);
}

/** The same value, written as the type takes it. */
function inTheirForm({ textOf }: RuleContext, at: Span, type: string, literal: Expression): readonly Fix[] {
  const written = textOf(at.file)?.slice(at.start, at.end) ?? "";
  const text = meantFor(type, literal, written);
  return text === undefined ? [] : [{ title: `Change to \`${text}\``, edits: [{ ...at, text }], preferred: true }];
}

const TRUE_WORDS = new Set(["true", "yes", "on", "1"]);
const FALSE_WORDS = new Set(["false", "no", "off", "0"]);

function meantFor(type: string, literal: Expression, written: string): string | undefined {
  const text = literal.kind === "string" ? literal.parts.join("").toLowerCase() : written;
  if (type === "boolean") return TRUE_WORDS.has(text) ? "true" : FALSE_WORDS.has(text) ? "false" : undefined;
  if (/\binteger\b/.test(type) && !type.includes(" of ") && literal.kind === "string")
    return /^(0|[1-9]\d{0,9})$/.test(text) ? text : undefined;
  if (type === "string" && (literal.kind === "integer" || literal.kind === "float" || literal.kind === "variable"))
    return written === "null" ? undefined : JSON.stringify(written);
  if (type === "list of string" && literal.kind === "string") return `[ ${written} ]`;
  return undefined;
}

/** Without the places of list elements, which no one writes. */
function optionName(path: readonly string[]): string {
  return showOption(path.filter((name) => !name.startsWith("[definition ")));
}

function describedType(type: string): string {
  if (/^(one of|null|value)\b/.test(type)) return type;
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

/** Functions that always give a list. */
const LISTING: ReadonlySet<string> = new Set(["attrValues", "concatMap", "filter", "map", "optional", "optionals"]);

/** The expression at a place, when it says by itself what kind of value it is. */
function literalAt({ treeOf }: RuleContext, at: Span): Expression | undefined {
  const tree = treeOf(at.file);
  const expression = tree && enclosing(tree, at).at(-1);
  return expression?.start === at.start && expression.end === at.end && isLiteral(expression) ? expression : undefined;
}

function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case "integer":
    case "float":
    case "list":
    case "set":
    case "lambda":
    case "path":
      return true;
    case "string":
      return expression.parts.every((part) => typeof part === "string");
    case "unary":
      return isLiteral(expression.operand);
    case "apply":
      return LISTING.has(calledName(expression) ?? "");
    case "variable":
      return ["true", "false", "null"].includes(expression.name);
    default:
      return false;
  }
}
