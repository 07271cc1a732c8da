import { QUOTED_WORDS } from "../../syntax/reserved-words.ts";
/** How a name is written where Nix takes any attribute name: bare where it may be, else quoted. */
export function attributeName(name: string): string {
  return isIdentifier(name) ? name : quotedName(name);
}

/** A string literal of the name. */
export function quotedName(name: string): string {
  const escaped = name.replaceAll(/["\\]|\$(?=\{)/g, (character) => `\\${character}`);
  return `"${escaped}"`;
}

/** Whether Nix takes the name for a variable, too. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(name) && !QUOTED_WORDS.has(name);
}

export type GivenName =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "refused"; readonly reason: string };

/** The name that somebody typed for an attribute, with quotes around it or without. */
export function attributeNameGiven(typed: string): GivenName {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(typed.trim())?.[1];
  const name = quoted?.replaceAll(/\\(.)/gs, "$1") ?? typed.trim();
  if (name === "") return { kind: "refused", reason: "a name cannot be empty" };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f]/.test(name)) return { kind: "refused", reason: "a name cannot hold line breaks or tabs" };
  if (name.includes("${")) return { kind: "refused", reason: "a name cannot be computed" };
  if (quoted === undefined && name.includes('"'))
    return { kind: "refused", reason: `${name} is not an attribute name` };
  if (quoted === undefined && name.includes(".")) {
    return { kind: "refused", reason: `\`${name}\` is a path, not a name; quotes make it one name: "${name}"` };
  }
  return { kind: "name", name };
}

/** The name that somebody typed for a variable. */
export function variableNameGiven(typed: string): GivenName {
  const name = typed.trim();
  if (isIdentifier(name)) return { kind: "name", name };
  return { kind: "refused", reason: `\`${name}\` cannot be the name of a variable in Nix` };
}
