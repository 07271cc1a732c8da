import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What may be thrown away at any time. */
export interface Cache {
  /** What was written under the key by this same build; undefined: nothing, or nothing that is whole. */
  readonly read: (key: string) => unknown;
  /** Keeps plain data. Where that cannot be done nothing happens. */
  readonly write: (key: string, data: unknown) => void;
}

/** A cache that keeps nothing. */
export const noCache: Cache = { read: () => undefined, write: () => {} };

const MOST_FILES = 200;
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_BYTES_OF_ONE = 32 * 1024 * 1024;
const SUFFIX = ".json";

/**
 * Keeps each thing in a file of its own in a folder, which is made when needed; of too many or too large files the oldest go. `build` tells
 * our builds apart: what another one wrote is not there. Never throws. Several processes may use the same folder.
 */
export function cacheIn(folder: string, build: string): Cache {
  const fileOf = (key: string) => join(folder, `${digest(`${build}\n${key}`)}${SUFFIX}`);
  return {
    read: (key) => {
      try {
        const text = readFileSync(fileOf(key), "utf8");
        const body = text.slice(text.indexOf("\n") + 1);
        return text === `${digest(body)}\n${body}` ? JSON.parse(body) : undefined;
      } catch {
        return undefined;
      }
    },
    write: (key, data) => {
      try {
        const body = JSON.stringify(data);
        if (body.length > MOST_BYTES_OF_ONE) return;
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const beside = join(folder, `${randomUUID()}.new`);
        writeFileSync(beside, `${digest(body)}\n${body}`, { flag: "wx", mode: 0o600 });
        renameSync(beside, fileOf(key));
        tidy(folder);
      } catch {
        // A folder that cannot be written to does not make it fail: it only makes the next time slower.
      }
    },
  };
}

/** Where a user's caches are; undefined where that is nowhere. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const given = environment.XDG_CACHE_HOME;
  if (given?.startsWith("/")) return join(given, "dendritic");
  if (platform === "win32")
    return environment.LOCALAPPDATA ? join(environment.LOCALAPPDATA, "dendritic", "Cache") : undefined;
  const home = environment.HOME ?? homedir();
  if (home === "" || home === "/") return undefined;
  return join(home, platform === "darwin" ? "Library/Caches" : ".cache", "dendritic");
}

/** Removes the oldest files beyond what the folder may hold, and what was left half written an hour ago. */
function tidy(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX) || name.endsWith(".new"))
    .map((name) => ({ path: join(folder, name), name, ...sizeAndAge(join(folder, name)) }))
    .sort((a, b) => b.changed - a.changed);
  let bytes = 0;
  for (const [index, { path, name, size, changed }] of files.entries()) {
    bytes += size;
    const isLeftOver = name.endsWith(".new") && Date.now() - changed > 3_600_000;
    if (isLeftOver || index >= MOST_FILES || bytes > MOST_BYTES) rmSync(path, { force: true });
  }
}

function sizeAndAge(path: string): { readonly size: number; readonly changed: number } {
  const found = statSync(path, { throwIfNoEntry: false });
  return { size: found?.size ?? 0, changed: found?.mtimeMs ?? 0 };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
