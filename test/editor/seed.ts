import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder of its own for one test run; `remove` deletes it. */
export interface Scratch {
  readonly folder: string;
  /** A fresh copy of the seed flake, to be changed at will. */
  readonly flake: string;
  readonly remove: () => void;
}

/** `name` is the copy's folder, which the editor shows. */
export function copySeed(name = "seed"): Scratch {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dendritic-flake-")));
  const flake = join(folder, name);
  cpSync(fileURLToPath(new URL("../flakes/seed", import.meta.url)), flake, { recursive: true });
  return { folder, flake, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
