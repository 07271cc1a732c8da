import { expect, test } from "vitest";
import { activationTimes } from "../../tools/bench/activation.ts";
import { copySeed } from "./seed.ts";

test("VS Code says how long it took to activate the extension", async () => {
  const scratch = copySeed();
  const times = await activationTimes(scratch.flake, 1).finally(scratch.remove);
  expect(times.filter(Number.isFinite)).toHaveLength(1);
});
