import type { Rule } from "./rule.ts";

/** A rule's page of the documentation, in Markdown. Ends with `\n`. */
export function rulePage(rule: Rule): string {
  const { code, description, explanation, examples } = rule;
  return `# ${code}

${description} By default: ${defaultLevel(rule)}.

${explanation.trim()}

## Wrong

${nixBlock(examples.wrong)}

## Right

${nixBlock(examples.right)}

## To silence it

* One place: \`# dendritic: allow ${code}\` at the end of its line, or on a line of its own above; a reason may follow behind \` -- \`.
* Everywhere in the editor: \`"dendritic.rules.${code}": "off"\` in the settings; or another level: \`error\`, \`warning\`, \`information\`, \`hint\`.
* On the command line: \`dendritic check --rule ${code}=off\`; or \`--baseline FILE\` for what exists already.
`;
}

/** `warning; hint where …` */
export function defaultLevel({ severity, exception }: Rule): string {
  return exception === undefined ? severity : `${severity}; ${exception}`;
}

function nixBlock(code: string): string {
  return `\`\`\`nix\n${code.trim()}\n\`\`\``;
}
