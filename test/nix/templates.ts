import { COMPOUND } from "./templates-compound.ts";
import { SINGLE } from "./templates-single.ts";

export type Kind = "int" | "string" | "name" | "bool" | "ints" | "strings" | "set" | "sets" | "any";

/**
 * How values of a kind come about, the simplest first. `<kind>` is a part of that kind; `<kind x:int y:name>` one that sees these
 * variables as well. What begins with `// ` lets one set override another.
 */
export const TEMPLATES: Readonly<Record<Kind, readonly string[]>> = { ...SINGLE, ...COMPOUND };
