import type { Apply, Expression, SyntaxTree } from "../../syntax/syntax-tree.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import { attributePath, type BindingAt } from "./binding-edits.ts";
import { type LibNames, libNames } from "./lib-names.ts";
import { calledName, emptyValue, type OptionType, typeText } from "./value-types.ts";

/** An option to be declared. */
export interface NewOption {
  readonly names: readonly string[];
  readonly type: OptionType;
  /** Nothing sets it: it must say what it is then. */
  readonly withDefault: boolean;
}

/** How options are declared around a place. */
export interface OptionForm {
  /** Whether there are options to tell it from. */
  readonly isKnown: boolean;
  readonly lib: LibNames;
  /** `mkOption { type = …; }` on one line. */
  readonly isShort: boolean;
  /** Most have a description; `stop`: which ends with a full stop. */
  readonly description: "none" | "plain" | "stop";
  /** Most have a default. */
  readonly withDefaults: boolean;
  /** Switches are declared by `mkEnableOption`: those called `enable`, or all. */
  readonly switches: "enable" | "all" | "none";
  /** One step of indentation. */
  readonly step: string;
}

/** The style of the options beside a binding; of all in its file where these show none. */
export function optionForm(tree: SyntaxTree, text: string, { set, bind }: BindingAt): OptionForm {
  const beside = declarationsIn(set);
  const all = beside.some(isMkOption) ? beside : declarationsIn(tree.root);
  const written = all.filter(isMkOption);
  const model = beside.find(isMkOption) ?? beside[0];
  const textOf = (one: Expression) => text.slice(one.start, one.end);
  const described = written.filter((one) => /\bdescription\s*=/.test(textOf(one)));
  const stops = described.filter((one) => /\bdescription\s*=\s*"[^"]*\."/.test(textOf(one)));
  return {
    isKnown: written.length > 0,
    lib: libNames(tree, text, bind.start, model),
    isShort: written.length > 0 && written.filter((one) => !textOf(one).includes("\n")).length * 2 > written.length,
    description:
      described.length * 2 <= written.length ? "none" : stops.length * 2 > described.length ? "stop" : "plain",
    withDefaults: written.filter((one) => /\bdefault\s*=/.test(textOf(one))).length * 2 > written.length,
    switches: switchStyle(beside, text) ?? switchStyle(declarationsIn(tree.root), text) ?? "enable",
    step: /^\t/m.test(text) ? "\t" : "  ",
  };
}

/** Undefined where there is none. */
function switchStyle(beside: readonly Apply[], text: string): OptionForm["switches"] | undefined {
  const made = beside.filter((one) => calledName(one) === "mkEnableOption").length;
  const plain = beside.filter((one) => /\btype\s*=\s*[\w.]*\bbool\b/.test(text.slice(one.start, one.end))).length;
  if (made === 0) return plain > 0 ? "none" : undefined;
  return made > plain ? "all" : "enable";
}

function declarationsIn(top: Expression): readonly Apply[] {
  const found: Apply[] = [];
  forEachNode(top, (node) => {
    if (node.kind === "apply" && /^mk\w*Option$/.test(calledName(node) ?? "")) found.push(node);
  });
  return found.sort((a, b) => a.start - b.start);
}

function isMkOption(call: Apply): boolean {
  return calledName(call) === "mkOption";
}

/**
 * The code that declares one option, or a set of several; undefined where the names of `lib` cannot be had. `path`: of the option, or of
 * the set.
 */
export function writtenOption(
  form: OptionForm,
  path: readonly string[],
  options: readonly NewOption[],
): ((indentation: string | undefined) => string) | undefined {
  const { lib, step } = form;
  if (lib.write("mkOption") === undefined || lib.types === undefined) return undefined;
  const [only] = options;
  if (only && options.length === 1 && only.names.length === 0)
    return (indentation) => declaration(form, path, only, indentation);
  return (indentation) => {
    const inner = indentation === undefined ? undefined : indentation + step;
    const lines = options.map(
      (one) => `${attributePath(one.names)} = ${declaration(form, [...path, ...one.names], one, inner)};`,
    );
    if (indentation === undefined) return `{ ${lines.join(" ")} }`;
    return `{\n${lines.map((line) => `${inner}${line}\n`).join("")}${indentation}}`;
  };
}

function declaration(
  form: OptionForm,
  path: readonly string[],
  { type: shown, withDefault }: NewOption,
  indentation: string | undefined,
): string {
  const { lib, switches, step } = form;
  const type = withDefault ? withEmpty(shown) : shown;
  const name = path.at(-1) ?? "";
  const enable = lib.write("mkEnableOption");
  if (type.kind === "bool" && enable && (switches === "all" || (switches === "enable" && name === "enable")))
    return `${enable} ${JSON.stringify(words(name === "enable" ? (path.at(-2) ?? name) : name))}`;
  const attributes = [
    `type = ${typeText(type, lib.types ?? "")};`,
    ...(withDefault || (form.withDefaults && isHarmless(type)) ? [`default = ${emptyValue(type)};`] : []),
    ...(form.description === "none" ? [] : [`description = ${JSON.stringify(sentence(form, path))};`]),
  ];
  const call = lib.write("mkOption");
  if (form.isShort || indentation === undefined) return `${call} { ${attributes.join(" ")} }`;
  return `${call} {\n${attributes.map((one) => `${indentation}${step}${one}\n`).join("")}${indentation}}`;
}

/** The type, or one that has an empty value, too. */
function withEmpty(type: OptionType): OptionType {
  return ["path", "package", "int", "float", "str"].includes(type.kind) && emptyValue(type) === "null"
    ? { kind: "nullOr", of: type }
    : type;
}

/** A switch that is off, and nothing in a list or set, are what one expects where nothing is said. */
function isHarmless({ kind }: OptionType): boolean {
  return kind === "bool" || kind === "listOf" || kind === "attrsOf";
}

/** `loginShell` and `login-shell` in words. */
function words(name: string): string {
  const parts = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[\s_-]+/);
  return parts.map((part) => (/^[A-Z]+$/.test(part) ? part : part.toLowerCase())).join(" ");
}

/** To be replaced by somebody who knows better. */
function sentence({ description }: OptionForm, path: readonly string[]): string {
  const name = path.at(-1) ?? "";
  const text = name === "enable" ? `whether to enable ${words(path.at(-2) ?? "")}` : words(name);
  return text.slice(0, 1).toUpperCase() + text.slice(1) + (description === "stop" ? "." : "");
}
