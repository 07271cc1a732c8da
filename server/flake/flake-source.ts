import type { Limits } from "../nix/budget.ts";
import type { SourceFiles } from "../nix/value.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";

export interface FlakeSource {
  /** The flake's directory, absolute. */
  readonly directory: string;
  readonly files: SourceFiles;
  readonly treeOf: (path: string, text: string) => SyntaxTree;
  readonly limits?: Limits | undefined;
  /** See the evaluator's settings. */
  readonly checkpoint?: (() => void) | undefined;
  /** Directories that hold the sources of inputs, by the input's name. They must be readable. */
  readonly inputs?: ReadonlyMap<string, string> | undefined;
  /** Where the Nix store lies, whose readable sources are used too; undefined: nowhere. */
  readonly storeDirectory?: string | undefined;
}
