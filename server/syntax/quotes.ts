/**
 * Blanks, at the same length, what the grammar does not read in an indented string: a `'` before an antiquotation where no plain text
 * stands before it, as in `'''${x}''` or `''a''$'${x}''`. It is text to Nix; lowering takes it from the original.
 */
export function withoutLoneQuotes(text: string): string {
  const found = loneQuotes(text);
  if (found.length === 0) return text;
  const pieces: string[] = [];
  let end = 0;
  for (const at of found) {
    pieces.push(text.slice(end, at), " ");
    end = at + 1;
  }
  return pieces.join("") + text.slice(end);
}

type Opening = '"' | "''" | "{" | "${";

/** Where a quote that is a token of its own stands before `${`. */
function loneQuotes(text: string): number[] {
  const found: number[] = [];
  const open: Opening[] = [];
  let at = 0;
  while (at < text.length) {
    const innermost = open.at(-1);
    const plain = innermost === "''" ? INDENTED : innermost === '"' ? QUOTED : CODE;
    at += lengthAt(plain, text, at);
    const sign = signAt(text, at);
    if (innermost === "''" && sign === "'" && text.startsWith("${", at + 1)) found.push(at);
    if (sign === innermost && sign !== "{" && sign !== "${") open.pop();
    else if (sign === "}") open.pop();
    else if (sign === "${" || ((sign === '"' || sign === "''" || sign === "{") && plain === CODE)) open.push(sign);
    at += sign.length;
  }
  return found;
}

/** What opens or closes nothing. A name may hold quotes; so may a comment. */
const CODE = /(?:[a-zA-Z_][\w'-]*|#[^\r\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|\/(?!\*)|[^"'{}$#/a-zA-Z_]|'(?!')|\$(?!\{))+/y;
/** `$$` hides the second `$`. */
const QUOTED = /(?:[^"\\$]|\\[\s\S]|\$[^{"\\]|\$(?!\{))+/y;
const INDENTED = /(?:[^$']|\$[^{']|'[^'$]|'''|''\$|''\\[\s\S]|\$(?!\{))+/y;

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** What stands where plain text ends; one character at least. */
function signAt(text: string, at: number): string {
  const two = text.slice(at, at + 2);
  return two === "''" || two === "${" ? two : text.slice(at, at + 1);
}
