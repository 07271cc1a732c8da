import { test } from "vitest";
import { checkDefinition } from "./ask.ts";
import { seedling } from "./seedling.ts";

test("a set site leads to the declaration", () =>
  checkDefinition(`${seedling}
#- /cells/set.nix
{ my.pro$0file.theme = "moss"; }
`));
