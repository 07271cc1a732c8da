import type { ModuleEvaluation } from "../modules/evaluation.ts";
import { Log } from "../nix/log.ts";
import type { Lazy, StringValue } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** What the evaluation of a flake comes by beside what the language does. It grows while outputs are evaluated. */
export class FlakeLog extends Log {
  readonly trees: ImportedTree[] = [];
  /** Every evaluation of modules that the flake asked for; systems are not among them. */
  readonly evaluations: ModuleEvaluation[] = [];
  /** Every call of a function from outside: its arguments may hold modules. */
  readonly externalCalls: ExternalCall[] = [];
  /** Patterns that loaders of trees have tried on paths. */
  readonly patterns: TriedPattern[] = [];

  /** A loader of trees has tried a pattern on a path. */
  notePattern(pattern: StringValue, path: StringValue, fits: boolean): void {
    const known = this.patterns.find((tried) => tried.pattern.at === pattern.at && tried.pattern.text === pattern.text);
    if (!known) {
      this.patterns.push({ pattern, paths: [path], fits });
      return;
    }
    known.paths.push(path);
    known.fits ||= fits;
  }
}

/** A directory that the flake imports as a whole. */
export interface ImportedTree {
  readonly directory: string;
  readonly at: Span | undefined;
  /** Its files are loaded only where somebody asks for what they hold. */
  readonly lazy: boolean;
}

/** A regular expression that a tree's loader matches whole paths with. */
export interface TriedPattern {
  readonly pattern: StringValue;
  readonly paths: StringValue[];
  /** It matched one of the paths. */
  fits: boolean;
}

export interface ExternalCall {
  readonly path: string;
  readonly argument: Lazy;
}
