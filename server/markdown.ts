/** A block of Nix code. */
export function code(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}nix\n${text}\n${fence}`;
}

/** On one line: an empty line would end the code. */
export function inlineCode(given: string): string {
  const text = given.replace(/\s*[\r\n]+\s*/g, " ");
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** A message for people, which may quote anything: what stands in backticks is code, nothing else means anything in Markdown. */
export function words(message: string): string {
  const pieces = message.split(/(`[^`\r\n]+`)/);
  return pieces.map((piece, index) => (index % 2 === 1 ? inlineCode(piece.slice(1, -1)) : escaped(piece))).join("");
}

/** Lines stay lines and begin with nothing that makes a list, a heading or a quotation. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>&$~|]/g, "\\$&")
    .replace(/^([ \t]*\d*)([-+#.)=])/gm, "$1\\$2")
    .replace(/[ \t]*(?:\r\n|\r|\n)\s*/g, "  \n");
}

/**
 * Markdown that somebody else wrote, shown amid ours: images are not loaded, links lead to web addresses and headings only, and code or
 * HTML that is not closed does not take in what follows. Nothing is escaped, so that no backslash before it can undo that.
 */
export function foreignMarkdown(text: string): string {
  const tame = text
    .replace(/!+\[/g, "[")
    .replace(/\](?=[(:])(?!\(\s*<?\s*(?:https?:\/\/|mailto:|#))(?!:\s*<?\s*https?:\/\/)/gi, "] ")
    .replace(/<(?=[!?]|\/?(?:script|pre|style|textarea)\b)/gi, "< ")
    .replace(/<(?=(?!https?:|mailto:)[a-z][a-z0-9+.-]*:)/gi, "< ");
  const fence = openFence(tame);
  return fence === undefined ? tame : `${tame}\n${fence}`;
}

/** The marks that end the last block of code, where nothing does. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, marks = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === "") continue;
    if (open === undefined) open = marks.startsWith("`") && rest.includes("`") ? undefined : marks;
    else if (marks.startsWith(open) && rest.trim() === "") open = undefined;
  }
  return open;
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
