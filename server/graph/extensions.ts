import { isBelow, type OptionPath, type OptionPattern } from "../option-path.ts";
/**
 * A path without the way to the extension that it lies in. What a partition of flake-parts holds beside its own are the modules of the
 * whole flake again: people know them by one name.
 */
export function pathInWhole<Path extends OptionPattern>(
  path: Path,
  extensions: readonly OptionPath[],
): Path | Path[number][] {
  const way = extensions.find((each) => isBelow(path, each));
  return way ? path.slice(way.length) : path;
}
