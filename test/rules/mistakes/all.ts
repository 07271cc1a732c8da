import { ARGUMENT_MISTAKES } from "./arguments.ts";
import type { Mistake } from "./mistake.ts";
import { MODULE_MISTAKES } from "./modules.ts";
import { OPTION_MISTAKES } from "./options.ts";
import { SELECTION_MISTAKES } from "./selections.ts";

export const MISTAKES: readonly Mistake[] = [
  ...ARGUMENT_MISTAKES,
  ...MODULE_MISTAKES,
  ...OPTION_MISTAKES,
  ...SELECTION_MISTAKES,
];
