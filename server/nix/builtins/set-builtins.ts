import type { Span } from "../../text.ts";
import { costOfParts } from "../budget.ts";
import { listedName, mapEntries, sortedEntries, wholesale } from "../lib/attrsets/attrsets-entries.ts";
import { listOf } from "../lib/lists/lists-items.ts";
import { bool } from "../make.ts";
import { binary, forceSet, forceString, unary } from "../operands.ts";
import { hasAttribute, noteKey, selectAttribute } from "../select.ts";
import { pickedBy, withSelection } from "../selection.ts";
import { conditional } from "../thunk.ts";
import type { Attribute, Lazy, Machine, SetValue, Value } from "../value.ts";
import { attributePositionBuiltin } from "./attribute-position.ts";
import { foreignCall, undecidedCall } from "./foreign-operands.ts";
import { functionArgsBuiltin } from "./function-args.ts";
import { catAttrsBuiltin, listToAttrsBuiltin, zipAttrsWithBuiltin } from "./sets-from-lists.ts";
import { intersectAttrsBuiltin, removeAttrsBuiltin } from "./subsets.ts";

/** Functions on sets. None forces a value that Nix would not force; names come in Nix's order. */
export const setBuiltins: Readonly<Record<string, Value>> = {
  attrNames: unary("attrNames", (machine, subject, at) => {
    const source = forceSet(machine, subject, at);
    if (source.type !== "set") return foreignCall("attrNames", source, at, "list");
    const items = sortedEntries(source).map(([name, attribute]) =>
      present(machine, attribute, listedName(name, attribute, at)),
    );
    return listOf(items, source.open);
  }),
  attrValues: unary("attrValues", (machine, subject, at) => {
    const source = forceSet(machine, subject, at);
    if (source.type !== "set") return foreignCall("attrValues", source, at, "list");
    const items = sortedEntries(source).map(([, attribute]) =>
      present(machine, attribute, listedValue(machine, source, attribute, at)),
    );
    return listOf(items, source.open);
  }),
  getAttr: binary("getAttr", (machine, name, subject, at) => {
    const key = forceString(machine, name, at);
    if (key.type !== "string") return undecidedCall("getAttr", key, at);
    const source = machine.force(subject);
    noteKey(machine, source, key);
    return pickedBy(machine, source, key, selectAttribute(machine, source, key.text, at));
  }),
  hasAttr: binary("hasAttr", (machine, name, subject, at) => {
    const key = forceString(machine, name, at);
    if (key.type !== "string") return undecidedCall("hasAttr", key, at);
    const source = machine.force(subject);
    const wrongKind = source.type === "external" ? source : forceSet(machine, source, at);
    if (wrongKind.type === "failure") return wrongKind;
    const has = hasAttribute(source, key.text, at);
    noteKey(machine, source, key);
    if (source.type === "set" && key.at && !key.listed)
      machine.log.noteLookup({ from: source, name: key.text, at: key.at, direct: false, found: has !== false });
    return typeof has === "boolean" ? bool(has) : has;
  }),
  mapAttrs: binary("mapAttrs", (machine, change, subject, at) => {
    const source = forceSet(machine, subject, at);
    if (source.type !== "set") return source;
    const spent = machine.spend(at, costOfParts(2 * source.entries.size));
    if (spent) return spent;
    return mapEntries(source, (name, attribute) =>
      machine.call(change, [listedName(name, attribute, at), wholesale(machine, attribute, at)], at),
    );
  }),
  removeAttrs: removeAttrsBuiltin,
  intersectAttrs: intersectAttrsBuiltin,
  catAttrs: catAttrsBuiltin,
  listToAttrs: listToAttrsBuiltin,
  zipAttrsWith: zipAttrsWithBuiltin,
  functionArgs: functionArgsBuiltin,
  unsafeGetAttrPos: attributePositionBuiltin,
};

/** The part of a list that an attribute gives: marked if the attribute may be absent. */
function present(machine: Machine, attribute: Attribute, part: Lazy): Lazy {
  return attribute.maybe ? conditional(part, attribute.maybe, (lazy) => machine.force(lazy)) : part;
}

function listedValue(machine: Machine, source: SetValue, attribute: Attribute, at: Span | undefined): Lazy {
  const written = writtenOut(source, attribute);
  return written
    ? withSelection(attribute.value, { kind: "reference", at: written, of: attribute.option }, machine)
    : wholesale(machine, attribute, at);
}

/** In `attrValues { inherit (x) a b; }` every name was written to select something. */
function writtenOut(source: SetValue, attribute: Attribute): Span | undefined {
  const { at } = attribute;
  const inside =
    source.at && at && source.at.file === at.file && source.at.start <= at.start && at.end <= source.at.end;
  return inside ? at : undefined;
}
