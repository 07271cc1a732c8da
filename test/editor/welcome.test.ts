import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linkExtension } from "../../tools/code-server.ts";
import { createDriver } from "./driver.ts";
import { createWorkbench } from "./workbench.ts";

test("the empty view says why it is empty, and follows what happens to flake.nix", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "dendritic-welcome-"));
  const folder = join(scratch, "flake");
  const extensions = join(scratch, "extensions");
  mkdirSync(join(folder, "modules"), { recursive: true });
  writeFileSync(join(folder, "flake.nix"), plain);
  linkExtension(extensions);
  const workbench = await createWorkbench({ folder, extensions });
  try {
    await workbench.open();
    const { page, openView, activeTab, shot } = createDriver(workbench.page, "welcome");
    const welcome = page.locator(".sidebar .welcome-view");
    await openView();
    await welcome.getByText("This flake is not dendritic").waitFor();
    await shot("1-not-dendritic");

    await welcome.getByText("Open flake.nix").click();
    await activeTab.getByText("flake.nix").waitFor();

    writeFileSync(join(folder, "modules", "base.nix"), "{ flake.modules.nixos.base = { }; }\n");
    writeFileSync(join(folder, "flake.nix"), withoutHosts);
    await welcome.getByText("This flake builds no host yet").waitFor();
    await shot("2-no-hosts");

    rmSync(join(folder, "flake.nix"));
    await welcome.getByText("There is no flake.nix in this workspace").waitFor();
    await shot("3-none");
    expect(await page.locator(".notification-toast").count()).toBe(0);
  } finally {
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  }
});

const plain = "{ outputs = { self, nixpkgs }: { packages = { }; }; }\n";
const withoutHosts = `{
  inputs.flake-parts.url = "github:hercules-ci/flake-parts";
  inputs.import-tree.url = "github:vic/import-tree";
  outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } (inputs.import-tree ./modules);
}
`;
