import { evaluateModuleText } from "./modules/evaluate.ts";
import { show } from "./nix/evaluate.ts";
for (const t of process.argv.slice(2)) { const { machine, value } = evaluateModuleText(t); console.log(t, "==>", show(machine, value)); }
