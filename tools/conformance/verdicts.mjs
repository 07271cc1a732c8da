// Asks real Nix about every mistake in test/rules/mistakes, and about the same flake without it.
// Usage: npm run nix-verdicts -- FLAKE_PARTS NIXPKGS_LIB IMPORT_TREE [RULE]   checkouts of the three; RULE: only that one
// Needs nix-instantiate (2.8 will do), a Node that runs TypeScript, and the built grammar in dist/.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseFixture } from "../../test/fixture.ts";
import { USUAL_ROOT } from "../../test/flake.ts";
import { MISTAKES } from "../../test/rules/mistakes/all.ts";
import { ACCEPTED, LAYOUTS, plain } from "../../test/rules/mistakes/mistake.ts";

const [flakeParts, nixpkgsLib, importTree, wanted] = process.argv.slice(2);
if (!flakeParts || !nixpkgsLib || !importTree) {
  console.error("usage: npm run nix-verdicts -- FLAKE_PARTS NIXPKGS_LIB IMPORT_TREE [RULE]");
  process.exit(2);
}
const expression = `import ${fileURLToPath(new URL("verdicts.nix", import.meta.url))} {
  dir = ./.; flakeParts = ${resolve(flakeParts)}; nixpkgsLib = ${resolve(nixpkgsLib)}; importTree = ${resolve(importTree)}/default.nix;
}`;

let [passed, failed] = [0, 0];
for (const { rule, layout, wrong, right, nix } of MISTAKES) {
  if (wanted && rule !== wanted) continue;
  const told = verdict(LAYOUTS[layout] + plain(wrong));
  judge(nix === ACCEPTED ? told === ACCEPTED : told.includes(nix), `${rule}, ${layout}: expected ${nix}`, told);
  const mended = verdict(LAYOUTS[layout] + right);
  judge(mended === ACCEPTED, `${rule}, ${layout}, mended`, mended);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {boolean} agrees
 * @param {string} question
 * @param {string} answer
 */
function judge(agrees, question, answer) {
  if (agrees) passed++;
  else failed++;
  if (!agrees) console.log(`${question}\n  Nix says: ${answer.split("\n").slice(0, 6).join("\n  ")}`);
}

/**
 * What Nix says of the flake in a fixture.
 * @param {string} text
 */
function verdict(text) {
  const folder = mkdtempSync(join(tmpdir(), "verdict-"));
  const { files } = parseFixture(text);
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
