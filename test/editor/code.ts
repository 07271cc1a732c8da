#!/usr/bin/env node
// What `@vscode/test-electron` takes for VS Code: it understands the few options of desktop VS Code that a test run
// uses, and runs the tests in code-server's extension host. Ends with the exit code of the tests.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkbench } from "./workbench.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]) {
  const [folder = process.cwd()] = words.filter((word) => !word.startsWith("-"));
  const extensions = mkdtempSync(join(tmpdir(), "dendritic-extensions-"));
  const remote = (name: string) => `vscode-remote://{address}${optionIn(words, name)}`;
  const workbench = await createWorkbench({
    folder,
    extensions,
    options: ["--vscode-option", "enable-smoke-test-driver"],
    payload: [
      ["extensionDevelopmentPath", remote("extensionDevelopmentPath")],
      ["extensionTestsPath", remote("extensionTestsPath")],
      ["enableProposedApi", ""],
    ],
  });
  try {
    return await untilExit(workbench);
  } finally {
    await workbench.close();
    rmSync(extensions, { recursive: true, force: true });
  }
}

/** The workbench calls these two functions of the page. */
async function untilExit({ page, open }: Awaited<ReturnType<typeof createWorkbench>>): Promise<number> {
  const exit: Promise<number> = new Promise((resolve) => {
    void page.exposeFunction("codeAutomationLog", () => {}); // what matters is in the report that the tests write
    void page.exposeFunction("codeAutomationExit", resolve);
  });
  await open();
  return exit;
}

function optionIn(words: string[], name: string) {
  const start = `--${name}=`;
  return words.find((word) => word.startsWith(start))?.slice(start.length) ?? "";
}
