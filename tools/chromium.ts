import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium: one from PATH, the one that Playwright downloaded, or, for root on Debian, a newly installed
 * one. Throws an Error that says what to install when there is none.
 */
export async function ensureChromium(): Promise<string> {
  const present = onPath() ?? (await downloaded());
  if (present) return present;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    console.error("Installing Debian's chromium (once, about half a minute)…");
    apt(["update", "-qq"]);
    apt(["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  const installed = onPath();
  if (installed) return installed;
  throw new Error("A Chromium is needed on PATH. Install one, or run `npx playwright-core install chromium`.");
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

async function downloaded(): Promise<string | undefined> {
  const { chromium } = await import("playwright-core");
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function apt(words: string[]) {
  spawnSync("apt-get", words, {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
