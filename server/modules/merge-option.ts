import { FALSE, failure, int, isOpaque, recursion } from "../nix/make.ts";
import { isNativePath } from "../nix/paths.ts";
import { placeOf } from "../nix/thunk.ts";
import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import { showOption } from "../option-path.ts";
import { type Span, startKey } from "../text.ts";
import {
  type Definition,
  type Discharged,
  type DischargedDefinitions,
  discharge,
  isUndecided,
  strongest,
} from "./definitions.ts";
import { once } from "./once.ts";
import type { Option } from "./option.ts";
import type { TreeContext, TreeProblem } from "./option-levels.ts";
import { PRIORITIES } from "./properties.ts";
import { basicTypes } from "./types/basic.ts";
import { mergeTypes } from "./types/containers.ts";
import { conflict, mergeDischarged } from "./types/merge.ts";
import type { OptionType } from "./types/type.ts";
import { typeOf } from "./types/type-value.ts";

/** One `mkOption` (or a set of options beside it), and where it stands. */
export interface OptionDeclaration {
  readonly file: string | undefined;
  readonly at: Span | undefined;
  readonly value: Lazy;
  /** As in `Declaration`. */
  readonly placeless?: boolean | undefined;
  /** It stands behind a condition that is not known, or may be absent. */
  readonly undecided?: boolean | undefined;
}

/** Puts together what is declared and defined of one option: nixpkgs' `evalOptionValue`. */
export function makeOption(
  context: TreeContext,
  path: readonly string[],
  declarations: readonly OptionDeclaration[],
  definitions: () => readonly Definition[] | undefined,
): Option {
  const { machine } = context;
  const fields = declarations
    .map((declaration) => machine.force(declaration.value))
    .filter((value): value is SetValue => value.type === "set");
  const field = (name: string) => fields.findLast((set) => set.entries.has(name))?.entries.get(name)?.value;
  const flag = (name: string) => {
    const value = machine.force(field(name) ?? FALSE);
    return value.type === "bool" && value.value;
  };
  const resolved = once(
    () => {
      const given = definitions();
      return given ? discharge(machine, given) : RECURSIVE;
    },
    () => RECURSIVE,
  );
  const type = once(
    () => declaredType(context, path, declarations),
    () => unspecified,
  );
  const merge = (): Value => {
    const found = resolved();
    if (found === RECURSIVE)
      return recursion(declarations[0]?.at, `: the definitions of \`${showOption(path)}' depend on it`);
    return mergedValue(context, option, found.kept);
  };
  const merged = machine.lazy(() => machine.allow(merge), declarations[0]?.at);
  const apply = field("apply");
  const option: Option = {
    path,
    declarations: declarations.map(({ file, at, placeless }) => ({ file: at?.file ?? file, at, placeless })),
    type,
    default: field("default"),
    defaultText: field("defaultText"),
    description: field("description"),
    example: field("example"),
    readOnly: flag("readOnly"),
    internal: flag("internal"),
    definitions: resolved,
    merged: () => machine.force(merged),
    value: apply ? machine.lazy(() => machine.apply(apply, merged), declarations[0]?.at) : merged,
  };
  return option;
}

/** Definitions that depend on themselves. */
const RECURSIVE: DischargedDefinitions = { kept: [], dropped: [] };

/** The type of all declarations; those that do not go together are reported. */
function declaredType(
  context: TreeContext,
  path: readonly string[],
  declarations: readonly OptionDeclaration[],
): OptionType {
  const { machine } = context;
  let type: OptionType | undefined;
  let isOutside = false;
  const given = new Set<string>();
  const before: OptionDeclaration[] = [];
  for (const declaration of declarations) {
    const set = machine.force(declaration.value);
    if (set.type !== "set") continue;
    const declared = set.entries.get("type");
    const value = declared && machine.force(declared.value);
    const next = value && typeOf(machine, value);
    const both = type && next ? mergeTypes(type, next) : (type ?? next);
    const clashes = both === undefined && next !== undefined;
    isOutside ||= value !== undefined && isOpaque(value);
    const twice = ONCE.filter((name) => set.entries.has(name));
    // An outside type may be the same one; alternatives are not both there.
    // Models of libraries are those of no single revision.
    const isSure = !isOutside && ![declaration, ...before].some((each) => each.undecided || isOfModel(each));
    if (isSure && (clashes || twice.some((name) => given.has(name))))
      context.report(twiceProblem(path, declaration, before));
    type = both ?? type;
    for (const name of twice) given.add(name);
    before.push(declaration);
  }
  return type ?? unspecified;
}

function isOfModel({ file, at }: OptionDeclaration): boolean {
  const place = at?.file ?? file;
  return place !== undefined && isNativePath(place);
}

/** What only one declaration of an option may say. */
const ONCE = ["default", "example", "description", "apply"] as const;

function twiceProblem(
  path: readonly string[],
  { file, at }: OptionDeclaration,
  before: readonly OptionDeclaration[],
): TreeProblem {
  const known = before.map((each) => `\`${each.file ?? "<unknown-file>"}'`).join(" and ");
  const message = `The option \`${showOption(path)}' in \`${file ?? "<unknown-file>"}' is already declared in ${known}.`;
  const isSame = before.some((each) => at && each.at && startKey(each.at) === startKey(at));
  return { message, path, at, twice: isSame ? "same" : "other" };
}

const unspecified = basicTypes.unspecified as OptionType;

function mergedValue(context: TreeContext, option: Option, definitions: readonly Discharged[]): Value {
  const { machine } = context;
  const all = withDefault(machine, option, definitions);
  const mergeContext = { ...context.merge, path: option.path, declaredIn: option.declarations[0]?.file };
  if (option.readOnly && all.filter((definition) => !isUndecided(definition)).length > 1) {
    const problem = `The option \`${showOption(option.path)}' is read-only, but it's set multiple times.`;
    const failed = conflict(mergeContext, all, problem);
    const readOnlyIn = mergeContext.declaredIn ?? "";
    return failed.type === "failure" && failed.cause?.kind === "conflict"
      ? { ...failed, cause: { ...failed.cause, readOnlyIn } }
      : failed;
  }
  const value = mergeDischarged(machine, mergeContext, option.type(), strongest(all));
  if (value !== undefined) return value;
  return (
    context.undefinedValue(option.path) ??
    failure(
      `The option \`${showOption(option.path)}' was accessed but has no value defined. Try setting the option.`,
      option.declarations[0]?.at,
    )
  );
}

/** Definitions with the option's default before them, which is one of little strength. */
export function withDefault(
  machine: Machine,
  option: Option,
  definitions: readonly Discharged[],
): readonly Discharged[] {
  return option.default === undefined
    ? definitions
    : [...defaultDefinitions(machine, option, option.default), ...definitions];
}

function defaultDefinitions(machine: Machine, option: Option, value: Lazy): readonly Discharged[] {
  const declaration = option.declarations[0];
  const at = placeOf(value) ?? declaration?.at;
  const definition: Definition = {
    file: declaration?.file,
    at,
    value,
    wrappers: [{ kind: "override", priority: int(PRIORITIES.optionDefault) }],
  };
  return discharge(machine, [definition]).kept;
}
