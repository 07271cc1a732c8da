import { evaluationError } from "./evaluation-error.ts";
import { repeatedSelection } from "./repeated-selection.ts";
import type { Rule } from "./rule.ts";
import { syntax } from "./syntax.ts";
import { undeclaredOption } from "./undeclared-option.ts";
import { unknownBranch } from "./unknown-branch.ts";
import { unmergedClass } from "./unmerged-class.ts";
import { unmergedCondition } from "./unmerged-condition.ts";
import { unmergedLeaf } from "./unmerged-leaf.ts";
import { untrackedCell } from "./untracked-cell.ts";
import { unusedPragma } from "./unused-pragma.ts";

/** Every rule, in the order of their codes. */
export const RULES: readonly Rule[] = [
  evaluationError,
  repeatedSelection,
  syntax,
  undeclaredOption,
  unknownBranch,
  unmergedClass,
  unmergedCondition,
  unmergedLeaf,
  untrackedCell,
  unusedPragma,
];
