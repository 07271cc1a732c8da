import { renaming } from "./fix.ts";
import { hostNames, problemsOfKind } from "./problem-rules.ts";
import type { Report, RuleContext } from "./rule.ts";

/** Calls of the functions that build hosts, with arguments that these do not take, or without what they need. */
export function builderArguments(context: RuleContext): readonly Report[] {
  return problemsOfKind(context, "builder-argument").map(
    ({ at, path: [name = ""], alternatives: [meant], builder, isMissing, hosts }) => {
      const effect = `so Nix refuses ${hostNames(context, hosts)}`;
      if (isMissing) {
        const message = `\`${builder}\` needs the argument \`${name}\`, which this call does not pass, ${effect}. Add \`${name}${EXAMPLES[name] ?? ""}\` to the call.`;
        return { message, at, hosts };
      }
      const remedy = meant === undefined ? "Remove it." : `Did you mean \`${meant}\`?`;
      return {
        message: `\`${builder}\` has no argument \`${name}\`, ${effect}. ${remedy}`,
        at,
        hosts,
        fixes: () => (meant === undefined ? [] : renaming(context, at, name, meant)),
      };
    },
  );
}

/** What is mostly given for an argument. */
const EXAMPLES: Readonly<Record<string, string>> = {
  pkgs: " = inputs.nixpkgs.legacyPackages.<system>",
  modules: " = [ … ]",
};
