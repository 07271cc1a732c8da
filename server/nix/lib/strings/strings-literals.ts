import { QUOTED_WORDS } from "../../../syntax/reserved-words.ts";
/** An attribute name as it stands in Nix code, quoted where it must be. */
export function escapeIdentifier(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !QUOTED_WORDS.has(name) ? name : escapeNixText(name);
}

/** A text as a Nix string literal. */
export function escapeNixText(text: string): string {
  return jsonText(text).replaceAll("$", "\\$");
}

/** A text as JSON writes it. */
export function jsonText(text: string): string {
  return JSON.stringify(text);
}

/** A text as a shell word. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
