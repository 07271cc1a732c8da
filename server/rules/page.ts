import { GROUPS, grouped } from "./groups.ts";
import type { Rule } from "./rule.ts";

/** A rule's page of the documentation, in Markdown. Ends with `\n`. */
export function rulePage(rule: Rule): string {
  const { code, group, description, explanation, examples } = rule;
  return `# ${code}

${description}

Group: ${GROUPS[group]}. Default level: ${defaultLevel(rule)}.

${explanation.trim()}

## Wrong

${nixBlock(examples.wrong)}

## Right

${nixBlock(examples.right)}

## How to silence it

* In one place: write \`# dendritic: allow ${code}\` at the end of the line, or on a line of its own above it. A reason can follow after \` -- \`.
* In the editor: set \`dendritic.rules.${code}\` to \`off\`, or to another level: \`error\`, \`warning\`, \`information\`, \`hint\`.
* On the command line: \`dendritic check --rule ${code}=off\`, or \`--baseline FILE\` to accept the findings that exist already.
`;
}

/** Rules by their groups, one a line with its level and description, for a terminal. Ends with `\n`. */
export function rulesText(rules: readonly Rule[]): string {
  const code = Math.max(...rules.map((rule) => rule.code.length));
  const level = Math.max(...rules.map(({ severity }) => severity.length));
  const lines = (group: readonly Rule[]) =>
    group.map((rule) => `  ${rule.code.padEnd(code)}  ${rule.severity.padEnd(level)}  ${rule.description}\n`).join("");
  return grouped(rules)
    .map((one) => `${one.title}\n${lines(one.rules)}`)
    .join("\n");
}

/** `warning; hint where …` */
export function defaultLevel({ severity, exception }: Rule): string {
  return exception === undefined ? severity : `${severity}; ${exception}`;
}

function nixBlock(code: string): string {
  return `\`\`\`nix\n${code.trim()}\n\`\`\``;
}
