import type { OffsetRange } from "../text.ts";
import type { Fix } from "./fix.ts";
import { withBlanks } from "./fixes/list-items.ts";
import { nearMatch } from "./near-match.ts";
import type { AllowedCode, Pragma } from "./pragmas.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

export const unusedPragma: Rule = {
  code: "unused-pragma",
  group: "analysis",
  severity: "hint",
  description: "A comment allows a finding that is not there.",
  explanation: `\`# dendritic: allow <code>\` silences a rule in one place. This one silences nothing: what it allowed is gone, or no rule
has its code. Such a comment would hide the next mistake in that place, so remove it.

This is reported only while the whole flake is known: a rule that is silent because something is unknown may need its comment again later.
The code of a rule that is off counts as used.`,
  examples: {
    wrong: `{
  # dendritic: allow unmerged-leaf -- the VPN comes next month
  my.branches.vpn.nixosModules = [ { services.tailscale.enable = true; } ];
  my.hosts.desk.branches = [ "base" "vpn" ];
}`,
    right: `{
  my.branches.vpn.nixosModules = [ { services.tailscale.enable = true; } ];
  my.hosts.desk.branches = [ "base" "vpn" ];
}`,
  },
  check: (context) => context.pragmas.all.flatMap((pragma) => reportsFor(context, pragma)),
};

function reportsFor(context: RuleContext, pragma: Pragma): readonly Report[] {
  const { codes, idle } = context.pragmas;
  if (pragma.allowed.length === 0) {
    const message =
      "This comment allows nothing, because it does not name a rule. Write the code of a rule behind `allow`, or remove the comment.";
    return [{ message, at: pragma.at }];
  }
  return pragma.allowed.flatMap((one) => {
    if (!codes.includes(one.code)) return [unknownCode(one, nearMatch(one.code, codes))];
    return idle.has(one) ? [idleCode(context, pragma, one)] : [];
  });
}

function unknownCode({ code, at }: AllowedCode, near: string | undefined): Report {
  const advice = near ? ` Did you mean \`${near}\`?` : "";
  const fixes = near ? [{ title: `Change to \`${near}\``, edits: [{ ...at, text: near }], preferred: true }] : [];
  return { message: `No rule has the code \`${code}\`, so this comment allows nothing.${advice}`, at, fixes };
}

function idleCode(context: RuleContext, pragma: Pragma, one: AllowedCode): Report {
  const message = `\`${one.code}\` reports nothing here, so there is nothing to allow. Remove this before it hides the next mistake.`;
  return { message, at: one.at, tags: ["unnecessary"], fixes: removal(context, pragma, one) };
}

/** Only a comment goes: nothing can change by it. The whole comment where nothing of it is left to say. */
function removal({ textOf, pragmas }: RuleContext, { at, allowed }: Pragma, one: AllowedCode): readonly Fix[] {
  const text = textOf(at.file) ?? "";
  const isWhole = allowed.every((each) => pragmas.idle.has(each));
  const stretch = isWhole ? withBlanks(text, at) : withSeparator(allowed, one, pragmas.idle);
  const title = isWhole ? "Remove the comment" : `Remove \`${one.code}\``;
  return [{ title, edits: [{ file: at.file, ...stretch, text: "" }], preferred: true, safe: true }];
}

/** The code with what parts it from one that stays, so that several can go at once. */
function withSeparator(allowed: readonly AllowedCode[], one: AllowedCode, idle: ReadonlySet<AllowedCode>): OffsetRange {
  const at = allowed.indexOf(one);
  const staysBehind = allowed.slice(at + 1).some((other) => !idle.has(other));
  const { start, end } = one.at;
  return staysBehind
    ? { start, end: allowed[at + 1]?.at.start ?? end }
    : { start: allowed[at - 1]?.at.end ?? start, end };
}
