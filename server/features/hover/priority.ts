import type { OptionValue } from "../../graph/option-values.ts";

/** Priorities by the functions of nixpkgs' lib that give them. */
const functions: ReadonlyMap<number, string> = new Map([
  [10, "mkVMOverride"],
  [50, "mkForce"],
  [60, "mkImageMediaOverride"],
  [1000, "mkDefault"],
  [1500, "mkOptionDefault"],
]);

/** ` (by mkForce)`; nothing for a plain definition and for a default. */
export function priorityText({ priority }: OptionValue): string {
  if (priority === undefined || priority === 100) return "";
  const name = functions.get(priority);
  return name === undefined ? ` (priority ${priority})` : ` (by \`${name}\`)`;
}
