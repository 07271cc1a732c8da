import type { Span } from "../../../text.ts";
import { failure, unknown } from "../../make.ts";
import type { Trouble } from "../../operands.ts";
import type { DirectoryEntry, FileKind, Machine } from "../../value.ts";

export interface FoundFile {
  readonly path: string;
  readonly kind: FileKind;
}

/** The entries of a directory in Nix's order. */
export function directoryEntries(
  machine: Machine,
  directory: string,
  at: Span | undefined,
): readonly DirectoryEntry[] | Trouble {
  if (!machine.files.readable(directory)) return unknown(`${directory} is outside the workspace`, at);
  const entries = machine.files.list(directory);
  if (!entries) return failure(`opening directory '${directory}': No such file or directory`, at);
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** All files below a directory, depth first, each directory in Nix's order. Symlinks are not followed. */
export function filesBelow(machine: Machine, root: string, at: Span | undefined): readonly FoundFile[] | Trouble {
  const found: FoundFile[] = [];
  const pending: FoundFile[] = [{ path: root, kind: "directory" }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const spent = machine.spend(at);
    if (spent) return spent;
    if (next.kind !== "directory") {
      found.push(next);
      continue;
    }
    const entries = directoryEntries(machine, next.path, at);
    if ("type" in entries) return entries;
    const parent = next.path === "/" ? "" : next.path;
    pending.push(...entries.map(({ name, kind }) => ({ path: `${parent}/${name}`, kind })).reverse());
  }
  return found;
}
