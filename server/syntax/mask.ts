/**
 * Rewrites, at the same length, what Nix reads and the grammar does not: pipes, `a//b` (a path to the grammar), a
 * trailing comma in formals, `~/${x}`, a `'` between antiquotations, a lone carriage return as the end of a comment, a
 * byte order mark.
 *
 * Pipes and glued `//` become `||`: an operator looser than any prefix, whose characters belong to no name or path
 * (in `a->b` the name would be `a-`). Lowering reads the operators from the original and regroups them. In strings
 * and comments the change moves no token.
 */
export function masked(text: string): string {
  return text.replace(foreign, (found) => replacements[found] ?? "||");
}

const replacements: Readonly<Record<string, string>> = { "\uFEFF": " ", ",": " ", "\r": "\n", "~": ".", "'": " " };

/** In the order above, from the back. A trailing comma may have comments before its `}`. Each way begins with a character: V8 skips the rest. */
const foreign =
  /^\uFEFF|\r(?!\n)|~(?=\/\$\{)|'(?<=\}')(?=\$\{)|,(?=(?:\s|#[^\r\n]*[\r\n]|\/\*(?:(?!\*\/)[\s\S])*\*\/)*\})|\/\/(?<![:/*]\/\/)(?=[\w.+~-])|\|>|<\|/g;
