import { showOption } from "../option-path.ts";
import type { Span } from "../text.ts";
import { conflicts, isOutput, otherPlaces } from "./duplicate-definition.ts";
import type { Fix } from "./fix.ts";
import { declaringFixes } from "./fixes/declare-option.ts";
import type { OptionType } from "./fixes/value-types.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const undeclaredOutput: Rule = {
  code: "undeclared-output",
  group: "options",
  severity: "error",
  description: "An output that no option declares is defined in several places.",
  explanation: `flake-parts accepts any attribute of \`flake\`, even one that no option declares, but such an attribute can have only one
definition. One file can set \`flake.lib\`; if a second one does, whatever reads it fails with "is defined multiple times while it's
expected to be unique".

Declare an option of your own to have the definitions merged. For \`flake.modules\`, import the one that flake-parts has:
\`inputs.flake-parts.flakeModules.modules\`.`,
  examples: {
    wrong: `# cells/strings.nix
{ flake.lib.shout = text: text + "!"; }
# cells/numbers.nix
{ flake.lib.twice = number: number * 2; }`,
    right: `# cells/lib.nix
{ lib, ... }: { options.flake.lib = lib.mkOption { type = lib.types.attrsOf lib.types.raw; default = { }; }; }
# cells/strings.nix
{ flake.lib.shout = text: text + "!"; }
# cells/numbers.nix
{ flake.lib.twice = number: number * 2; }`,
  },
  check: (context) =>
    conflicts(context).flatMap(({ path, declared, places }) => {
      if (!isOutput(path, declared)) return [];
      const name = showOption(path);
      const advice =
        path[1] === "modules"
          ? "Import `inputs.flake-parts.flakeModules.modules`, which declares it."
          : `Declare \`options.${name}\`, or define it in one place.`;
      const message = `\`${name}\` is defined in ${places.length} places, but no option declares it, so the definitions cannot be merged, and whatever reads it fails. ${advice}`;
      const at = places.at(-1) as Span;
      const fixes = () => (path[1] === "modules" ? [] : declaring(context, path, at));
      return [{ message, at, related: otherPlaces(places), fixes }];
    }),
};

/** Set by one file at a time, each name once, whatever it is; modules are merged. */
function declaring(context: RuleContext, path: readonly string[], at: Span): readonly Fix[] {
  const element: OptionType = path[1]?.endsWith("Modules") ? { kind: "deferredModule" } : { kind: "raw" };
  const type: OptionType = { kind: "attrsOf", of: element };
  return declaringFixes(context, { path: path.slice(0, 2), at, hosts: [] }, () => [
    { names: [], type, withDefault: true },
  ]);
}
