import type { LocalBinding } from "../../names/name-index.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import type { Edit } from "../../text.ts";
import { applied, distinct } from "./edit.ts";
import { type Naming, writeName } from "./naming.ts";
import { offsetsAround } from "./offsets.ts";
import { bindingFacts } from "./same-names.ts";
import type { Outcome } from "./search-renames.ts";

/** Gives a name that is bound inside a file a new one; refused where it would hide another name, or be hidden. */
export function renameLocal(flake: LiveFlake, file: string, binding: LocalBinding, name: string): Outcome {
  if (name === binding.name) return { kind: "edits", edits: [] };
  const namings = [...binding.definitions, ...binding.uses].map((range): Naming => ({ file, range, as: "variable" }));
  const edits = editsOf(flake, namings, binding, name);
  if (!edits)
    return { kind: "refused", reason: `\`${name}\` cannot be written everywhere that \`${binding.name}\` is` };
  const text = applied(flake.textOf(file) ?? "", edits);
  const before = flake.namesOf(file);
  const after = flake.namesIn(file, text);
  const { before: beforeOffsets, after: afterOffsets } = offsetsAround(edits);
  const facts = [
    before && bindingFacts(before, (range) => beforeOffsets(file, range)),
    bindingFacts(after, (range) => afterOffsets(file, range)),
  ].map((lines) => lines?.join("\n"));
  if (facts[0] === facts[1]) return { kind: "edits", edits };
  return { kind: "refused", reason: `\`${name}\` would hide another name here, or be hidden by one` };
}

function editsOf(
  flake: LiveFlake,
  namings: readonly Naming[],
  { kind, definitions }: LocalBinding,
  name: string,
): readonly Edit[] | undefined {
  const starts = new Set(definitions.map(({ start }) => start));
  const given = namings.map(
    (naming): Naming => (kind === "inherit" && starts.has(naming.range.start) ? { ...naming, as: "given" } : naming),
  );
  const written = writeName(flake, given, name, false);
  return written && distinct(written);
}
