import { expect, test } from "vitest";
import { isOtherServerAtWork } from "../../client/other-server.ts";

const editor = (extensions: readonly string[], settings: Readonly<Record<string, unknown>>) => ({
  has: (id: string) => extensions.includes(id),
  settingOf: (setting: string) => settings[setting],
});

const nixIde = "jnoortheen.nix-ide";
const setting = "nix.enableLanguageServer";

test("nix-ide answers about plain Nix where it is there and its server is switched on", () => {
  expect(isOtherServerAtWork(editor([nixIde], { [setting]: true }))).toBe(true);
  expect(isOtherServerAtWork(editor(["some.other", nixIde], { [setting]: true }))).toBe(true);
});

test("nix-ide without its server only colours and formats", () => {
  for (const value of [false, undefined, null, "true", 1])
    expect({ value, found: isOtherServerAtWork(editor([nixIde], { [setting]: value })) }).toEqual({
      value,
      found: false,
    });
});

test("a setting that is left over from an extension that is gone, or off, starts nothing", () => {
  expect(isOtherServerAtWork(editor([], { [setting]: true }))).toBe(false);
  expect(isOtherServerAtWork(editor(["bbenoist.nix"], { [setting]: true }))).toBe(false);
});
