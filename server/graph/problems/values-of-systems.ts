import { type Definition, discharge, isUndecided } from "../../modules/definitions.ts";
import type { ModuleEvaluation } from "../../modules/evaluation.ts";
import { describeKind } from "../../nix/make.ts";
import { placeOf } from "../../nix/thunk.ts";
import type { Lazy, Machine, Value } from "../../nix/value.ts";
import { showOption } from "../../option-path.ts";
import type { Expression } from "../../syntax/syntax-tree.ts";
import type { GraphProblem } from "../graph.ts";
import { SYSTEM_CLASSES, topNamesOf } from "../namespaces.ts";
import { problem } from "./found.ts";
import { isRelated, isSure } from "./sure-systems.ts";
import { membersOf, undeclaredAt } from "./undeclared-definitions.ts";

interface WellKnown {
  /** As nixpkgs describes it. */
  readonly type: string;
  readonly takes: Value["type"];
  readonly options: readonly string[];
}

/** Options that nearly every flake sets (the option indexes of NixOS and Home Manager). */
const WELL_KNOWN: readonly WellKnown[] = [
  {
    type: "list of package",
    takes: "list",
    options: ["environment.systemPackages", "fonts.packages", "home.packages", "xdg.portal.extraPortals"],
  },
  {
    type: "list of string",
    takes: "list",
    options: ["boot.kernelModules", "boot.kernelParams", "home.sessionPath", "networking.nameservers"],
  },
  {
    type: "list of 16 bit unsigned integer",
    takes: "list",
    options: ["networking.firewall.allowedTCPPorts", "networking.firewall.allowedUDPPorts"],
  },
  {
    type: "string",
    takes: "string",
    options: ["networking.hostName", "time.timeZone", "i18n.defaultLocale", "home.username", "home.stateVersion"],
  },
];

/** Values of well-known options of systems that these refuse, and functions where options lie. */
export function valuesOfSystems(
  machine: Machine,
  evaluation: ModuleEvaluation,
  hosts: readonly string[],
  isOwn: (file: string) => boolean,
): readonly GraphProblem[] {
  if (!SYSTEM_CLASSES.has(evaluation.class ?? "") || !isSure(evaluation)) return [];
  const level = evaluation.level();
  const mismatch = (path: readonly string[], type: string, value: Value, at: GraphProblem["at"]) => {
    if (!at || !isOwn(at.file)) return [];
    const found = describeKind(value);
    const message = `A definition for option \`${showOption(path)}' is not of type \`${type}'.`;
    return [problem({ message, at, path, hosts }, { kind: "mismatch", type, found })];
  };
  const refused = WELL_KNOWN.flatMap(({ type, takes, options }) =>
    options.flatMap((option) => {
      const path = option.split(".");
      return certainValues(machine, undeclaredAt(machine, level, path), takes).flatMap(({ value, at }) =>
        value.type === takes || MAY_FIT.has(value.type) ? [] : mismatch(path, type, value, at),
      );
    }),
  );
  const sets = setsOfOptions(machine, evaluation).flatMap(({ path, definition }) =>
    certainValues(machine, [definition], "set").flatMap(({ value, at }) =>
      isFunctionOfPkgs(value) ? mismatch(path, "set of options", value, at) : [],
    ),
  );
  return [...refused, ...sets];
}

/** What is not known, or may stand for something else. */
const MAY_FIT: ReadonlySet<Value["type"]> = new Set<Value["type"]>(["external", "unknown", "failure", "null"]);

/**
 * Values that an option has for sure and that are written out as something else than it takes. Nothing else is evaluated: that may read files
 * which nobody else reads.
 */
function certainValues(machine: Machine, definitions: readonly Definition[], takes: Value["type"]) {
  const strange = definitions.filter(({ value }) => isStrange(value, takes));
  return discharge(machine, strange).kept.flatMap((one) => {
    if (isUndecided(one) || !isStrange(one.value, takes)) return [];
    const value = machine.force(one.value);
    return [{ value, at: value.type === "lambda" ? value.at : placeOf(one.value) }];
  });
}

function isStrange(value: Lazy, takes: Value["type"]): boolean {
  if (value.type !== "thunk") return value.type !== takes;
  const written = typeof value.body === "object" ? LITERALS.get(insideOf(value.body).kind) : value.value?.type;
  return written !== undefined && written !== takes;
}

const LITERALS: ReadonlyMap<Expression["kind"], Value["type"]> = new Map<Expression["kind"], Value["type"]>([
  ["integer", "int"],
  ["float", "float"],
  ["lambda", "lambda"],
  ["list", "list"],
  ["set", "set"],
  ["string", "string"],
]);

/** What `lib.mkIf condition`, `mkForce` and the like stand before. */
function insideOf(expression: Expression): Expression {
  if (expression.kind !== "apply") return expression;
  let called = expression.function;
  while (called.kind === "apply") called = called.function;
  const name = called.kind === "select" ? called.path.at(-1) : called.kind === "variable" ? called : undefined;
  const isProperty =
    name !== undefined && "name" in name && typeof name.name === "string" && name.name.startsWith("mk");
  return isProperty ? insideOf(expression.argument) : expression;
}

interface SetOfOptions {
  readonly path: readonly string[];
  readonly definition: Definition;
}

/**
 * The top names of systems, and those of services and programs: sets of options, where no function may stand. A module from outside may
 * declare one of the latter as it likes.
 */
function setsOfOptions(machine: Machine, evaluation: ModuleEvaluation): readonly SetOfOptions[] {
  const level = evaluation.level();
  const externals = evaluation.externals().map(({ path }) => path);
  return topNamesOf(evaluation.class ?? "").flatMap((top): readonly SetOfOptions[] => {
    const whole = undeclaredAt(machine, level, [top]).map((definition) => ({ path: [top], definition }));
    if (top !== "services" && top !== "programs") return whole;
    const inside = whole.flatMap(({ definition }) => membersOf(machine, definition));
    const members = inside.flatMap(({ name, definition }) => {
      const path = [top, name];
      return SLOTS.has(name) || externals.some((external) => isRelated(path, external)) ? [] : [{ path, definition }];
    });
    return [...whole, ...members];
  });
}

/** Programs whose option takes a module. */
const SLOTS: ReadonlySet<string> = new Set(["nixvim", "nvf"]);

/** Nothing gives `pkgs` to a value. Any other function might be a submodule. */
function isFunctionOfPkgs(value: Value): boolean {
  if (value.type !== "lambda") return false;
  const { formals, parameter } = value.lambda;
  return parameter?.name === "pkgs" || (formals?.formals.some(({ name }) => name.name === "pkgs") ?? false);
}
