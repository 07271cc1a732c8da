import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { copySeed } from "./seed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the suite in VS Code's extension host", async () => {
  const scratch = copySeed();
  const report = join(scratch.folder, "report.json");
  await runTests({
    vscodeExecutablePath: await executable(),
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuite(join(scratch.folder, "suite")),
    extensionTestsEnv: { DENDRITIC_TEST_REPORT: report },
    launchArgs: [scratch.flake],
  });
  const { passed, failed } = JSON.parse(readFileSync(report, "utf8"));
  expect(failed).toEqual([]);
  expect(passed).not.toEqual([]);
  scratch.remove();
});

/** code-server, unless DENDRITIC_TEST_EDITOR=desktop asks for a download of VS Code. */
async function executable(): Promise<string> {
  if (process.env.DENDRITIC_TEST_EDITOR === "desktop") return downloadAndUnzipVSCode();
  return fileURLToPath(new URL("code.ts", import.meta.url));
}

async function bundleSuite(folder: string): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }');
  await build({
    entryPoints: [fileURLToPath(new URL("suite/run.ts", import.meta.url))],
    outfile: join(folder, "run.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return join(folder, "run.js");
}
