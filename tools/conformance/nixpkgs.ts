import { join, resolve } from "node:path";
import { diskFiles } from "../../server/disk.ts";
import { withNativeSources } from "../../server/flake/native/native-sources.ts";
import { nixpkgsLibrary } from "../../server/flake/nixpkgs-library.ts";
import { globalNames } from "../../server/nix/builtins/all-builtins.ts";
import { Evaluator } from "../../server/nix/evaluator.ts";
import { EMPTY_SET } from "../../server/nix/make.ts";
import type { Lazy } from "../../server/nix/value.ts";
import { parse } from "../../server/syntax/parse.ts";
import { withChanges } from "../flake.ts";

type EvaluatorOptions = ConstructorParameters<typeof Evaluator>[0];

/** The lib of a checkout of nixpkgs. */
export interface NixpkgsLib {
  /** Its folder, absolute. */
  readonly folder: string;
  /** Its default.nix. */
  readonly entry: string;
}

/** `place`: a checkout of nixpkgs, or a folder that holds nothing but its `lib`. */
export function nixpkgsLibAt(place: string): NixpkgsLib {
  const folder = join(resolve(place), "lib");
  return { folder, entry: join(folder, "default.nix") };
}

/**
 * Evaluates files of a lib of nixpkgs, some of which have other texts. In the text of its default.nix, `nativeLib` is our own lib. `log`
 * hears of every evaluation of modules.
 */
export function evaluatorOf(
  { folder, entry }: NixpkgsLib,
  texts: ReadonlyMap<string, string>,
  { log = () => {}, limits }: { log?: Parameters<typeof nixpkgsLibrary>[1]; limits?: EvaluatorOptions["limits"] },
): Evaluator {
  const files = withNativeSources(withChanges(diskFiles([folder]), texts), new Map());
  const globals = globalNames();
  const withLibrary = new Map<string, Lazy>(globals);
  const machine = new Evaluator({
    files,
    treeOf: (file) => {
      const found = files.read(file);
      return found === undefined ? undefined : parse(found);
    },
    globalsOf: (file) => (file === entry ? withLibrary : globals),
    ...(limits ? { limits } : {}),
  });
  withLibrary.set("nativeLib", nixpkgsLibrary(machine, log) ?? EMPTY_SET);
  return machine;
}
