import type { SourceFiles } from "../nix/value.ts";

/**
 * Every file below a directory, as import-tree walks: names in byte order per directory, symlinks listed but not entered.
 * A directory that cannot be listed counts as empty, and is reported to `unlisted`.
 */
export function filesBelow(
  files: SourceFiles,
  directory: string,
  unlisted: (directory: string) => void = () => {},
): readonly string[] {
  const found: string[] = [];
  const pending = [directory];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next !== directory && files.kind(next) !== "directory") {
      found.push(next);
      continue;
    }
    const listed = files.list(next);
    if (!listed) unlisted(next);
    const entries = [...(listed ?? [])].sort((a, b) => (a.name < b.name ? 1 : -1));
    for (const entry of entries) pending.push(`${next}/${entry.name}`);
  }
  return found;
}
