import { external } from "../../nix/make.ts";
import { showValue } from "../../nix/show.ts";
import type { Lazy, Value } from "../../nix/value.ts";
import type { Discharged } from "../definitions.ts";

/** Definitions as nixpkgs' `showDefs` lists them: a line each, with the value as far as it is known without evaluating more. */
export function shownDefinitions(definitions: readonly Pick<Discharged, "file" | "value">[]): string {
  return definitions
    .map(({ file, value }) => {
      const known = evaluated(value);
      const text =
        known.type === "unknown" || known.type === "failure" || known.type === "external"
          ? ""
          : `: ${showValue(SHOW, value)}`;
      return `\n- In \`${file ?? "<unknown-file>"}'${text}`;
    })
    .join("");
}

/** An error message must not evaluate what the error depends on. */
const SHOW = { force: evaluated };

function evaluated(value: Lazy): Value {
  return value.type === "thunk" ? (value.value ?? external("…")) : value;
}
