import { NULL } from "../make.ts";
import { binary, forceSet, forceString } from "../operands.ts";
import { positionOf } from "../position.ts";
import type { PrimopValue } from "../value.ts";

/** `unsafeGetAttrPos`: file, line and column (from 1) of an attribute's name; null where there is none. */
export const attributePositionBuiltin: PrimopValue = binary("unsafeGetAttrPos", (machine, name, subject, at) => {
  const key = forceString(machine, name, at);
  if (key.type !== "string") return key;
  const source = forceSet(machine, subject, at);
  if (source.type !== "set") return source;
  const attribute = source.entries.get(key.text);
  if (!attribute) return source.open?.[0] ?? NULL;
  return attribute.at && !attribute.placeless ? positionOf(machine, attribute.at) : NULL;
});
