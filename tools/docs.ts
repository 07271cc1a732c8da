import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";
import { RULES } from "../server/rules/all-rules.ts";
import { grouped } from "../server/rules/groups.ts";
import { defaultLevel, rulePage } from "../server/rules/page.ts";
import type { Rule } from "../server/rules/rule.ts";
import { LEVELS } from "../server/rules/rule-settings.ts";
import { fixesOfExample } from "../test/rules/example.ts";

/**
 * Writes what is made from the list of rules: their pages, their settings in package.json, their table in README.md. With `--check` it
 * only says what is out of date. Needs the built grammar. Resolves to the exit code.
 */
export async function docs(args: string[]): Promise<number> {
  const fixable = new Set(RULES.filter((rule) => fixesOfExample(rule).length > 0));
  const wanted = new Map([
    ...RULES.map((rule) => [`docs/rules/${rule.code}.md`, rulePage(rule)] as const),
    ["README.md", readme(read("README.md"), fixable)],
    ["package.json", description(read("package.json"))],
  ]);
  const changed = [...wanted].filter(([file, text]) => read(file) !== text);
  const gone = pages().filter((file) => !wanted.has(file));
  if (!args.includes("--check")) {
    for (const [file, text] of changed) write(file, text);
    for (const file of gone) rmSync(fromRoot(file));
    return 0;
  }
  const stale = [...changed.map(([file]) => file), ...gone];
  if (stale.length > 0) console.error(`Out of date, \`npm run docs\` writes them: ${stale.join(", ")}`);
  return stale.length > 0 ? 1 : 0;
}

const begin = "<!-- rules: written by `npm run docs` -->\n";
const end = "<!-- end of the rules -->\n";

function readme(text: string, fixable: ReadonlySet<Rule>): string {
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error("README.md has lost the marks around the table of rules");
  const tables = grouped(RULES).map(({ title, rules }) => `### ${title}\n\n${table(rules, fixable)}`);
  return `${text.slice(0, before)}${begin}${tables.join("\n")}${text.slice(after)}`;
}

function table(rules: readonly Rule[], fixable: ReadonlySet<Rule>): string {
  const rows = rules.map((rule) => {
    const fix = fixable.has(rule) ? "yes" : "";
    return `| [\`${rule.code}\`](docs/rules/${rule.code}.md) | ${rule.description} | ${defaultLevel(rule)} | ${fix} |\n`;
  });
  return `| code | what is wrong | default | fix |\n|---|---|---|---|\n${rows.join("")}`;
}

const prefix = "dendritic.rules.";

function description(text: string) {
  const manifest = JSON.parse(text);
  /** Each of these is a page of its own in the editor's settings; the first holds what is not a rule's. */
  const [first] = [manifest.contributes.configuration].flat();
  const pages = grouped(RULES).map(({ title, rules }) => ({
    title: `Rules: ${title}`,
    properties: Object.fromEntries(rules.map(setting)),
  }));
  manifest.contributes.configuration = [first, ...pages].map((page, order) => ({ ...page, order }));
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function setting(rule: Rule) {
  return [
    prefix + rule.code,
    {
      type: "string",
      enum: ["default", ...LEVELS],
      default: "default",
      scope: "resource",
      markdownDescription: `${rule.description} Default: ${defaultLevel(rule)}.`,
    },
  ];
}

function pages() {
  const folder = fromRoot("docs", "rules");
  return existsSync(folder) ? readdirSync(folder).map((name) => `docs/rules/${name}`) : [];
}

function read(file: string) {
  return existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), "utf8") : "";
}

function write(file: string, text: string) {
  mkdirSync(dirname(fromRoot(file)), { recursive: true });
  writeFileSync(fromRoot(file), text);
}
