import { expect, test } from "vitest";
import {
  ANY_ITEM,
  ANY_NAME,
  fits,
  isBelow,
  pathKey,
  samePath,
  showOption,
  startFits,
  startsWith,
} from "../server/option-path.ts";

test("a path is shown as nixpkgs shows it", () => {
  expect(showOption(["services", "my-web", "a.b", "", "2x"])).toBe('services.my-web."a.b".""."2x"');
  expect(showOption(["users", ANY_NAME, "keys", ANY_ITEM])).toBe("users.<name>.keys.*");
  expect(showOption(["users", "<name>", "keys", "*"])).toBe("users.<name>.keys.*");
});

test("paths are compared piece by piece", () => {
  expect(samePath(["a", "b"], ["a", "b"])).toBe(true);
  expect(samePath(["a", "b"], ["a"])).toBe(false);
  expect(startsWith(["a", "b"], ["a", "b"])).toBe(true);
  expect(startsWith(["a", "b"], [])).toBe(true);
  expect(startsWith(["a"], ["a", "b"])).toBe(false);
  expect(isBelow(["a", "b"], ["a"])).toBe(true);
  expect(isBelow(["a", "b"], ["a", "b"])).toBe(false);
});

test("a pattern stands for the paths of all instances", () => {
  const shell = ["users", ANY_NAME, "shell"];
  expect(fits(["users", "ben", "shell"], shell)).toBe(true);
  expect(fits(["users", { dynamic: true }, "shell"], shell)).toBe(true);
  expect(fits(["users", "ben", "shell", "path"], shell)).toBe(false);
  expect(fits(["groups", "ben", "shell"], shell)).toBe(false);
  expect(startFits(["users", "ben", "shell", "path"], shell)).toBe(true);
  expect(startFits(["users", "ben"], shell)).toBe(false);
});

test("names that look like a pattern are names", () => {
  expect(samePath(["users", "<name>"], ["users", ANY_NAME])).toBe(false);
  expect(samePath(["keys", "*"], ["keys", ANY_ITEM])).toBe(false);
  expect(fits(["users", "ben"], ["users", "<name>"])).toBe(false);
  expect(fits(["keys", "ben"], ["keys", "*"])).toBe(false);
});

test("a key is that of one path alone", () => {
  const paths = [["a", "b"], ["a.b"], ["a\nb"], ["a", ANY_NAME], ["a", ANY_ITEM], ["a", "<name>"], ["a", "*"], []];
  expect(new Set(paths.map(pathKey)).size).toBe(paths.length);
});
