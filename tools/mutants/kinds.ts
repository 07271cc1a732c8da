import {
  misspeltBranch,
  misspeltClass,
  misspeltCollector,
  misspeltLeaf,
  misspeltOption,
  misspeltRead,
} from "./names.ts";
import type { Mutant, Source } from "./source.ts";
import {
  brokenPath,
  droppedPath,
  duplicateAttribute,
  duplicateDefinition,
  importTypo,
  removedDeclaration,
  removedSelection,
  renamedFile,
} from "./structure.ts";
import { innerConfig, missingArgument, outerConfig, wrongType } from "./values.ts";

export interface Kind {
  /** The rules of which one is to report it. */
  readonly codes: readonly string[];
  readonly plant: (source: Source) => readonly Mutant[];
}

/** Kinds of mistakes, by name. */
export const kinds: Readonly<Record<string, Kind>> = {
  "misspelt-option": { codes: ["undeclared-option"], plant: (source) => misspeltOption(source, false) },
  "misspelt-lower-option": {
    codes: ["undeclared-option", "undeclared-in-host"],
    plant: (source) => misspeltOption(source, true),
  },
  "misspelt-read": { codes: ["undeclared-option", "evaluation-error", "outer-config"], plant: misspeltRead },
  "misspelt-branch": {
    codes: ["unknown-branch", "hidden-lookup", "missing-argument", "evaluation-error"],
    plant: misspeltBranch,
  },
  "misspelt-leaf": { codes: ["unmerged-leaf", "unknown-branch", "undeclared-option"], plant: misspeltLeaf },
  "misspelt-class": {
    codes: ["misspelt-class", "unmerged-leaf", "unknown-branch", "undeclared-option"],
    plant: misspeltClass,
  },
  "misspelt-collector": {
    codes: ["misspelt-collector", "undeclared-output", "undeclared-option", "unknown-branch"],
    plant: misspeltCollector,
  },
  "removed-declaration": {
    codes: [
      "undeclared-option",
      "undeclared-in-host",
      "evaluation-error",
      "undeclared-output",
      "inner-config",
      "outer-config",
    ],
    plant: removedDeclaration,
  },
  "removed-selection": { codes: ["unmerged-leaf"], plant: removedSelection },
  "wrong-type": { codes: ["type-mismatch", "evaluation-error"], plant: wrongType },
  "import-typo": { codes: ["import-typo", "undeclared-option"], plant: importTypo },
  "renamed-file": {
    codes: [
      "ignored-cell",
      "unknown-branch",
      "undeclared-option",
      "undeclared-in-host",
      "evaluation-error",
      "missing-path",
    ],
    plant: renamedFile,
  },
  "inner-config": {
    codes: ["inner-config", "undeclared-option", "undeclared-in-host", "evaluation-error"],
    plant: innerConfig,
  },
  "outer-config": { codes: ["outer-config", "undeclared-option", "evaluation-error"], plant: outerConfig },
  "missing-argument": { codes: ["missing-argument", "syntax", "evaluation-error"], plant: missingArgument },
  "duplicate-attribute": { codes: ["duplicate-attribute", "syntax"], plant: duplicateAttribute },
  "duplicate-definition": { codes: ["duplicate-definition", "evaluation-error"], plant: duplicateDefinition },
  "broken-path": { codes: ["missing-path", "evaluation-error"], plant: brokenPath },
  "dropped-path": { codes: ["ignored-cell"], plant: droppedPath },
};
