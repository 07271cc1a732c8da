import { showOption } from "../option-path.ts";
import { enclosing } from "../syntax/enclosing.ts";
import { compareSpans, distinctSpans, type Span } from "../text.ts";
import { problemsOfKind } from "./problem-rules.ts";
import type { Finding, Report, Rule, RuleContext } from "./rule.ts";

export const duplicateDefinition: Rule = {
  code: "duplicate-definition",
  group: "options",
  severity: "error",
  description: "An option has several definitions that cannot be merged.",
  explanation: `The module system merges lists and sets from several files. It does not merge single values: two different definitions of
the same priority stop Nix with "has conflicting definition values" or "is defined multiple times while it's expected to be unique", as soon
as something reads the option. The same goes for a host that is defined in two files.

\`lib.mkDefault\` gives a definition a lower priority than a plain one has, \`lib.mkForce\` a higher one.`,
  examples: {
    around: `# cells/user-options.nix
{ config, lib, ... }: {
  options.my.user = lib.genAttrs [ "name" "shell" ] (_: lib.mkOption { type = lib.types.str; default = ""; });
  config.flake.modules.nixos.base.environment.variables = { inherit (config.my.user) name shell; };
}`,
    wrong: `# cells/user.nix
{ my.user.name = "rowan"; }
# cells/hosts/desk.nix
{ my.user.name = "alder"; }`,
    right: `# cells/user.nix
{ lib, ... }: { my.user.name = lib.mkDefault "rowan"; }
# cells/hosts/desk.nix
{ my.user.name = "alder"; }`,
  },
  check: (context) =>
    conflicts(context).flatMap((conflict) =>
      isOutput(conflict.path, conflict.declared) ? [] : [report(context, conflict)],
    ),
};

export interface Conflict {
  readonly path: readonly string[];
  readonly declared: boolean;
  /** At least two; what is to change comes last. */
  readonly places: readonly Span[];
  readonly hosts: readonly string[];
  /** The option may be set once only, by the file that declares it. */
  readonly isReadOnly: boolean;
}

/** Definitions that cannot be merged, where all files concerned are sound. */
export function conflicts(context: RuleContext): readonly Conflict[] {
  return problemsOfKind(context, "conflict").flatMap(({ path, declared, places, hosts, readOnlyIn }) => {
    // The definition beside a read-only declaration is the one that counts, so another is to blame.
    const isOwn = ({ file }: Span) => Number(file !== readOnlyIn);
    const sorted = distinctSpans(places).sort((a, b) => isOwn(a) - isOwn(b) || compareSpans(a, b));
    const isSound = sorted.length > 1 && sorted.every(({ file }) => !context.syntaxProblems.has(file));
    return isSound ? [{ path, declared, places: sorted, hosts, isReadOnly: readOnlyIn !== undefined }] : [];
  });
}

/** An output of the flake that no option declares has a rule of its own. */
export function isOutput(path: readonly string[], declared: boolean): boolean {
  return !declared && path[0] === "flake" && path.length === 2;
}

export function otherPlaces(places: readonly Span[]): Finding["related"] {
  return places.slice(0, -1).map((at) => ({ message: "also defined here", at }));
}

function report(context: RuleContext, { path, places, hosts, isReadOnly }: Conflict): Report {
  const at = places.at(-1) as Span;
  const often = places.length === 2 ? "twice" : `${places.length} times`;
  if (isReadOnly) {
    const message = `\`${showOption(path)}\` is read-only, but defined ${often}, so Nix stops as soon as something reads it. Remove this definition.`;
    return { message, at, related: otherPlaces(places), hosts };
  }
  const [one, other, ...more] = places.map((place) => valueText(context, place));
  const values =
    one !== undefined && other !== undefined && more.length === 0 ? `, as \`${one}\` and \`${other}\`` : "";
  const advice =
    path[0] === "flake"
      ? "Keep one of them, or give them different names."
      : "Keep one of them, or let one override the other with `lib.mkForce`.";
  const message = `\`${showOption(path)}\` is defined ${often}${values}, and these definitions cannot be merged, so Nix stops as soon as something reads it. ${advice}`;
  return { message, at, related: otherPlaces(places), hosts };
}

/** What is bound to the name at the place, where that is short. */
function valueText({ treeOf, textOf }: RuleContext, name: Span): string | undefined {
  const tree = treeOf(name.file);
  const around = tree && enclosing(tree, name).at(-1);
  const bindings = around?.kind === "set" ? around.bindings : [];
  const binding = bindings.find((each) => each.kind === "bind" && each.path.at(-1)?.start === name.start);
  const text = binding?.kind === "bind" ? textOf(name.file)?.slice(binding.value.start, binding.value.end) : undefined;
  return text !== undefined && text.length <= 40 && !/[`\n]/.test(text) ? text : undefined;
}
