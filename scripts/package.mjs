import { spawnSync } from "node:child_process";
import { codeServerNode, ensureCodeServer } from "./code-server.mjs";
import { fromRoot } from "./paths.mjs";

/**
 * Packs the built extension into the file `vsix`; .vscodeignore says what ships. Throws an Error when vsce refuses.
 * @param {string} vsix
 */
export function packExtension(vsix) {
  ensureCodeServer(); // vsce is installed beside it
  const vsce = fromRoot("test", "editor", "node_modules", "@vscode", "vsce", "vsce");
  const words = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const { status, stdout, stderr } = spawnSync(codeServerNode(), [vsce, ...words, "--out", vsix], {
    cwd: fromRoot(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`vsce: ${stdout}${stderr}`);
}
