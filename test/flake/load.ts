import { type LoadedFlake, loadFlake } from "../../server/flake/load.ts";
import type { Value } from "../../server/nix/value.ts";
import { parse } from "../../server/syntax/parse.ts";
import { memoryFiles, parseFixture } from "../fixture.ts";
import "../grammar.ts";

/** Loads the flake in a string; it lies in `/flake`. */
export function loadFixture(text: string): LoadedFlake {
  const files = new Map([...parseFixture(text).files].map(([path, content]) => [`/flake${path}`, content]));
  return loadFlake({ directory: "/flake", files: memoryFiles(files), treeOf: (_path, content) => parse(content) });
}

/** One output of a flake. */
export function outputOf(flake: LoadedFlake, name: string): Value {
  return flake.machine.select(flake.outputs, name);
}
