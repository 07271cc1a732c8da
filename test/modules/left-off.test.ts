import { expect, test } from "vitest";
import { basicTypes } from "../../server/modules/types/basic.ts";
import { attrsOf } from "../../server/modules/types/containers.ts";
import { submoduleType } from "../../server/modules/types/submodule.ts";
import { describeType, type OptionType } from "../../server/modules/types/type.ts";

const str = basicTypes.str as OptionType;

function openSubmodule(freeform: () => OptionType): OptionType {
  return submoduleType({ modules: [], shorthandOnlyDefinesConfig: true, freeform });
}

test("a description that is left off leaves the next ones as they are", () => {
  const leftOff = openSubmodule(() =>
    attrsOf(() => {
      throw new Error("outdated");
    }, false),
  );
  for (let times = 0; times < 5; times++) expect(() => describeType(leftOff)).toThrow("outdated");
  const whole = openSubmodule(() => attrsOf(() => str, false));
  expect(describeType(whole)).toBe("open submodule of attribute set of string");
});

test("the description of a type that contains itself ends", () => {
  const tree: OptionType = openSubmodule(() => attrsOf(() => tree, false));
  expect(describeType(tree)).toBe("open submodule of attribute set of (open submodule of attribute set of …)");
  const endless = (): OptionType => openSubmodule(() => attrsOf(endless, false));
  expect(describeType(endless())).toContain("open submodule of attribute set of (open submodule of");
});
