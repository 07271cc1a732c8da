import { branchesAsModule } from "./branches-as-module.ts";
import { classMismatch } from "./class-mismatch.ts";
import { collectorInPersystem } from "./collector-in-persystem.ts";
import { droppedByMerge } from "./dropped-by-merge.ts";
import { duplicateAttribute } from "./duplicate-attribute.ts";
import { duplicateDefinition } from "./duplicate-definition.ts";
import { evaluationError } from "./evaluation-error.ts";
import { hiddenLookup } from "./hidden-lookup.ts";
import { ignoredCell } from "./ignored-cell.ts";
import { ignoredNixpkgs } from "./ignored-nixpkgs.ts";
import { importTypo } from "./import-typo.ts";
import { importsInConfig } from "./imports-in-config.ts";
import { innerConfig } from "./inner-config.ts";
import { misplacedModule } from "./misplaced-module.ts";
import { missingArgument } from "./missing-argument.ts";
import { missingPath } from "./missing-path.ts";
import { misspeltClass } from "./misspelt-class.ts";
import { misspeltCollector } from "./misspelt-collector.ts";
import { mixedModuleForm } from "./mixed-module-form.ts";
import { needsUnmet } from "./needs-unmet.ts";
import { nestedModuleKey } from "./nested-module-key.ts";
import { outerConfig } from "./outer-config.ts";
import { recursiveImports } from "./recursive-imports.ts";
import { repeatedSelection } from "./repeated-selection.ts";
import type { Rule } from "./rule.ts";
import { seamBypass } from "./seam-bypass.ts";
import { syntax } from "./syntax.ts";
import { takenTwice } from "./taken-twice.ts";
import { typeMismatch } from "./type-mismatch.ts";
import { unanchoredMatch } from "./unanchored-match.ts";
import { undeclaredInHost } from "./undeclared-in-host.ts";
import { undeclaredOption } from "./undeclared-option.ts";
import { undeclaredOutput } from "./undeclared-output.ts";
import { unknownBranch } from "./unknown-branch.ts";
import { unknownInput } from "./unknown-input.ts";
import { unmergedClass } from "./unmerged-class.ts";
import { unmergedCondition } from "./unmerged-condition.ts";
import { unmergedLeaf } from "./unmerged-leaf.ts";
import { unreadOption } from "./unread-option.ts";
import { unresolved } from "./unresolved.ts";
import { unsuppliedArgument } from "./unsupplied-argument.ts";
import { untrackedCell } from "./untracked-cell.ts";
import { unusedPragma } from "./unused-pragma.ts";
import { wrongClass } from "./wrong-class.ts";

/** Every rule, in the order of their codes. */
export const RULES: readonly Rule[] = [
  branchesAsModule,
  classMismatch,
  collectorInPersystem,
  droppedByMerge,
  duplicateAttribute,
  duplicateDefinition,
  evaluationError,
  hiddenLookup,
  ignoredCell,
  ignoredNixpkgs,
  importTypo,
  importsInConfig,
  innerConfig,
  misplacedModule,
  missingArgument,
  missingPath,
  misspeltClass,
  misspeltCollector,
  mixedModuleForm,
  needsUnmet,
  nestedModuleKey,
  outerConfig,
  recursiveImports,
  repeatedSelection,
  seamBypass,
  syntax,
  takenTwice,
  typeMismatch,
  unanchoredMatch,
  undeclaredInHost,
  undeclaredOption,
  undeclaredOutput,
  unknownBranch,
  unknownInput,
  unmergedClass,
  unmergedCondition,
  unmergedLeaf,
  unreadOption,
  unresolved,
  unsuppliedArgument,
  untrackedCell,
  unusedPragma,
  wrongClass,
];
