import type { DirectoryEntry, SourceFiles } from "../server/nix/value.ts";
import type { Span } from "../server/text.ts";

/** A small flake in one string, with a question and its answers. */
export interface Fixture {
  /** Key: absolute path, as written behind `#- `. The texts hold no marks any more. */
  readonly files: ReadonlyMap<string, string>;
  /** Where `$0` stood. */
  readonly question: { readonly file: string; readonly offset: number } | undefined;
  readonly marks: readonly Mark[];
}

/** A run of `^` under a line of code, and the words behind it. It lies within that line. */
export interface Mark extends Span {
  readonly text: string;
}

/**
 * `#- /path` starts a file (what comes before the first one is `/flake.nix`), `$0` is the question, and a line of
 * `#  ^^^^ text` stands for the place above its carets; several places share a line. Carets count columns as they are
 * seen, `$0` included. Under the first column stands the `#`: `#<^^^ text` begins there, the `<` being one of the carets.
 */
export function parseFixture(text: string): Fixture {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  let question: Fixture["question"];
  for (const { file, lines } of sectionsOf(text)) {
    const kept: KeptLine[] = [];
    let length = 0;
    for (const line of lines) {
      const above = kept.at(-1);
      if (isMarkLine(line) && above) {
        marks.push(...marksOf(line, file, above));
        continue;
      }
      const cursor = line.indexOf(cursorMark);
      const code = cursor < 0 ? line : line.slice(0, cursor) + line.slice(cursor + cursorMark.length);
      if (cursor >= 0) question = { file, offset: length + cursor };
      kept.push({ start: length, cursor });
      files.set(file, `${files.get(file) ?? ""}${code}\n`);
      length += code.length + 1;
    }
    if (!files.has(file)) files.set(file, "");
  }
  return { files, question, marks };
}

/**
 * Files that exist in memory alone. Directories are those that some file lies in; readable is what lies below their
 * first folders, and a relative path does not exist.
 */
export function memoryFiles(files: ReadonlyMap<string, string>): SourceFiles {
  const directories = new Map<string, Map<string, DirectoryEntry>>([["/", new Map()]]);
  for (const file of files.keys()) addEntry(directories, file, "regular");
  const roots = new Set([...files.keys()].map((file) => file.split("/")[1]));
  return {
    read: (path) => files.get(path),
    obstacle: () => undefined,
    kind: (path) => (files.has(path) ? "regular" : directories.has(path) ? "directory" : undefined),
    list: (path) => {
      const entries = directories.get(path);
      return entries && [...entries.values()];
    },
    readable: (path) => roots.has(path.split("/")[1]),
  };
}

const cursorMark = "$0";

interface KeptLine {
  readonly start: number;
  /** Column of `$0`; negative when there is none. */
  readonly cursor: number;
}

function sectionsOf(text: string): { file: string; lines: string[] }[] {
  const sections: { file: string; lines: string[] }[] = [];
  const lines = text.replace(/^\n/, "").split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  for (const line of lines) {
    const path = /^#- (\/\S+)\s*$/.exec(line)?.[1];
    if (path !== undefined) sections.push({ file: path, lines: [] });
    else if (sections.length === 0) sections.push({ file: "/flake.nix", lines: [line] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function isMarkLine(line: string): boolean {
  return /^\s*#\s*\^/.test(line) || /^#<\^*/.test(line);
}

function marksOf(line: string, file: string, { start, cursor }: KeptLine): Mark[] {
  const offsetOf = (column: number) => {
    if (cursor < 0 || column <= cursor) return start + column;
    return start + Math.max(cursor, column - cursorMark.length);
  };
  return [...line.replace(/^#</, "^^").matchAll(/(\^+)([^^]*)/g)].map((match) => {
    const [, carets = "", text = ""] = match;
    return { file, start: offsetOf(match.index), end: offsetOf(match.index + carets.length), text: text.trim() };
  });
}

function addEntry(
  directories: Map<string, Map<string, DirectoryEntry>>,
  path: string,
  kind: "regular" | "directory",
): void {
  const slash = path.lastIndexOf("/");
  const parent = slash === 0 ? "/" : path.slice(0, slash);
  const siblings = directories.get(parent) ?? new Map<string, DirectoryEntry>();
  const isNew = !directories.has(parent);
  directories.set(parent, siblings);
  const name = path.slice(slash + 1);
  siblings.set(name, { name, kind });
  if (isNew) addEntry(directories, parent, "directory");
}
