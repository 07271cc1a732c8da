import type { Edit, OffsetRange } from "../text.ts";
import type { Fix } from "./fix.ts";

/** What somebody meant by code that is not Nix, where that is plain. Offsets are those of the text. */
export interface SyntaxAdvice {
  readonly message: string;
  readonly at: OffsetRange;
  readonly fixes: readonly Fix[];
  /** Other problems in here come of the same mistake. */
  readonly explains: OffsetRange;
}

const NAME = "[A-Za-z_][\\w'-]*";
const KEYWORDS: ReadonlySet<string> = new Set("assert else if in inherit let or rec then with".split(" "));

/** Undefined where the parser's own message is all there is to say. */
export function syntaxAdvice(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const inherited = inheritedPath(file, text, start);
  if (inherited) return inherited;
  switch (text[start]) {
    case ",":
      return comma(file, text, start);
    case ".":
      return text.startsWith("...", start) ? missingComma(file, text, start) : undefined;
    case "'":
      return singleQuotes(file, text, start);
    default:
      return blankInName(file, text, start);
  }
}

/** The line of text that an offset is on, and where it begins. */
function lineAt(text: string, offset: number): { readonly line: string; readonly from: number } {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { line: text.slice(from, end < 0 ? undefined : end), from };
}

function comma(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const open = openBracket(text, start);
  const at = { start, end: start + 1 };
  if (open !== undefined && text[open] === "[") {
    const close = text.indexOf("]", start);
    const list = { start: open, end: close < 0 ? at.end : close };
    const inside = text.slice(list.start, list.end);
    const edits = /["'#(]/.test(inside)
      ? [at]
      : [...inside.matchAll(/,/g)].map(({ index }) => ({ start: open + index, end: open + index + 1 }));
    return {
      message: "Items of a list are separated by blanks, not by commas.",
      at,
      fixes: [
        fix(
          "Remove the commas",
          edits.map((range) => edit(file, range, "")),
        ),
      ],
      explains: list,
    };
  }
  const statement = text.slice(Math.max(text.lastIndexOf(";", start), open ?? 0) + 1, start);
  if (/^\s*inherit\b[^=]*$/.test(statement))
    return {
      message: "Names after `inherit` are separated by blanks, not by commas.",
      at,
      fixes: [fix("Remove the comma", [edit(file, at, "")])],
      explains: at,
    };
  if (open === undefined || !statement.includes("=")) return undefined;
  return {
    message: "A setting ends with `;`, not with a comma.",
    at,
    fixes: [fix("Change to `;`", [edit(file, at, ";")])],
    explains: { start, end: start + 2 },
  };
}

/** The bracket or brace that is open before an offset, as far as brackets tell. */
function openBracket(text: string, offset: number): number | undefined {
  let depth = 0;
  for (let index = offset - 1; index >= 0; index--) {
    const letter = text[index] ?? "";
    if (")]}".includes(letter)) depth++;
    else if ("([{".includes(letter) && depth-- === 0) return index;
  }
  return undefined;
}

/** Such code is never Nix, and the parser may notice it before it or behind it. */
function inheritedPath(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const { line, from } = lineAt(text, start);
  for (const match of line.matchAll(new RegExp(`\\binherit\\s+((?:${NAME}\\.)*${NAME})\\.(${NAME})\\s*;`, "g"))) {
    const [whole, source = "", name = ""] = match;
    const at = { start: from + match.index, end: from + match.index + whole.length };
    const written = `inherit (${source}) ${name}`;
    return {
      message: `\`inherit\` takes names, not paths. Write \`${written}\`.`,
      at,
      fixes: [fix(`Change to \`${written}\``, [edit(file, at, `${written};`)])],
      explains: { start: from, end: from + line.length },
    };
  }
  return undefined;
}

function missingComma(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const before = text.slice(0, start).trimEnd();
  if (!/[\w'-]$/.test(before) || text[openBracket(text, start) ?? -1] !== "{") return undefined;
  const at = { start, end: start + 3 };
  return {
    message: "Arguments are separated by commas: one is missing before `...`.",
    at,
    fixes: [fix("Add the comma", [edit(file, { start: before.length, end: before.length }, ",")])],
    explains: at,
  };
}

function singleQuotes(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const [written, inside] = /^'([^'"\n\\$]*)'/.exec(text.slice(start, start + 200)) ?? [];
  if (written === undefined || text[start - 1] === "'" || text[start + written.length] === "'") return undefined;
  const at = { start, end: start + written.length };
  return {
    message: "A string is written in double quotes.",
    at,
    fixes: [fix(`Change to \`"${inside}"\``, [edit(file, at, `"${inside}"`)])],
    explains: at,
  };
}

/** `enable SSHSupport = true`: two names where one path must be. */
function blankInName(file: string, text: string, start: number): SyntaxAdvice | undefined {
  const { line, from } = lineAt(text, start);
  const names = new RegExp(`(^|[{;])(\\s*)((?:${NAME}\\.)*(${NAME}))[ \\t]+(${NAME})(?=(?:\\.${NAME})*\\s*=[^=])`, "g");
  for (const match of line.matchAll(names)) {
    const [, before = "", blank = "", path = "", first = "", second = ""] = match;
    const begin = from + match.index + before.length + blank.length + path.length - first.length;
    const end = from + match.index + match[0].length;
    if (start < begin || start > end || KEYWORDS.has(first) || KEYWORDS.has(second)) continue;
    const at = { start: begin, end };
    return {
      message: `A name cannot have a blank in it: \`${first} ${second}\`. Write \`${first}${second}\`, or put the name in quotes.`,
      at,
      fixes: [fix(`Change to \`${first}${second}\``, [edit(file, at, `${first}${second}`)])],
      explains: at,
    };
  }
  return undefined;
}

function fix(title: string, edits: readonly Edit[]): Fix {
  return { title, edits, preferred: true };
}

function edit(file: string, { start, end }: OffsetRange, text: string): Edit {
  return { file, start, end, text };
}
