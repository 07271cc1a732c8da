/** A block of Nix code. */
export function code(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}nix\n${text}\n${fence}`;
}

export function inlineCode(text: string): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** Paragraphs, without the empty ones. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join("\n\n");
}

/** Lines of one paragraph, without the empty ones. */
export function lines(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join("  \n");
}

/** The first few, and how many more there are. */
export function some(items: readonly string[], most = 6): string {
  const shown = items.slice(0, most).map(inlineCode).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
