// Asks real Nix about every mistake in test/rules/mistakes, and about the same flake without it.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fromRoot } from "../../scripts/paths.mjs";
import { parseFixture } from "../../test/fixture.ts";
import { USUAL_ROOT } from "../../test/flake.ts";
import { MISTAKES } from "../../test/rules/mistakes/all.ts";
import { ACCEPTED, LAYOUTS, plain } from "../../test/rules/mistakes/mistake.ts";
import { emptyTally, shownTally } from "../tally.ts";

const usage = `Usage: npm run nix-verdicts -- FLAKE_PARTS NIXPKGS_LIB IMPORT_TREE [RULE]

FLAKE_PARTS, NIXPKGS_LIB, IMPORT_TREE: checkouts of the three. RULE: only that one.
Needs nix-instantiate (2.8 will do). Ends with 1 when Nix says something else.`;

/** Asks, and prints what Nix says otherwise. Resolves to the exit code. */
export async function verdicts(args: string[]): Promise<number> {
  const [flakeParts, nixpkgsLib, importTree, wanted] = parseArgs({ args, allowPositionals: true }).positionals;
  if (!flakeParts || !nixpkgsLib || !importTree) {
    console.error(usage);
    return 2;
  }
  const expression = `import ${fromRoot("tools", "conformance", "verdicts.nix")} {
    dir = ./.; flakeParts = ${resolve(flakeParts)}; nixpkgsLib = ${resolve(nixpkgsLib)};
    importTree = ${resolve(importTree)}/default.nix;
  }`;
  const tally = emptyTally();
  const judge = (agrees: boolean, question: string, answer: string) => {
    tally[agrees ? "passed" : "failed"]++;
    if (!agrees) console.log(`${question}\n  Nix says: ${answer.split("\n").slice(0, 6).join("\n  ")}`);
  };
  for (const { rule, layout, wrong, right, nix } of MISTAKES) {
    if (wanted && rule !== wanted) continue;
    const said = verdict(expression, LAYOUTS[layout] + plain(wrong));
    judge(nix === ACCEPTED ? said === ACCEPTED : said.includes(nix), `${rule}, ${layout}: expected ${nix}`, said);
    const mended = verdict(expression, LAYOUTS[layout] + right);
    judge(mended === ACCEPTED, `${rule}, ${layout}, mended`, mended);
  }
  console.log(shownTally(tally));
  return tally.failed > 0 ? 1 : 0;
}

/** What Nix says of the flake in a fixture. */
function verdict(expression: string, fixture: string): string {
  const folder = mkdtempSync(join(tmpdir(), "verdict-"));
  const { files } = parseFixture(fixture);
  for (const [path, content] of new Map([["/flake.nix", USUAL_ROOT], ...[...files].filter(([, content]) => content)])) {
    mkdirSync(dirname(folder + path), { recursive: true });
    writeFileSync(folder + path, content);
  }
  // Endless recursions of Nix take all memory there is.
  const limited = 'ulimit -v 4000000; exec timeout 20 nix-instantiate --eval --strict -E "$1"';
  const { status, stderr } = spawnSync("bash", ["-c", limited, "bash", expression], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return status === 0 ? ACCEPTED : stderr.replace(/^warning: .*\n/gm, "").replaceAll(folder, "");
}
