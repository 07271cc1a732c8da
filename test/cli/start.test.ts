import { expect, test } from "vitest";
import { codeServerCommand } from "../../tools/code-server.ts";
import { isOurs } from "../../tools/editor.ts";
import { flake, folderWith } from "./run.ts";

const wanted = { state: "/s", extensions: "/e", isolated: false, trusted: false };

test("an editor for people asks for a password, which is not a word of its command line, and for trust", () => {
  const { words, env } = codeServerCommand({ ...wanted, password: "hedgehog" }, 8080);
  expect(words.slice(0, 2)).toEqual(["--auth", "password"]);
  expect(words.join(" ")).not.toMatch(/hedgehog|--disable-workspace-trust/);
  expect(words).toContain("127.0.0.1:8080");
  expect(env).toMatchObject({ PASSWORD: "hedgehog" });
});

test("only the examples of this repository are trusted unasked", () => {
  expect([flake("seed"), folderWith("seed"), "/", `${flake("seed")}/../../..`].map(isOurs)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
