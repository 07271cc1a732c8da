import { expect, test } from "vitest";
import { loadFlake } from "../../server/flake/load.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles } from "../fixture.ts";
import { outputOf } from "./load.ts";
import "../grammar.ts";

const STORE = "/copy/of/store";
/** The hash of "abc" and the name that it gives in a store. */
const HASH = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const SOURCE = `${STORE}/chr0qygjnyjs5b90v4hz80j6lisyhx5v-source`;

const FLAKE = `{
  inputs.tools.url = "github:someone/tools";
  outputs = inputs: { word = inputs.tools.word; place = inputs.tools.outPath; tree = inputs.tools ? word; };
}
`;
const TOOLS = '{ outputs = inputs: { word = "from the store"; }; }\n';

/** The flake with an input that is locked as given, and further files. */
function load(node: object, more: Readonly<Record<string, string>>, settings: { store?: string; tools?: string } = {}) {
  const nodes = { root: { inputs: { tools: "tools" } }, tools: node };
  const lock = JSON.stringify({ version: 7, root: "root", nodes });
  const files = new Map(Object.entries({ "/flake/flake.nix": FLAKE, "/flake/flake.lock": lock, ...more }));
  return loadFlake({
    directory: "/flake",
    files: memoryFiles(files),
    treeOf: (_path, text) => parse(text),
    storeDirectory: settings.store,
    inputs: settings.tools === undefined ? undefined : new Map([["tools", settings.tools]]),
  });
}

const locked = { locked: { type: "github", owner: "someone", repo: "tools", narHash: HASH } };

test("an input's outputs come from the store, where the lock says it lies", () => {
  const flake = load(locked, { [`${SOURCE}/flake.nix`]: TOOLS }, { store: STORE });
  expect(outputOf(flake, "word")).toMatchObject({ type: "string", text: "from the store" });
  expect(outputOf(flake, "place")).toMatchObject({ text: SOURCE });
  expect(flake.inputs.map(({ name, source }) => [name, source])).toEqual([["tools", "store"]]);
});

test("without the source, or without a store, the input stays external", () => {
  const flakes = [load(locked, {}, { store: STORE }), load(locked, { [`${SOURCE}/flake.nix`]: TOOLS })];
  for (const flake of flakes) {
    expect(outputOf(flake, "word").type).toBe("external");
    expect(flake.inputs[0]?.source).toBe("none");
  }
});

test("a directory from the settings goes before the store", () => {
  const own = { "/own/flake.nix": '{ outputs = inputs: { word = "from the settings"; }; }\n' };
  const flake = load(locked, { [`${SOURCE}/flake.nix`]: TOOLS, ...own }, { store: STORE, tools: "/own" });
  expect(outputOf(flake, "word")).toMatchObject({ text: "from the settings" });
  expect(flake.inputs[0]?.source).toBe("directory");
});

test("what is known natively is not taken from the store", () => {
  const node = { locked: { ...locked.locked, owner: "NixOS", repo: "nixpkgs" } };
  const flake = load(node, { [`${SOURCE}/flake.nix`]: TOOLS }, { store: STORE });
  expect(flake.inputs[0]?.source).toBe("native");
});

test("den's source is taken until policies came; from then on the model knows better", () => {
  const source = (day: string) => {
    const node = { locked: { ...locked.locked, owner: "denful", repo: "den", lastModified: Date.parse(day) / 1000 } };
    return load(node, { [`${SOURCE}/flake.nix`]: TOOLS }, { store: STORE }).inputs[0]?.source;
  };
  expect([source("2026-04-15"), source("2026-06-26")]).toEqual(["store", "native"]);
});

test("a flake in a subdirectory of its source, and a source that is not a flake", () => {
  const below = { ...locked, locked: { ...locked.locked, dir: "nix" } };
  const inside = load(below, { [`${SOURCE}/nix/flake.nix`]: TOOLS }, { store: STORE });
  expect(outputOf(inside, "word")).toMatchObject({ text: "from the store" });
  const plain = load({ ...locked, flake: false }, { [`${SOURCE}/flake.nix`]: TOOLS }, { store: STORE });
  expect(outputOf(plain, "tree")).toMatchObject({ type: "bool", value: false });
  expect(outputOf(plain, "place")).toMatchObject({ text: SOURCE });
});
