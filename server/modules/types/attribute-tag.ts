import { unknown } from "../../nix/make.ts";
import type { Attribute } from "../../nix/value.ts";
import type { Definition } from "../definitions.ts";
import { anything, groupByName, mergeTypes, missing } from "./containers.ts";
import { conflict, mergeDefinitions } from "./merge.ts";
import { checkKind, type MergeContext, type OptionType } from "./type.ts";

type Tags = ReadonlyMap<string, () => OptionType>;

/** `types.attrTag`: a set of one attribute, whose name tells the type of its value. */
export function attrTag(tags: Tags): OptionType {
  return {
    name: "attrTag",
    describe: () => `attribute-tagged union with choices: ${[...tags.keys()].sort().join(", ")}`,
    phrase: "noun",
    check: (machine, value) => {
      if (value.type !== "set") return checkKind("set")(machine, value);
      const [name = "", ...others] = value.entries.keys();
      return value.open ? undefined : others.length === 0 && tags.has(name);
    },
    merge: (machine, context, definitions) => {
      const { groups, open } = groupByName(machine, definitions);
      if (groups.size > 1 && [...groups.values()].flat().some(mayBeAbsent))
        return unknown("which of the attributes is there depends on a condition that cannot be decided");
      if (groups.size > 1) return conflict(context, definitions);
      const entries = new Map<string, Attribute>();
      for (const [name, group] of groups) {
        const inner: MergeContext = { ...context, path: [...context.path, name] };
        const at = group[0]?.at;
        const merge = () => mergeDefinitions(machine, inner, tags.get(name)?.() ?? anything, group) ?? missing(inner);
        entries.set(name, { value: machine.lazy(merge, at), at });
      }
      return open.length > 0 ? { type: "set", entries, open } : { type: "set", entries };
    },
    shape: { kind: "leaf" },
    mergeWith: (other) => other.tags && attrTag(mergedTags(tags, other.tags)),
    tags,
  };
}

function mayBeAbsent({ wrappers }: Definition): boolean {
  return wrappers.some((wrapper) => wrapper.kind === "decided" && wrapper.condition.value === "unknown");
}

function mergedTags(mine: Tags, theirs: Tags): Tags {
  const both = new Map(mine);
  for (const [name, type] of theirs) {
    const known = mine.get(name);
    both.set(name, known ? () => mergeTypes(known(), type()) ?? known() : type);
  }
  return both;
}
