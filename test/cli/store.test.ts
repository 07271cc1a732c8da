import { join } from "node:path";
import { expect, test } from "vitest";
import type { GraphJson } from "../../server/graph/graph-json.ts";
import { dendritic, folderWith } from "./run.ts";

const locked = { type: "github", owner: "someone", repo: "tools" };
const narHash = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const lock = {
  version: 7,
  root: "root",
  nodes: { root: { inputs: { tools: "tools" } }, tools: { locked: { ...locked, narHash } } },
};

test("the source of a locked input is taken from the store when it is there", () => {
  const folder = folderWith({
    "flake/flake.nix": `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      inputs.tools.url = "github:someone/tools";
      outputs = inputs: {
        nixosConfigurations.tool = inputs.nixpkgs.lib.nixosSystem { modules = [ inputs.tools.nixosModules.tool ./own.nix ]; };
      };
    }`,
    "flake/flake.lock": JSON.stringify(lock),
    "flake/own.nix": "{ tool.enable = true; }\n",
    "store/chr0qygjnyjs5b90v4hz80j6lisyhx5v-source/flake.nix":
      "{ outputs = _: { nixosModules.tool = ./tool.nix; }; }\n",
    "store/chr0qygjnyjs5b90v4hz80j6lisyhx5v-source/tool.nix":
      "{ lib, ... }: { options.tool.enable = lib.mkOption { type = lib.types.bool; }; }\n",
  });
  const sources = (...options: readonly string[]) => {
    const { stdout } = dendritic(["graph", "--format", "json", ...options, join(folder, "flake")]);
    const { root, hosts }: GraphJson = JSON.parse(stdout);
    return { inputs: root.inputs, unresolved: hosts.flatMap((host) => host.unresolved.map(({ reason }) => reason)) };
  };
  const store = join(folder, "store");
  const tools = (source: string) => [
    { name: "nixpkgs", source: "native" },
    { name: "tools", source },
  ];
  expect(sources("--store", store).inputs).toEqual(tools("store"));
  expect(sources("--store", join(folder, "nothing")).inputs).toEqual(tools("none"));
  expect(sources("--store", store, "--input", `tools=${join(folder, "flake")}`).inputs).toEqual(tools("directory"));
  expect(sources("--store", store).unresolved).toEqual([]);
});
