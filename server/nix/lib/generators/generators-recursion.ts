import type { Span } from "../../../text.ts";
import { string, thrown } from "../../make.ts";
import { binary } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { mapEntries } from "../attrsets/attrsets-entries.ts";
import { mapItems } from "../lists/lists-items.ts";
import { optionIn } from "./generators-settings.ts";

const KEPT_AS_THEY_ARE = ["__functor", "__functionArgs", "__toString", "__pretty"];

interface DepthLimit {
  readonly depth: number;
  readonly throws: boolean;
}

/** `lib.generators.withRecursion`: the value with everything below a depth cut off. */
export const withRecursion: Value = binary("withRecursion", (machine, settings, value, at) => {
  const depth = optionIn(machine, settings, "depthLimit");
  const throws = optionIn(machine, settings, "throwOnDepthLimit");
  const limit: DepthLimit = {
    depth: depth?.type === "int" ? Number(depth.value) : Number.POSITIVE_INFINITY,
    throws: throws?.type !== "bool" || throws.value,
  };
  return limited(machine, value, 0, limit, at);
});

function limited(machine: Machine, value: Lazy, depth: number, limit: DepthLimit, at: Span | undefined): Value {
  const forced = machine.force(value);
  const next = (inner: Lazy): Value =>
    depth + 1 > limit.depth ? cutOff(limit, at) : limited(machine, inner, depth + 1, limit, at);
  if (forced.type === "list") return mapItems(machine, forced, next);
  if (forced.type !== "set") return depth + 1 > limit.depth ? cutOff(limit, at) : forced;
  return mapEntries(forced, (name, attribute) =>
    KEPT_AS_THEY_ARE.includes(name) ? machine.force(attribute.value) : next(attribute.value),
  );
}

function cutOff(limit: DepthLimit, at: Span | undefined): Value {
  if (!limit.throws) return string("<unevaluated>", at);
  return thrown(
    `Exceeded maximum eval-depth limit of ${limit.depth} while trying to evaluate with \`generators.withRecursion'!`,
    at,
  );
}
