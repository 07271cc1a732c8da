// VS Code's workbench in a headless browser, cut off from the network, with nothing of the user's around it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { ensureChromium } from "../../tools/chromium.ts";
import { startCodeServer } from "../../tools/code-server.ts";

interface Wanted {
  /** The workspace. */
  readonly folder: string;
  /** The folder of the installed extensions. */
  readonly extensions: string;
  /** More for code-server. */
  readonly options?: readonly string[];
  /** What a desktop VS Code takes as command-line options; `{address}` is filled in. */
  readonly payload?: readonly (readonly [string, string])[];
  /** Of the user, beside those that keep it quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the user has said that they trust the workspace; so by default. */
  readonly trusted?: boolean;
}

export interface Workbench {
  readonly page: Page;
  /** The folder of all that this VS Code writes. */
  readonly state: string;
  /** Loads the workbench. */
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts code-server and a browser on it; the caller loads the page, so that it can prepare it. */
export async function createWorkbench({
  folder,
  extensions,
  options = [],
  payload = [],
  settings = {},
  trusted = true,
}: Wanted): Promise<Workbench> {
  const state = mkdtempSync(join(tmpdir(), "dendritic-editor-"));
  const user = join(state, "user", "User");
  mkdirSync(user, { recursive: true });
  writeFileSync(
    join(user, "settings.json"),
    JSON.stringify({ ...quietSettings, ...(trusted ? {} : untrusted), ...settings }),
  );
  const server = await startCodeServer({ state, extensions, isolated: true, trusted, options });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route("**", (route) => {
    const { hostname, protocol } = new URL(route.request().url());
    const local = hostname === "127.0.0.1" || hostname === "localhost" || protocol === "data:";
    return local ? route.continue() : route.abort();
  });
  const filled = payload.map(([name, value]) => [name, value.replace("{address}", server.address.slice(7))]);
  const query = new URLSearchParams({ folder, ...(filled.length > 0 ? { payload: JSON.stringify(filled) } : {}) });
  return {
    page,
    state,
    open: async () => void (await page.goto(`${server.address}/?${query}`)),
    async close() {
      await browser.close();
      await server.close();
      rmSync(state, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const chromiumFlags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
];

const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
  "window.dialogStyle": "custom",
  "git.enabled": false,
};

const untrusted = { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" };
