// How long VS Code takes to activate the extension.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDriver } from "../../test/editor/driver.ts";
import { createWorkbench } from "../../test/editor/workbench.ts";
import { ensureCodeServer, linkExtension } from "../code-server.ts";

/**
 * Milliseconds that code was loaded and `activate` ran, as VS Code itself says in its list of running extensions, once for each window that
 * is opened on the flake. Rejects when there is no VS Code to be had, or the extension is not activated.
 */
export async function activationTimes(flake: string, rounds: number): Promise<readonly number[]> {
  ensureCodeServer();
  const scratch = mkdtempSync(join(tmpdir(), "dendritic-activation-"));
  const extensions = join(scratch, "extensions");
  mkdirSync(extensions);
  linkExtension(extensions);
  const workbench = await createWorkbench({ folder: flake, extensions });
  try {
    const window = createDriver(workbench.page, "activation");
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await workbench.open();
      await window.status.waitFor();
      await window.command("Developer: Show Running Extensions");
      const row = workbench.page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "Dendritic Nix" });
      const shown = await row.locator(".activation-time").textContent();
      times.push(Number(/(\d+)\s*ms/.exec(shown ?? "")?.[1]));
    }
    return times;
  } finally {
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
