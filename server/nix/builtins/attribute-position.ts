import { lineIndexOf, type Span } from "../../text.ts";
import { binary, forceSet, forceString } from "../arguments.ts";
import { int, NULL, record, string, unknown } from "../make.ts";
import type { Machine, PrimopValue, Value } from "../value.ts";

/** `unsafeGetAttrPos`: file, line and column (from 1) of an attribute's name; null where there is none. */
export const attributePositionBuiltin: PrimopValue = binary("unsafeGetAttrPos", (machine, name, subject, at) => {
  const key = forceString(machine, name, at);
  if (key.type !== "string") return key;
  const source = forceSet(machine, subject, at);
  if (source.type !== "set") return source;
  const attribute = source.entries.get(key.text);
  if (!attribute) return source.open?.[0] ?? NULL;
  return attribute.at ? positionOf(machine, attribute.at) : NULL;
});

function positionOf(machine: Machine, at: Span): Value {
  const coordinate = (which: "line" | "character") =>
    machine.lazy(() => {
      const text = machine.files.read(at.file);
      if (text === undefined) return unknown(`the text of ${at.file} is not at hand`, at);
      return int(lineIndexOf(text).positionAt(at.start)[which] + 1);
    }, at);
  return record({ file: string(at.file, at), line: coordinate("line"), column: coordinate("character") });
}
