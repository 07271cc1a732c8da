import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fromRoot } from "../../scripts/paths.mjs";

/** What real Nix answers to an expression. */
export interface Fact {
  /** May have several lines. */
  readonly expression: string;
  /** Files beside it, by name. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * The value as Nix prints it; `error: ` and the first line of its message; or `error` where ours has other words. Undefined: Nix has not
   * been asked yet.
   */
  readonly answer: string | undefined;
}

/** Facts under one heading. */
export interface Chapter {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** What is in scope of the expressions: Nix's own names; those of nixpkgs' lib; and of its types, with short words for modules. */
export type Scope = "language" | "lib" | "modules";

export interface FactFile {
  /** `language/strings` */
  readonly name: string;
  readonly path: string;
  readonly scope: Scope;
  readonly chapters: readonly Chapter[];
}

/** All files of facts, or those of another folder. */
export function factFiles(folder = fromRoot("test", "facts")): readonly FactFile[] {
  return (["language", "lib", "modules"] as const).flatMap((scope) => {
    if (!existsSync(`${folder}/${scope}`)) return [];
    const names = readdirSync(`${folder}/${scope}`).filter((name) => name.endsWith(".facts"));
    return names.sort().map((file) => {
      const path = `${folder}/${scope}/${file}`;
      return {
        name: `${scope}/${file.replace(/\.facts$/, "")}`,
        path,
        scope,
        chapters: parsed(readFileSync(path, "utf8")),
      };
    });
  });
}

/**
 * `## ` begins a chapter. A fact is an expression and `==> answer`, on its last line or on one of its own; lines `#- name` in between begin
 * files.
 */
function parsed(text: string): readonly Chapter[] {
  const chapters: { title: string; facts: Fact[] }[] = [];
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    if (lines.length === 0 && line.startsWith("## ")) {
      chapters.push({ title: line.slice("## ".length), facts: [] });
      continue;
    }
    if (lines.length === 0 && line === "") continue;
    const end = /^(?:(.*) )?==>(?: (.*))?$/.exec(line);
    if (!end) lines.push(line);
    if (!end) continue;
    if (end[1] !== undefined) lines.push(end[1]);
    chapters.at(-1)?.facts.push(factOf(lines, end[2]));
    lines = [];
  }
  if (lines.length > 0) throw new Error(`There is no \`==>\` behind ${lines[0]}`);
  return chapters;
}

function factOf(lines: readonly string[], answer: string | undefined): Fact {
  const [expression = "", ...files] = lines.join("\n").split(/^#- /m);
  const byName = files.map((text): [string, string] => {
    const end = text.indexOf("\n");
    return [text.slice(0, end), text.slice(end + 1)];
  });
  return { expression: expression.trimEnd(), files: new Map(byName), answer };
}

/** So long a fact stands in one line. */
const LINE = 140;

/** The text of a file of facts. */
export function shownChapters(chapters: readonly Chapter[]): string {
  return chapters.map(({ title, facts }) => `## ${title}\n\n${shownFacts(facts)}`).join("\n");
}

/** Facts of one line stand close together. */
function shownFacts(facts: readonly Fact[]): string {
  const texts = facts.map(shownFact);
  return texts
    .map((text, at) => `${isLong(text) || isLong(texts[at - 1]) ? "\n" : ""}${text}`)
    .join("")
    .replace(/^\n/, "");
}

function isLong(text: string | undefined): boolean {
  return text?.slice(0, -1).includes("\n") ?? false;
}

function shownFact({ expression, files, answer }: Fact): string {
  const end = answer === undefined ? "==>" : `==> ${answer}`;
  const line = `${expression} ${end}`;
  if (files.size === 0 && !expression.includes("\n") && line.length <= LINE) return `${line}\n`;
  const parts = [...files].map(([name, text]) => `#- ${name}\n${text.replace(/\n$/, "")}\n`);
  return `${expression}\n${parts.join("")}${end}\n`;
}
