import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fromRoot } from "../scripts/paths.mjs";
import { build } from "./build.ts";
import { codeServerNode, ensureCodeServer } from "./code-server.ts";
import { notices } from "./notices.ts";

/** `npm run package`: builds, and packs into the repository's folder. Resolves to the exit code. */
export async function pack(): Promise<number> {
  const built = await build();
  if (built !== 0) return built;
  const { name, version } = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
  const vsix = fromRoot(`${name}-${version}.vsix`);
  packExtension(vsix);
  console.log(vsix);
  return 0;
}

/** Packs the built extension into the file `vsix`; .vscodeignore says what ships. Throws an Error when vsce refuses. */
export function packExtension(vsix: string): void {
  ensureCodeServer(); // vsce is installed beside it
  writeFileSync(fromRoot("dist", "THIRD-PARTY-NOTICES.txt"), notices());
  const vsce = fromRoot("test", "editor", "node_modules", "@vscode", "vsce", "vsce");
  const words = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const { status, stdout, stderr } = spawnSync(codeServerNode(), [vsce, ...words, "--out", vsix], {
    cwd: fromRoot(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`vsce: ${stdout}${stderr}`);
}
